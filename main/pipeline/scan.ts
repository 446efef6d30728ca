import fs from 'node:fs/promises';
import path from 'node:path';
import type { KnownFile, KnownFiles } from '../db/known-files.ts';
import type { Change } from '../db/file-change.ts';
import { sidecarName } from '../formats/metadata/sidecar-name.ts';
import { readSidecarFile } from './read-sidecar.ts';
import { lookAt, type SeenDir, type SeenFile, walk, type Walking } from './walk.ts';

export interface Scanning {
  readonly known: KnownFiles;
  readonly extensions: ReadonlySet<string>;
  readonly signal: AbortSignal;
  /** Applies the changes; the scan goes on when they are committed, so that it never compares with an old state. */
  apply(changes: readonly Change[]): Promise<void>;
  /** Called now and then with the number of files seen. */
  onSeen?(files: number): void;
}

export type ScanResult = { is: 'done'; files: number } | { is: 'offline' };

// 200 moved files with their full-text rows take the writer about 10 ms.
const changesAtOnce = 200;
/** A sidecar is entered, its photo's words are put together anew and indexed: about twice the work of a moved file. */
const changesOfSidecar = 3;

/**
 * Compares a folder with what the library knows of it: the truth, whatever the watcher saw or missed.
 * @param dirs directories that may have changed, each looked at by itself (new sub-directories whole); absent: everything
 */
export async function scan(
  scanning: Scanning,
  folder: { readonly id: number; readonly path: string },
  dirs?: readonly string[],
): Promise<ScanResult> {
  if (!(await isReachable(folder, scanning.known))) return { is: 'offline' };
  const walking: Walking = {
    root: folder.path,
    extensions: scanning.extensions,
    visited: new Set(),
    signal: scanning.signal,
  };
  const queue = createQueue(scanning);
  const lost: KnownFile[] = [];
  const seenDirs = new Map<string, SeenDir>();
  let files = 0;
  for await (const seen of dirs === undefined ? walk(walking, '') : lookAtSome(walking, folder.id, dirs, scanning)) {
    seenDirs.set(seen.dir, { ...seen, files: [], sidecars: [] });
    files += seen.files.length;
    if (seen.problem === 'no-permission' || seen.problem === 'io') {
      const at = path.join(folder.path, ...seen.dir.split('/'));
      await queue.push({ is: 'unreadable', path: at, kind: seen.problem });
    }
    for (const bad of seen.badNames) await queue.push({ is: 'unreadable', path: bad, kind: 'bad-name' });
    const notFound = await compare(scanning, folder, seen, queue);
    await compareSidecars(scanning, folder, seen, queue);
    // Where not all could be looked at, what was not found may be there.
    if (seen.problem === undefined) lost.push(...notFound);
    scanning.onSeen?.(files);
  }
  await queue.flush();
  const lostDirs =
    dirs === undefined
      ? lostInWhole(scanning.known, folder.id, seenDirs)
      : lostInPart(scanning.known, folder.id, dirs, seenDirs);
  for (const dir of [...lostDirs]) lost.push(...scanning.known.inDir(folder.id, dir).filter((file) => !file.isMissing));
  // The drive may have been pulled out in the middle: then what was not found is not gone.
  if (!(await isReachable(folder, scanning.known))) return { is: 'offline' };
  for (const file of lost) {
    const now = scanning.known.byId(file.id);
    const isStillThere =
      now !== undefined &&
      !now.isMissing &&
      now.folderId === file.folderId &&
      now.dir === file.dir &&
      now.name === file.name;
    if (isStillThere) await queue.push({ is: 'missing', fileId: file.id });
  }
  for (const dir of new Set(lost.map((file) => file.dir)))
    if (seenDirs.get(dir)?.problem !== undefined || !seenDirs.has(dir))
      for (const { id } of scanning.known.sidecarsIn(folder.id, dir))
        await queue.push({ is: 'sidecar-gone', sidecarId: id });
  await queue.flush();
  return { is: 'done', files };
}

/** A folder is there if it can be listed, and is not the empty mount point of a drive that held photos. */
async function isReachable(folder: { id: number; path: string }, known: KnownFiles): Promise<boolean> {
  try {
    const entries = await fs.readdir(folder.path);
    return entries.length > 0 || !known.hasPresent(folder.id);
  } catch {
    return false;
  }
}

/** The named directories by themselves; below them only what the library has never seen. */
async function* lookAtSome(
  walking: Walking,
  folderId: number,
  dirs: readonly string[],
  { known }: Scanning,
): AsyncGenerator<SeenDir> {
  for (const dir of dirs) {
    walking.signal.throwIfAborted();
    const seen = await lookAt(walking, dir);
    if (seen === undefined) continue;
    yield seen;
    for (const name of seen.subdirs) {
      const below = dir === '' ? name : `${dir}/${name}`;
      const isKnown = !known.dirsUnder(folderId, below).next().done;
      if (!isKnown && !dirs.includes(below)) yield* walk(walking, below);
    }
  }
}

/** @returns files that the library knows in this directory and that are not there */
async function compare(
  { known }: Scanning,
  folder: { readonly id: number },
  seen: SeenDir,
  queue: ReturnType<typeof createQueue>,
): Promise<KnownFile[]> {
  const knownByName = new Map(known.inDir(folder.id, seen.dir).map((file) => [file.name, file]));
  const listed = { folderId: folder.id, dir: seen.dir, names: new Set(seen.files.map((file) => file.name)) };
  for (const file of seen.files) {
    const before = knownByName.get(file.name);
    knownByName.delete(file.name);
    const change = await changeOf(known, listed, file, before);
    if (change !== undefined) await queue.push(change);
  }
  return [...knownByName.values()].filter((file) => !file.isMissing);
}

