import fs from 'node:fs/promises';
import path from 'node:path';
import type { KnownFile, KnownFiles } from '../db/known-files.ts';
import type { Change } from '../db/file-change.ts';
import { sidecarName } from '../formats/metadata/sidecar-name.ts';
import { type ChangeQueue, createChangeQueue } from './change-queue.ts';
import { compareStamps } from './compare-stamps.ts';
import { readFingerprint } from './fingerprint.ts';
import { readSidecarFile } from './read-sidecar.ts';
import { systemMounts } from './far-places.ts';
import { lostInPart, lostInWhole } from './lost-dirs.ts';
import { ownPlacesOf } from './own-places.ts';
import { lookAt, type SeenDir, type SeenFile, walk, type Walking } from './walk.ts';

export interface Scanning {
  readonly known: KnownFiles;
  readonly extensions: ReadonlySet<string>;
  /** What the app writes into. [Note: The app's own folders are no photo folders] */
  readonly ownFolders?: readonly string[];
  readonly signal: AbortSignal;
  /** Applies the changes; the scan goes on when they are committed, so that it never compares with an old state. */
  apply(changes: readonly Change[]): Promise<void>;
  /** Called now and then with the number of files seen. */
  onSeen?(files: number): void;
}

export type ScanResult = { is: 'done'; files: number } | { is: 'offline' };

/** Files compared at a time: where bytes are looked at, that hides the latency of a network drive. */
const comparedAtOnce = 16;

/** How many files were met with the inode that they had, and with another but the same bytes. */
interface Inodes {
  kept: number;
  passed: number;
}

/**
 * [Note: A name that changed hands]
 * A file that has the name of a known one and another inode was put in its place by a program that saves so; or the known
 * one was moved away, and this is another photo. Only when all was looked at is it known which.
 */
interface Renamed {
  /** Rows of files that were met under another name. */
  readonly moved: Set<number>;
  /** What is to be done if the known file was not met elsewhere, and if it was. */
  readonly doubtful: { readonly before: number; readonly stayed: Change; readonly left: Change }[];
}

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
    own: await ownPlacesOf(scanning.ownFolders ?? []),
    mounts: await systemMounts(),
    signal: scanning.signal,
  };
  const queue = createChangeQueue((changes) => scanning.apply(changes));
  const inodes: Inodes = { kept: 0, passed: 0 };
  const renamed: Renamed = { moved: new Set(), doubtful: [] };
  const lost: KnownFile[] = [];
  const looked = new Set<string>();
  const stillUnreadable = new Set<string>();
  const seenDirs = new Map<string, SeenDir>();
  let files = 0;
  for await (const seen of dirs === undefined ? walk(walking, '') : lookAtSome(walking, folder.id, dirs, scanning)) {
    seenDirs.set(seen.dir, { ...seen, files: [], sidecars: [] });
    files += seen.files.length;
    const at = path.join(folder.path, ...seen.dir.split('/'));
    const told = { is: 'unreadable', folderId: folder.id } as const;
    if (seen.problem === 'no-permission' || seen.problem === 'io') {
      stillUnreadable.add(at);
      await queue.push({ ...told, path: at, kind: seen.problem });
    }
    for (const bad of seen.badNames) {
      stillUnreadable.add(bad);
      await queue.push({ ...told, path: bad, kind: 'bad-name' });
    }
    for (const link of seen.farLinks) await queue.push({ ...told, path: link, kind: 'far-link' });
    looked.add(at);
    const notFound = await compare(scanning, folder, seen, queue, inodes, renamed);
    await compareSidecars(scanning, folder, seen, queue);
    // Where not all could be looked at, what was not found may be there.
    if (seen.problem === undefined) lost.push(...notFound);
    scanning.onSeen?.(files);
  }
  for (const { before, stayed, left } of renamed.doubtful) await queue.push(renamed.moved.has(before) ? left : stayed);
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
  for (const place of scanning.known.unreadable(folder.id)) {
    const isMet = dirs === undefined || looked.has(place) || looked.has(path.dirname(place));
    if (isMet && !stillUnreadable.has(place)) await queue.push({ is: 'readable', folderId: folder.id, path: place });
  }
  if (inodes.passed > 1 && inodes.kept === 0 && !scanning.known.hasPassingInodes(folder.id))
    await queue.push({ is: 'passing-inodes', folderId: folder.id });
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
  { known, signal }: Scanning,
  folder: { readonly id: number; readonly path: string },
  seen: SeenDir,
  queue: ChangeQueue,
  inodes: Inodes,
  renamed: Renamed,
): Promise<KnownFile[]> {
  const knownByName = new Map(known.inDir(folder.id, seen.dir).map((file) => [file.name, file]));
  const listed: Listed = {
    folderId: folder.id,
    dir: seen.dir,
    full: path.join(folder.path, ...seen.dir.split('/')),
    names: new Set(seen.files.map((file) => file.name)),
    knowsBirths: seen.knowsBirths,
    // One file with another inode was replaced; all of them together were mounted anew.
    inodesPass:
      known.hasPassingInodes(folder.id) && seen.files.every((file) => knownByName.get(file.name)?.inode !== file.inode),
  };
  for (let at = 0; at < seen.files.length; at += comparedAtOnce) {
    signal.throwIfAborted();
    const changes = await Promise.all(
      seen.files.slice(at, at + comparedAtOnce).map(async (file) => {
        const before = knownByName.get(file.name);
        return { file, before, change: await changeOf(known, listed, file, before) };
      }),
    );
    for (const { file, before, change } of changes) {
      if (change?.is === 'moved') renamed.moved.add(change.fileId);
      if (change === undefined) continue;
      const left = { is: 'added', folderId: folder.id, dir: seen.dir, ...file } as const;
      if (change.is === 'moved' || before === undefined || before.inode === file.inode) await queue.push(change);
      else renamed.doubtful.push({ before: before.id, stayed: change, left });
    }
  }
  for (const file of seen.files) {
    const before = knownByName.get(file.name);
    knownByName.delete(file.name);
    if (before === undefined || file.inode === '') continue;
    if (before.inode === file.inode) inodes.kept += 1;
    else if (before.sizeBytes === file.sizeBytes && before.mtimeMs === file.mtimeMs) inodes.passed += 1;
  }
  return [...knownByName.values()].filter((file) => !file.isMissing);
}

