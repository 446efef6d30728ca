import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import { promisify } from 'node:util';
import { Failure } from '../util/failure.ts';

const run = promisify(execFile);

/**
 * [Note: A written file keeps what it had]
 * The new bytes come as a file of their own, which one rename puts in the place of the old one; all that the file system
 * knows of the old one must come along: owner, mode, access list, times, and extended attributes, where KDE keeps tags and
 * ratings and macOS its Finder tags. Node has no calls for the last: on Linux `cp --attributes-only` of GNU coreutils copies
 * them; on macOS the copy has them from the start, and ExifTool writes into it in place. What can't come along makes the
 * write impossible, not the attribute: a sidecar can be written instead.
 * @throws Failure 'write-refused' with what would be lost
 */
export async function keepAttributes(from: string, to: string): Promise<void> {
  const before = await fs.stat(from);
  if (process.platform === 'linux') await copyAttributes(from, to);
  await fs.chmod(to, before.mode);
  const after = await fs.stat(to);
  if (after.uid !== before.uid || after.gid !== before.gid) {
    await fs.chown(to, before.uid, before.gid).catch((error: unknown) => {
      throw refused('it belongs to somebody else, and would be yours', error);
    });
    await fs.chmod(to, before.mode); // changing the owner takes some of it away
  }
  await fs.utimes(to, before.atime, before.mtime);
}

/** @throws Failure 'write-refused' for a file with several names: a rename would part them */
export function checkNames(linkCount: number): void {
  if (linkCount > 1) throw refused(`it has ${linkCount} names (hard links), which would become different files`);
}

async function copyAttributes(from: string, to: string): Promise<void> {
  const kept = '--preserve=mode,ownership,timestamps,xattr';
  try {
    await run('cp', ['--attributes-only', kept, '--', from, to], { env: { ...process.env, LC_ALL: 'C' } });
  } catch (error) {
    throw refused('its extended attributes or access list would be lost', error);
  }
}

function refused(why: string, cause?: unknown): Failure {
  return new Failure(
    'write-refused',
    `The file could not be written (${why}); it is as it was. A sidecar can be written beside it.`,
    {
      details: { why },
      cause,
    },
  );
}
