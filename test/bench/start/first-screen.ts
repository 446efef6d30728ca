import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isRootOnLinux } from '../../../scripts/prepare-electron.ts';
import { root } from '../../../scripts/root.ts';
import { rest } from '../shared/scale.ts';

/** Milliseconds since the process was started. */
export interface FirstScreen {
  /** The window begins to load its page. */
  readonly pageMs: number;
  readonly firstCellMs: number;
  /** Every cell in view shows its picture, drawn. */
  readonly photosMs: number;
  readonly cells: number;
}

/** Longer than this is a failure and not a slow start. */
const timeoutMs = 120_000;

/**
 * Starts the app, watches its page through Chromium's debugging port and ends it. Playwright would hold the app back until
 * it is connected; this looks at a page that comes up by itself.
 */
export async function timeToFirstScreen(
  electron: string,
  library: string,
  env: NodeJS.ProcessEnv,
): Promise<FirstScreen> {
  const switches = [...(isRootOnLinux() ? ['--no-sandbox'] : []), '--remote-debugging-port=0'];
  const startedAtMs = Date.now();
  const app = spawn(electron, [...switches, root, '--library', library], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  try {
    const page = await pageOf(await debuggerOf(app));
    const times = await evaluate(page, watchPage);
    return {
      pageMs: times.pageAtMs - startedAtMs,
      firstCellMs: times.firstCellAtMs - startedAtMs,
      photosMs: times.photosAtMs - startedAtMs,
      cells: times.cells,
    };
  } finally {
    await end(app);
  }
}

interface Seen {
  readonly pageAtMs: number;
  readonly firstCellAtMs: number;
  readonly photosAtMs: number;
  readonly cells: number;
}

/** Runs in the page. By the wall clock, which is the same in all processes. */
const watchPage = `new Promise((resolve) => {
  let firstCellAtMs;
  const look = () => {
    const cells = [...document.querySelectorAll('[data-testid="photo-cell"]')].filter((cell) => {
      const { top, bottom } = cell.getBoundingClientRect();
      return bottom > 0 && top < innerHeight;
    });
    if (cells.length > 0) firstCellAtMs ??= Date.now();
    const isThere = cells.length > 0 && cells.every((cell) => {
      const picture = cell.querySelector('img');
      return picture?.classList.contains('loaded') && picture.complete && picture.naturalWidth > 0;
    });
    if (!isThere) return requestAnimationFrame(look);
    // Two frames later it has been drawn.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve({
      pageAtMs: performance.timeOrigin,
      firstCellAtMs,
      photosAtMs: Date.now(),
      cells: cells.length,
    })));
  };
  look();
})`;

/** @returns host and port of the debugger, as Chromium writes it to its errors */
async function debuggerOf(app: ChildProcess): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no debugger in time:\n${printed}`)), timeoutMs);
    app.once('error', reject);
    app.once('exit', (code, signal) => reject(new Error(`the app ended with ${code ?? signal}:\n${printed}`)));
    app.stderr?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const host = /DevTools listening on ws:\/\/([^/\s]+)/.exec(printed)?.[1];
      if (host === undefined) return;
      clearTimeout(timer);
      resolve(host);
    });
  });
}

/** @returns the WebSocket address of the window's page */
async function pageOf(host: string): Promise<string> {
  for (const untilMs = Date.now() + timeoutMs; Date.now() < untilMs; await rest(5)) {
    const targets = (await (await fetch(`http://${host}/json/list`)).json()) as Target[]; // Chromium's own
    const page = targets.find(({ type, url }) => type === 'page' && url.startsWith('app:'));
    if (page) return page.webSocketDebuggerUrl;
  }
  throw new Error('the app opened no window');
}

interface Target {
  readonly type: string;
  readonly url: string;
  readonly webSocketDebuggerUrl: string;
}

/** Asked again while the page is not there yet, or is replaced by another one: it is looked at from very early on. */
async function evaluate(page: string, expression: string): Promise<Seen> {
  const socket = new WebSocket(page);
  try {
    await once(socket, 'open');
    return await new Promise<Seen>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('there was no screen of photos in time')), timeoutMs);
      let id = 0;
      const ask = () => {
        const params = { expression, awaitPromise: true, returnByValue: true };
        socket.send(JSON.stringify({ id: ++id, method: 'Runtime.evaluate', params }));
      };
      socket.addEventListener('message', ({ data }) => {
        const { error, result } = JSON.parse(String(data));
        const isTooEarly = /execution context|navigated|collected/i.test(error?.message ?? '');
        if (isTooEarly) {
          setTimeout(ask, 5);
          return;
        }
        clearTimeout(timer);
        if (result?.result?.value) resolve(result.result.value);
        else reject(new Error(`the page answered ${String(data).slice(0, 500)}`));
      });
      socket.addEventListener('close', () => reject(new Error('the window closed before it showed photos')));
      ask();
    });
  } finally {
    socket.close();
  }
}

/** By the signal that lets it close its library: the next start would otherwise look the database over. */
async function end(app: ChildProcess): Promise<void> {
  const hasEnded = () => app.exitCode !== null || app.signalCode !== null;
  if (hasEnded()) return;
  app.kill('SIGTERM');
  await Promise.race([once(app, 'exit'), rest(10_000)]);
  if (!hasEnded()) app.kill('SIGKILL');
}
