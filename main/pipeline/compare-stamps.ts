import type { Stamp } from '../db/file-change.ts';
import type { KnownStamp } from '../db/known-files.ts';

/**
 * `same`: nothing happened. `renumbered`: what the system calls it is another, its bytes are the same. `doubtful`: they may
 * be others, and have to be looked at. `changed`: they are others.
 */
export type Verdict = 'same' | 'renumbered' | 'doubtful' | 'changed';

/** The clocks of FAT count in steps of two seconds, those of HFS+, ext3 and many network drives in seconds. */
const coarseMs = 2_000;
/** Linux stamps a file with the time of its last tick: 10 ms apart at most. */
const tickMs = 20;

/**
 * Whether a file is as it was, from what the system says of it. ExifTool -P, digiKam, `rsync -t` and `tar` put the old time
 * back, but they can't set the ctime; a drive that was mounted again may have other inodes, but the same ctime.
 * @param inodesPass the inodes of this drive are known to tell nothing
 */
export function compareStamps(before: Omit<KnownStamp, 'bornMs'>, now: Stamp, inodesPass = false): Verdict {
  if (before.sizeBytes !== now.sizeBytes) return 'changed';
  if (before.mtimeMs !== now.mtimeMs) return isRounded(before.mtimeMs, now.mtimeMs) ? 'doubtful' : 'changed';
  if (wasReadTooSoon(before)) return 'doubtful';
  const isSameInode = before.inode === now.inode;
  if (before.ctimeMs === undefined) return isSameInode ? 'renumbered' : 'doubtful';
  if (before.ctimeMs !== now.ctimeMs)
    return isRounded(before.ctimeMs, now.ctimeMs) && isSameInode ? 'renumbered' : 'doubtful';
  if (isSameInode) return 'same';
  // Where the ctime is the mtime, the file system may have none of its own (FAT, SFTP), and it says nothing.
  return now.ctimeMs !== now.mtimeMs || inodesPass ? 'renumbered' : 'doubtful';
}

/** The same moment, by a clock that counts in whole seconds: as after a re-mount. */
function isRounded(one: number, other: number): boolean {
  return Math.abs(one - other) < coarseMs && (one % 1000 === 0 || other % 1000 === 0) && one % 1000 !== other % 1000;
}

/** A second change within the same step of the clock would not have moved it. */
function wasReadTooSoon({ mtimeMs, ctimeMs = 0, readAtMs }: Omit<KnownStamp, 'bornMs'>): boolean {
  if (readAtMs === undefined) return false;
  const last = Math.max(mtimeMs, ctimeMs);
  const step = last % 1000 === 0 ? coarseMs : tickMs;
  return readAtMs >= last && readAtMs < last + step;
}
