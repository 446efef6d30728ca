import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isInside } from '../util/is-inside.ts';

/** What a link that leads out of a photo folder leads to, where it is not followed unless the person adds that place. */
export type FarPlace = 'system' | 'other-home';

/** Folders of systems below the root, in lower case. */
const systemFolders = new Set(
  'bin boot dev etc lib lib32 lib64 libx32 proc root run sbin snap sys usr var system library applications cores private windows'
    .split(' ')
    .concat('program files', 'program files (x86)', 'programdata', 'recovery', '$recycle.bin'),
);
/** Below them are people's things all the same: drives are mounted there, and a Mac's temporary files lie there. */
const insideSystem = [
  /^\/(?:private\/)?(?:var\/)?tmp(?:\/|$)/,
  /^\/(?:private\/)?var\/folders\//,
  /^\/run\/media\/[^/]+\/./,
  /^\/var\/mnt\/./,
];
const homes = new Set(['home', 'homes', 'users']);

/** File systems that hold no files of anybody's. */
const pseudo =
  /^(?:proc|sysfs|devtmpfs|devpts|cgroup2?|securityfs|debugfs|tracefs|bpf|pstore|configfs|fusectl|mqueue|hugetlbfs|autofs|binfmt_misc|rpc_pipefs|nsfs|efivarfs|selinuxfs|fuse\.portal|fuse\.lxcfs)$/;

/**
 * Whether a link out of a photo folder leads to the whole disk, a folder of the system, or the home of somebody else, on this
 * machine or a mounted one. Each holds pictures by the ten thousand that nobody asked for.
 * @param root real path of the photo folder: what the person added is theirs, and so is all of the home that it lies in
 * @param on the rules of another system, for tests
 * @returns undefined for a place that is followed
 */
export function farPlaceOf(
  target: string,
  root: string,
  home = os.homedir(),
  on: path.PlatformPath = path,
): FarPlace | undefined {
  const isSame = (one: string, other: string) => on.relative(one, other) === '';
  if (isSame(home, target) || isInside(home, target, on)) return undefined;
  const parts = target.split(on.sep).filter((part) => part !== '');
  const below = /^[a-z]:$/i.test(parts[0] ?? '') ? parts.slice(1) : parts;
  if (below.length === 0) return 'system';
  const [ofTarget, ofRoot] = [homeIn(target, on), homeIn(root, on)];
  if (ofTarget !== undefined && (ofRoot === undefined || !isSame(ofTarget, ofRoot))) return 'other-home';
  if (insideSystem.some((pattern) => pattern.test(target))) return undefined;
  const top = on.join(on.parse(target).root, below[0] ?? '');
  if (systemFolders.has(below[0]?.toLowerCase() ?? '') && !isInside(top, root, on)) return 'system';
  return undefined;
}

/** `/home/bob` of `/home/bob/pictures`, `/net/box/home/bob` of what is below it; `/home` itself is of all. */
function homeIn(file: string, { sep }: Pick<path.PlatformPath, 'sep'>): string | undefined {
  const parts = file.split(sep);
  const at = parts.findIndex((part) => homes.has(part.toLowerCase()));
  return at < 0 ? undefined : parts.slice(0, at + 2).join(sep);
}

/** Mount points whose contents the system makes up (Linux): met when somebody adds the whole disk. */
export async function systemMounts(mounts = '/proc/self/mounts'): Promise<ReadonlySet<string>> {
  try {
    const lines = (await fs.readFile(mounts, 'utf8')).split('\n').map((line) => line.split(' '));
    return new Set(lines.flatMap(([, at = '', type = '']) => (pseudo.test(type) ? [unescaped(at)] : [])));
  } catch {
    return new Set(); // another system
  }
}

/** Spaces and their like are written in octal (proc(5)). */
function unescaped(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(parseInt(code, 8)));
}
