import { fork } from 'node:child_process';
import fs from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Fork, ProcessName } from './port.ts';

/** {@link Fork} without Electron: for the command line, the benchmarks and the tests. */
export const forkNode: Fork = (entry, options) => {
  const child = fork(entryFile(entry), [], {
    serialization: 'advanced',
    execArgv: [],
    env: { ...process.env, ...options.env },
    // stdout belongs to the command line's own output (`--json`). What native libraries mutter (a GPU that is not there)
    // is for those who asked.
    stdio: process.env['LUMISIFT_VERBOSE'] === '1' ? ['ignore', 2, 2, 'ipc'] : ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  let hasEnded = false;
  const listeners: ((code: number | null, signal: string | null) => void)[] = [];
  const end = (code: number | null, signal: string | null) => {
    if (hasEnded) return;
    hasEnded = true;
    for (const listener of listeners) listener(code, signal);
  };
  child.on('exit', end);
  // Could not be started, or a message could not be sent: in the second case `exit` follows.
  child.on('error', () => {
    if (child.pid === undefined) end(null, null);
  });
  return {
    pid: child.pid,
    cpuMs: () => (child.pid === undefined ? undefined : cpuMsOf(child.pid)),
    post: (message) => {
      if (child.connected) child.send(message);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    close: () => {
      if (child.connected) child.disconnect();
    },
    onExit: (listener) => {
      listeners.push(listener);
    },
    kill: (signal) => {
      child.kill(signal);
    },
  };
};

/** Beside this file's folder when run from source; in one flat folder when bundled. */
function entryFile(entry: ProcessName): string {
  const isSource = import.meta.url.endsWith('.ts');
  return fileURLToPath(new URL(isSource ? `../${entry}/process.ts` : `./${entry}.js`, import.meta.url));
}

/** Of Linux: fields 14 and 15 of proc_pid_stat(5), in ticks of 10 ms; the second field is a name in brackets. */
function cpuMsOf(pid: number): number | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return undefined; // another system, or it has ended
  }
}
