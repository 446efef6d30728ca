import type { ExifTool } from 'exiftool-vendored';
import { inTime } from '../util/in-time.ts';

/** What an idle one takes is some 10 ms. */
const endMs = 1_500;

/** Asks it to end, and does not wait for one that does not: it is killed then, and has only ever read, or had copies. */
export async function endProcess(tool: Pick<ExifTool, 'end' | 'pids'> | undefined): Promise<void> {
  if (tool === undefined || (await inTime(endMs, tool.end()))) return;
  for (const pid of tool.pids)
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
}

/** Whether it did not start, for want of the Perl that it is written in. @param said by what it failed with */
export function hasNoPerl(said: string): boolean {
  return /\bperl\b.*(not found|ENOENT)|ENOENT.*exiftool|Failed to find (ExifTool|perl)/i.test(said);
}
