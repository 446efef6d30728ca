import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isGone } from '../writing/bytes.ts';

/** A trash folder: `files/` has what was trashed, `info/` where each of it was. */
export interface TrashFolder {
  readonly folder: string;
  /** `own`: none of the system's, but a folder of Lumisift's on that drive. */
  readonly is: 'home' | 'drive' | 'own';
  /** What paths in it are relative to; undefined: they are absolute. */
  readonly topFolder: string | undefined;
}

/**
 * The trash of the freedesktop.org specification 1.0 for a file: the home's on its own drive, else `$top/.Trash/$uid` or
 * `$top/.Trash-$uid` of the drive that the file is on. In this order, the first that is there or can be made.
 * @returns undefined where that drive can have none
 */
export async function systemTrashFor(
  file: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<TrashFolder | undefined> {
  const { dev } = await fs.lstat(file);
  const dataHome = env['XDG_DATA_HOME'];
  const home = path.join(
    dataHome !== undefined && path.isAbsolute(dataHome) ? dataHome : path.join(os.homedir(), '.local/share'),
    'Trash',
  );
  if ((await deviceOf(home)) === dev && (await isUsable(home)))
    return { folder: home, is: 'home', topFolder: undefined };
  const topFolder = await topOf(path.dirname(file), dev);
  const uid = String(process.getuid?.() ?? 0);
  const shared = path.join(topFolder, '.Trash');
  const folders = [
    ...((await isShared(shared)) ? [path.join(shared, uid)] : []),
    path.join(topFolder, `.Trash-${uid}`),
  ];
  for (const folder of folders) if (await isUsable(folder)) return { folder, is: 'drive', topFolder };
  return undefined;
}

/** A folder of ours on the drive of a folder that the person added, where the drive has no trash. No scan looks into it. */
export function ownTrashIn(root: string): TrashFolder {
  return { folder: path.join(root, ownTrashName), is: 'own', topFolder: root };
}

export const ownTrashName = '.lumisift-trash';

/** Names in a trash are free for the one who makes the info file first. @returns where the file is to be put */
export async function claimName(
  trash: TrashFolder,
  file: string,
  nowMs: number,
  before: (target: string) => void,
): Promise<string> {
  await fs.mkdir(path.join(trash.folder, 'files'), { recursive: true, mode: 0o700 });
  await fs.mkdir(path.join(trash.folder, 'info'), { recursive: true, mode: 0o700 });
  const { name, ext } = path.parse(file);
  for (let number = 1; ; number++) {
    const target = path.join(trash.folder, 'files', number === 1 ? `${name}${ext}` : `${name}.${number}${ext}`);
    if (await exists(target)) continue;
    before(target);
    try {
      await fs.writeFile(infoOf(target), infoText(trash, file, nowMs), { flag: 'wx', mode: 0o600 });
      return target;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}

/** Of a file in a trash: `files/a.jpg` -> `info/a.jpg.trashinfo`. */
export function infoOf(target: string): string {
  return path.join(path.dirname(path.dirname(target)), 'info', `${path.basename(target)}.trashinfo`);
}

function infoText({ topFolder }: TrashFolder, file: string, nowMs: number): string {
  const at = topFolder === undefined ? file : path.relative(topFolder, file);
  const named = at.split(path.sep).map(encodeURIComponent).join('/');
  const local = new Date(nowMs - new Date(nowMs).getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
  return `[Trash Info]\nPath=${named}\nDeletionDate=${local}\n`;
}

/** It is there and ours, or it can be made. */
async function isUsable(folder: string): Promise<boolean> {
  try {
    await fs.mkdir(folder, { recursive: true, mode: 0o700 });
    const stats = await fs.lstat(folder);
    if (!stats.isDirectory() || stats.uid !== (process.getuid?.() ?? stats.uid)) return false;
    await fs.access(folder, fs.constants.W_OK);
    return true;
  } catch {
    return false; // a drive that is read-only, or has no room for it: it has no trash
  }
}

/** One that an administrator made for all: sticky, and no link. */
async function isShared(folder: string): Promise<boolean> {
  try {
    const stats = await fs.lstat(folder);
    return stats.isDirectory() && (stats.mode & 0o1000) !== 0;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
}

/** Of the nearest folder that is there. */
async function deviceOf(folder: string): Promise<number> {
  for (let at = folder; ; at = path.dirname(at)) {
    const stats = await fs.stat(at).catch(() => undefined);
    if (stats !== undefined || path.dirname(at) === at) return stats?.dev ?? -1;
  }
}

/** The highest folder on the same drive. */
async function topOf(folder: string, dev: number): Promise<string> {
  for (let at = folder; ; at = path.dirname(at)) {
    const parent = path.dirname(at);
    if (parent === at || (await fs.stat(parent)).dev !== dev) return at;
  }
}

async function exists(file: string): Promise<boolean> {
  return fs.lstat(file).then(
    () => true,
    () => false,
  );
}
