import { execFileSync } from 'node:child_process';
import fs from 'node:fs';

const bytesPerMegabyte = 1e6;

/**
 * Resident memory of a process in MB, shared libraries and all: what a task manager shows.
 * @returns undefined where it cannot be told (Windows), or the process has ended
 */
export function residentMegabytes(pid: number | undefined): number | undefined {
  if (pid === undefined || process.platform === 'win32') return undefined;
  try {
    const kibibytes =
      process.platform === 'linux'
        ? /^VmRSS:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
        : execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
    return kibibytes === undefined ? undefined : (Number(kibibytes) * 1024) / bytesPerMegabyte;
  } catch {
    return undefined; // it has ended
  }
}
