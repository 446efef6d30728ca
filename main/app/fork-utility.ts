import { app, utilityProcess, type UtilityProcess } from 'electron';
import path from 'node:path';
import type { ChildPort, Fork, ProcessName } from '../util/port.ts';
import { type FilmView, openFilmView } from './film-view.ts';

/**
 * {@link Fork} in Electron: a utilityProcess, whose bundle lies beside this one.
 * @param stdio what becomes of what it prints: the command line's own output must not be mixed with it
 */
export function forkUtility(
  entry: ProcessName,
  options: Parameters<Fork>[1],
  stdio: 'inherit' | 'ignore' = 'inherit',
): ChildPort {
  const child = utilityProcess.fork(path.join(import.meta.dirname, `${entry}.js`), [], {
    serviceName: `Lumisift ${entry}`,
    stdio,
    env: { ...definedOnly(process.env), ...options.env },
  });
  givePages(child);
  let hasEnded = false;
  child.once('exit', () => (hasEnded = true));
  return {
    get pid() {
      return child.pid;
    },
    cpuMs() {
      const seconds = app.getAppMetrics().find(({ pid }) => pid === child.pid)?.cpu.cumulativeCPUUsage;
      return seconds === undefined ? undefined : seconds * 1_000;
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
}

/** Whoever decodes films asks for a page that can, and speaks with it from then on: bytes do not pass through this process. */
function givePages(child: UtilityProcess): void {
  let view: FilmView | undefined;
  let hasEnded = false;
  child.on('message', (message: unknown) => {
    if (typeof message === 'object' && message !== null && 'is' in message && message.is === 'film-page-wanted')
      void give();
  });
  child.once('exit', () => {
    hasEnded = true;
    view?.close();
  });

  async function give(): Promise<void> {
    try {
      const opened = await openFilmView(
        path.join(import.meta.dirname, '../preload/film.cjs'),
        () => (view = undefined),
      );
      // It ended while its page was loading.
      if (hasEnded) return opened.close();
      view = opened;
      child.postMessage({ is: 'film-page' }, [opened.port]);
    } catch (error) {
      if (!hasEnded)
        child.postMessage({ is: 'no-film-page', reason: error instanceof Error ? error.message : String(error) });
    }
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
