import type { BigIntStats, Dirent } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import type { Stamp } from '../db/file-change.ts';
import { type FarPlace, farPlaceOf } from './far-places.ts';
import { isFilmOfPicture, stemsOfPictures } from '../formats/live/film-of-picture.ts';
import { isCandidate, isIgnoredFolder, isPassedThrough, isSidecar, stemsForJson } from './ignored.ts';
import { isNamedForAnother } from './named-for-another.ts';
import { isLibrary, keyOf, type OwnPlaces } from './own-places.ts';
import { isInside } from '../util/is-inside.ts';

export interface SeenFile extends Stamp {
  readonly name: string;
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
  /** Its file system keeps when a file was made. Where that is false it may. */
  readonly knowsBirths: boolean;
  /** Full paths of files whose names are not valid Unicode, so that they can't be opened. */
  readonly badNames: readonly string[];
  /** Full paths of links that are not followed: they lead to the whole disk, the system, or somebody else's home. */
  readonly farLinks: readonly string[];
}

export interface Walking {
  readonly root: string;
  readonly extensions: ReadonlySet<string>;
  /** Directory (`device:inode`) seen so far in this walk: a link that leads back is not followed. */
  readonly visited: Set<string>;
  /** Never looked into. [Note: The app's own folders are no photo folders] */
  readonly own: OwnPlaces;
  /** Mount points of the system. */
  readonly mounts: ReadonlySet<string>;
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

/** @returns undefined for a directory that this walk has been in already (a link that loops, or two links to one place), or that is none of the person's */
export async function lookAt(walking: Walking, dir: string): Promise<SeenDir | undefined> {
  const full = path.join(walking.root, ...dir.split('/'));
  let entries: Dirent[];
  let knowsBirths = false;
  try {
    const stats = await fs.stat(full, { bigint: true });
    // Where it is not kept, it is 0 or the ctime, which every new file in a directory moves.
    knowsBirths = stats.birthtimeNs > 0n && stats.birthtimeNs !== stats.ctimeNs;
    const key = keyOf(stats);
    if (key !== '') {
      if (walking.visited.has(key) || walking.own.has(key)) return undefined;
      walking.visited.add(key);
    }
    // What the system makes up has no photos, and no end.
    if (dir !== '' && walking.mounts.has(full)) return undefined;
    entries = await fs.readdir(full, { withFileTypes: true });
    if (isLibrary(entries.map((entry) => entry.name))) return undefined;
  } catch (error) {
    const problem = problemOf(error);
    // Node reads names as UTF-8 and can't write these bytes back.
    const badNames = problem === 'gone' && path.basename(full).includes('\uFFFD') ? [full] : [];
    return { dir, files: [], sidecars: [], subdirs: [], problem, knowsBirths, badNames, farLinks: [] };
  }
  const subdirs: string[] = [];
  const files: SeenFile[] = [];
  const sidecars: SeenFile[] = [];
  const badNames: string[] = [];
  const farLinks: string[] = [];
  let problem: Problem | undefined;
  const hasFiles = !isPassedThrough(full);
  const names = entries.map(({ name }) => name);
  const stems = stemsOfPictures(names);
  let jsonStems: ReadonlySet<string> | undefined;
  const stemsOfJson = () => (jsonStems ??= stemsForJson(names, walking.extensions));
  const isOther = async (file: string) => (await isNamedForAnother(file)) || (await isFilmOfPicture(file, stems));
  for (let at = 0; at < entries.length; at += statsAtOnce) {
    walking.signal.throwIfAborted();
    await Promise.all(
      entries.slice(at, at + statsAtOnce).map(async (entry) => {
        if (entry.isDirectory()) {
          if (!isIgnoredFolder(path.join(full, entry.name))) subdirs.push(entry.name);
          return;
        }
        const isLink = entry.isSymbolicLink();
        const isPicture = hasFiles && isCandidate(entry.name, walking.extensions);
        const isBeside = hasFiles && !isPicture && isSidecar(entry.name, walking.extensions, stemsOfJson);
        if (!isPicture && !isBeside && !(isLink && !isIgnoredFolder(path.join(full, entry.name)))) return;
        const stats = await statOf(path.join(full, entry.name));
        if (typeof stats === 'string') {
          if (stats !== 'gone') problem ??= stats;
          else if (isPicture && entry.name.includes('\uFFFD')) badNames.push(path.join(full, entry.name));
        } else if (stats.isDirectory()) {
          if (!isLink) return;
          const place = await leadsTo(walking.root, path.join(full, entry.name));
          if (place === undefined) subdirs.push(entry.name);
          else if (place !== 'inside') farLinks.push(path.join(full, entry.name));
        } else if (isLink && (await isMadeUp(walking, path.join(full, entry.name))))
          farLinks.push(path.join(full, entry.name));
        else if (stats.isFile() && (isPicture || isBeside) && !(await isOther(path.join(full, entry.name))))
          (isPicture ? files : sidecars).push({ name: entry.name, ...stampOf(stats) });
      }),
    );
  }
  subdirs.sort();
  files.sort((a, b) => (a.name < b.name ? -1 : 1));
  sidecars.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { dir, files, sidecars, subdirs, problem, knowsBirths, badNames, farLinks };
}

export function stampOf(stats: BigIntStats): Stamp {
  return {
    sizeBytes: Number(stats.size),
    mtimeMs: Number(stats.mtimeNs / 1_000_000n),
    ctimeMs: Number(stats.ctimeNs / 1_000_000n),
    bornMs: Number(stats.birthtimeNs / 1_000_000n),
    inode: keyOf(stats),
  };
}

/** Files that the system makes up have no size and some no end: reading one may wait for ever. */
async function isMadeUp({ mounts }: Walking, link: string): Promise<boolean> {
  const target = await fs.realpath(link).catch(() => link);
  return [...mounts].some((mount) => mount !== '/' && isInside(mount, target));
}

/** 'gone' between listing and looking, or a link that leads nowhere. */
async function statOf(file: string): Promise<BigIntStats | Problem> {
  try {
    return await fs.stat(file, { bigint: true });
  } catch (error) {
    return problemOf(error);
  }
}

/**
 * A link to a place inside the same root would show the same photos twice, under a path that depends on the order.
 * @returns what keeps it from being followed; undefined where it is
 */
async function leadsTo(root: string, link: string): Promise<'inside' | FarPlace | undefined> {
  try {
    const [realRoot, target] = await Promise.all([fs.realpath(root), fs.realpath(link)]);
    if (target === realRoot || isInside(realRoot, target)) return 'inside';
    return farPlaceOf(target, realRoot) ?? (isInside(target, realRoot) ? 'inside' : undefined);
  } catch {
    return 'inside';
  }
}

function problemOf(error: unknown): Problem {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EACCES' || code === 'EPERM') return 'no-permission';
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP' ? 'gone' : 'io';
}
