import fs from 'node:fs';
import { processesBelow } from '../../fixtures/processes.ts';

/** The clock's ticks in a second, of Linux on every machine that Node runs on. */
const ticksPerSecond = 100;

/**
 * Processor time of this process and all below it, with those of them that have ended and were waited for.
 * @returns seconds; undefined where it can't be told (other systems than Linux)
 */
export function processorSeconds(): number | undefined {
  if (process.platform !== 'linux') return undefined;
  return processesBelow(process.pid).reduce((sum, pid) => sum + ticksOf(pid), 0) / ticksPerSecond;
}

function ticksOf(pid: number): number {
  try {
    // Behind the name, which may have anything in it: state, parent ... utime stime cutime cstime (proc(5)).
    const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0);
  } catch {
    return 0; // it has ended
  }
}