/** Sidecars are read here, in the watching thread: their photos' files are not looked at again. */
async function compareSidecars(
  { known, extensions, signal }: Scanning,
  folder: { readonly id: number; readonly path: string },
  seen: SeenDir,
  queue: ChangeQueue,
): Promise<void> {
  const knownByName = new Map(known.sidecarsIn(folder.id, seen.dir).map((sidecar) => [sidecar.name, sidecar]));
  for (const file of seen.sidecars) {
    const before = knownByName.get(file.name);
    knownByName.delete(file.name);
    const verdict = before === undefined ? 'changed' : compareStamps(before, file, known.hasPassingInodes(folder.id));
    if (verdict === 'same' || verdict === 'renumbered') continue;
    signal.throwIfAborted();
    const about = sidecarName(file.name, extensions);
    if (about === undefined) continue;
    const read = await readSidecarFile(path.join(folder.path, ...seen.dir.split('/'), file.name), about);
    await queue.push({
      is: 'sidecar',
      ...{ folderId: folder.id, dir: seen.dir, ...file },
      ...{ kind: about.kind, about: about.about, isStart: about.aboutIs !== 'name' },
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
  const movedHere = async (from: KnownFile): Promise<Change> => ({
    is: 'moved',
    ...{ fileId: from.id, folderId, dir, ...file },
    isChanged: await isChanged(listed, from, file),
  });
  if (before !== undefined) {
    const verdict = compareStamps(before, file, listed.inodesPass);
    if (verdict === 'same') return before.isMissing ? { is: 'back', fileId: before.id, ...file } : undefined;
    // Another file may have been moved onto this name (a swap), even one of the same size and time: then that one's
    // photo comes along, not this one's.
    const moved = before.inode === file.inode ? undefined : await movedFrom(known, listed, file);
    if (moved !== undefined && moved.id !== before.id) return movedHere(moved);
    if (verdict === 'changed' || (verdict === 'doubtful' && (await isChanged(listed, before, file))))
      return { is: 'changed', fileId: before.id, ...file };
    return { is: before.isMissing ? 'back' : 'renumbered', fileId: before.id, ...file };
  }
  const moved = await movedFrom(known, listed, file);
  return moved === undefined ? { is: 'added', folderId, dir, ...file } : movedHere(moved);
}

/** Looks at the file itself: what the system says of it leaves it open. */
async function isChanged({ full }: Listed, before: KnownFile, now: SeenFile): Promise<boolean> {
  const verdict = compareStamps(before, now);
  if (verdict !== 'doubtful') return verdict === 'changed';
  if (before.fingerprint === undefined) return true;
  const fingerprint = await readFingerprint(path.join(full, now.name));
  return fingerprint === undefined || Buffer.compare(fingerprint, before.fingerprint) !== 0;
}

/** The file that this one was before a move or rename: the same device and inode, and gone from its old path. */
async function movedFrom(known: KnownFiles, listed: Listed, file: SeenFile): Promise<KnownFile | undefined> {
  for (const candidate of known.sameInode(file.inode)) {
    if (!isSameFile(known, listed, candidate, file)) continue;
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

/**
 * An inode is given to the next file when one is deleted, and that one may be a copy with its size and time. It is the same
 * file if it was made at the same moment; where that is not known, if it has its size and time.
 */
function isSameFile(known: KnownFiles, { knowsBirths }: Listed, before: KnownFile, now: SeenFile): boolean {
  const isKnown = (before.bornMs ?? 0) > 0 && now.bornMs > 0 && (knowsBirths || now.bornMs !== now.ctimeMs);
  if (isKnown && !known.hasPassingInodes(before.folderId)) return before.bornMs === now.bornMs;
  return before.sizeBytes === now.sizeBytes && before.mtimeMs === now.mtimeMs;
}

/** A directory as it was listed just now. */
interface Listed {
  readonly folderId: number;
  readonly dir: string;
  /** Absolute. */
  readonly full: string;
  readonly names: ReadonlySet<string>;
  readonly knowsBirths: boolean;
  /** Its drive gives other inodes at each mount, and has. */
  readonly inodesPass: boolean;
}
