import type { BigIntStats, Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { isCandidate, isIgnoredFolder, isSidecar } from './ignored.ts';

export interface SeenFile {
  readonly name: string;
  readonly sizeBytes: number;
  readonly mtimeMs: number;
  readonly inode: string;
}

type Problem = 'no-permission' | 'gone' | 'io';

/** One directory as it is now. */
export interface SeenDir {
  /** Below the root, '/' between names, '' for the root. */
  readonly dir: string;
  readonly files: readonly SeenFile[];
  /** Files that may speak of photos beside them. */
  readonly sidecars: readonly SeenFile[];
  /** Names of sub-directories that are looked into. */
  readonly subdirs: readonly string[];
  /** It, or a file in it, is there but can't be looked at: what the library knows of it stays. */
  readonly problem: Problem | undefined;
  /** Full paths of files whose names are not valid Unicode, so that they can't be opened. */
  readonly badNames: readonly string[];
}

export interface Walking {
  readonly root: string;
  readonly extensions: ReadonlySet<string>;
  /** Directory (`device:inode`) seen so far in this walk: a link that leads back is not followed. */
  readonly visited: Set<string>;
  readonly signal: AbortSignal;
}

/** Stats of files wanted at a time: enough to hide the latency of a network drive. */
const statsAtOnce = 32;

/** Every directory at or below `start`, parents first. */
export async function* walk(walking: Walking, start: string): AsyncGenerator<SeenDir> {
  const stack = [start];
  for (let dir = stack.pop(); dir !== undefined; dir = stack.pop()) {
    walking.signal.throwIfAborted();
    const seen = await lookAt(walking, dir);
    if (seen === undefined) continue;
    yield seen;
    for (const name of [...seen.subdirs].reverse()) stack.push(dir === '' ? name : `${dir}/${name}`);
  }
}

/** @returns undefined for a directory that this walk has been in already (a link that loops, or two links to one place) */
export async function lookAt(walking: Walking, dir: string): Promise<SeenDir | undefined> {
  const full = path.join(walking.root, ...dir.split('/'));
  let entries: Dirent[];
  try {
    const key = keyOf(await fs.stat(full, { bigint: true }));
    if (key !== '') {
      if (walking.visited.has(key)) return undefined;
      walking.visited.add(key);
    }
    entries = await fs.readdir(full, { withFileTypes: true });
  } catch (error) {
    const problem = problemOf(error);
    // Node reads names as UTF-8 and can't write these bytes back.
    const badNames = problem === 'gone' && path.basename(full).includes('\uFFFD') ? [full] : [];
    return { dir, files: [], sidecars: [], subdirs: [], problem, badNames };
  }
  const subdirs: string[] = [];
  const files: SeenFile[] = [];
  const sidecars: SeenFile[] = [];
  const badNames: string[] = [];
  let problem: Problem | undefined;
  for (let at = 0; at < entries.length; at += statsAtOnce) {
    walking.signal.throwIfAborted();
    await Promise.all(
      entries.slice(at, at + statsAtOnce).map(async (entry) => {
        if (entry.isDirectory()) {
          if (!isIgnoredFolder(entry.name)) subdirs.push(entry.name);
          return;
        }
        const isLink = entry.isSymbolicLink();
        const isPicture = isCandidate(entry.name, walking.extensions);
        const isBeside = !isPicture && isSidecar(entry.name, walking.extensions);
        if (!isPicture && !isBeside && !(isLink && !isIgnoredFolder(entry.name))) return;
        const stats = await statOf(path.join(full, entry.name));
        if (typeof stats === 'string') {
          if (stats !== 'gone') problem ??= stats;
          else if (isPicture && entry.name.includes('\uFFFD')) badNames.push(path.join(full, entry.name));
        } else if (stats.isDirectory()) {
          if (isLink && (await leadsOutside(walking.root, path.join(full, entry.name)))) subdirs.push(entry.name);
        } else if (stats.isFile() && (isPicture || isBeside))
          (isPicture ? files : sidecars).push({
            name: entry.name,
            sizeBytes: Number(stats.size),
            mtimeMs: Number(stats.mtimeNs / 1_000_000n),
            inode: keyOf(stats),
          });
      }),
    );
  }
  subdirs.sort();
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  sidecars.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { dir, files, sidecars, subdirs, problem, badNames };
}

/** 'gone' between listing and looking, or a link that leads nowhere. */
async function statOf(file: string): Promise<BigIntStats | Problem> {
  try {
    return await fs.stat(file, { bigint: true });
  } catch (error) {
    return problemOf(error);
  }
}

/** A link to a place inside the same root would show the same photos twice, under a path that depends on the order. */
async function leadsOutside(root: string, link: string): Promise<boolean> {
  try {
    const [realRoot, target] = await Promise.all([fs.realpath(root), fs.realpath(link)]);
    return target !== realRoot && !target.startsWith(realRoot + path.sep) && !realRoot.startsWith(target + path.sep);
  } catch {
    return false;
  }
}

function keyOf(stats: BigIntStats): string {
  return stats.ino === 0n ? '' : `${stats.dev}:${stats.ino}`;
}

function problemOf(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'no-permission';
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' ? 'gone' : 'io';
}