/** Sidecars are read here, in the watching thread: their photos' files are not looked at again. */
async function compareSidecars(
  { known, extensions, signal }: Scanning,
  folder: { readonly id: number; readonly path: string },
  seen: SeenDir,
  queue: ReturnType<typeof createQueue>,
): Promise<void> {
  const knownByName = new Map(known.sidecarsIn(folder.id, seen.dir).map((sidecar) => [sidecar.name, sidecar]));
  for (const file of seen.sidecars) {
    const before = knownByName.get(file.name);
    knownByName.delete(file.name);
    if (before?.sizeBytes === file.sizeBytes && before.mtimeMs === file.mtimeMs) continue;
    signal.throwIfAborted();
    const about = sidecarName(file.name, extensions);
    if (about === undefined) continue;
    const { name, sizeBytes, mtimeMs } = file;
    const read = await readSidecarFile(path.join(folder.path, ...seen.dir.split('/'), name), about.kind);
    await queue.push({
      is: 'sidecar',
      ...{ folderId: folder.id, dir: seen.dir, name, sizeBytes, mtimeMs },
      ...{ kind: about.kind, about: about.about, isStart: about.aboutIs === 'start' },
      says: read.is === 'read' ? read.says : undefined,
      problem: read.is === 'problem' ? read.problem : undefined,
    });
  }
  // Where not all could be looked at, what was not found may be there.
  if (seen.problem !== undefined) return;
  for (const { id } of knownByName.values()) await queue.push({ is: 'sidecar-gone', sidecarId: id });
}

async function changeOf(
  known: KnownFiles,
  listed: Listed,
  file: SeenFile,
  before: KnownFile | undefined,
): Promise<Change | undefined> {
  const { folderId, dir } = listed;
  if (before !== undefined) {
    const isSame = before.sizeBytes === file.sizeBytes && before.mtimeMs === file.mtimeMs;
    if (isSame && before.inode === file.inode)
      return before.isMissing ? { is: 'back', fileId: before.id, ...file } : undefined;
    // Another file may have been moved onto this name (a swap), even one of the same size and time: then that one's
    // photo comes along, not this one's.
    const moved = await movedFrom(known, listed, file);
    if (moved !== undefined && moved.id !== before.id) return { is: 'moved', fileId: moved.id, folderId, dir, ...file };
    if (!isSame) return { is: 'changed', fileId: before.id, ...file };
    return { is: before.isMissing ? 'back' : 'renumbered', fileId: before.id, ...file };
  }
  const moved = await movedFrom(known, listed, file);
  return moved === undefined
    ? { is: 'added', folderId, dir, ...file }
    : { is: 'moved', fileId: moved.id, folderId, dir, ...file };
}

/** The file that this one was before a move or rename: same device, inode, size and time, and gone from its old path. */
async function movedFrom(known: KnownFiles, listed: Listed, file: SeenFile): Promise<KnownFile | undefined> {
  for (const candidate of known.sameInode(file.inode, file.sizeBytes, file.mtimeMs)) {
    if (candidate.isMissing) return candidate;
    // The listing knows best: where case does not count, IMG.JPG still "is there" after it became img.jpg.
    const isListed = candidate.folderId === listed.folderId && candidate.dir === listed.dir;
    if (isListed && !listed.names.has(candidate.name)) return candidate;
    const root = known.folderPath(candidate.folderId);
    if (root === undefined) continue;
    const old = path.join(root, ...candidate.dir.split('/'), candidate.name);
    // As the walk does, through links: a link that still leads to the file has not been moved.
    const isThere = await fs.stat(old, { bigint: true }).then(
      (stats) => `${stats.dev}:${stats.ino}` === file.inode,
      () => false,
    );
    if (!isThere) return candidate;
  }
  return undefined;
}

/** A directory as it was listed just now. */
interface Listed {
  readonly folderId: number;
  readonly dir: string;
  readonly names: ReadonlySet<string>;
}

/** Directories that the library knows and that are gone, in a scan of the whole folder. */
function* lostInWhole(known: KnownFiles, folderId: number, seenDirs: ReadonlyMap<string, SeenDir>): Generator<string> {
  const kept = [...seenDirs.values()].filter((seen) => seen.problem !== undefined && seen.problem !== 'gone');
  for (const dir of known.dirsUnder(folderId, '')) {
    const seen = seenDirs.get(dir);
    if (seen !== undefined && seen.problem !== 'gone') continue;
    if (!kept.some((it) => it.dir === '' || dir.startsWith(`${it.dir}/`))) yield dir;
  }
}

/** The same, where only some directories were looked at: what each of them no longer has. */
function* lostInPart(
  known: KnownFiles,
  folderId: number,
  scopes: readonly string[],
  seenDirs: ReadonlyMap<string, SeenDir>,
): Generator<string> {
  for (const scope of scopes) {
    const seen = seenDirs.get(scope);
    if (seen === undefined) continue;
    if (seen.problem === 'gone') yield* known.dirsUnder(folderId, scope);
    if (seen.problem !== undefined) continue;
    const there = new Set(seen.subdirs);
    for (const name of known.childDirs(folderId, scope))
      if (!there.has(name)) yield* known.dirsUnder(folderId, scope === '' ? name : `${scope}/${name}`);
  }
}

function createQueue({ apply }: Scanning) {
  let waiting: Change[] = [];
  let load = 0;
  const flush = async () => {
    if (waiting.length === 0) return;
    const batch = waiting;
    waiting = [];
    load = 0;
    await apply(batch);
  };
  return {
    flush,
    async push(change: Change): Promise<void> {
      waiting.push(change);
      load += change.is === 'sidecar' ? changesOfSidecar : 1;
      if (load >= changesAtOnce) await flush();
    },
  };
}
