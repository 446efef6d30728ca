import { utilityProcess } from 'electron';
import path from 'node:path';
import type { Fork } from '../util/port.ts';

/** {@link Fork} in Electron: a utilityProcess, whose bundle lies beside this one. */
export const forkUtility: Fork = (entry, options) => {
  const child = utilityProcess.fork(path.join(import.meta.dirname, `${entry}.js`), [], {
    serviceName: `Lumisift ${entry}`,
    stdio: 'inherit',
    env: { ...definedOnly(process.env), ...options.env },
  });
  let hasEnded = false;
  child.once('exit', () => (hasEnded = true));
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => {
      if (!hasEnded) child.postMessage(message);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    close: () => {
      child.kill();
    },
    onExit: (listener) => {
      // Electron tells a code and no signal's name.
      child.once('exit', (code) => listener(code, null));
    },
    kill: (signal) => {
      if (signal !== 'SIGKILL' || child.pid === undefined) child.kill();
      else process.kill(child.pid, signal);
    },
  };
};

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
