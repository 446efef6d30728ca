import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { isRootOnLinux } from '../../../scripts/system/sandbox.ts';
import { root } from '../../../scripts/root.ts';
import { rest } from './scale.ts';

/** Longer than this is a failure and not a slow start. */
const timeoutMs = 120_000;

export interface AppPage {
  /** By the wall clock. */
  readonly startedAtMs: number;
  /** Runs in the window's page, until its promise is fulfilled. @throws what the page says */
  evaluate(expression: string): Promise<unknown>;
  /** Why the app has ended; undefined: it runs, or was asked to end. */
  endedBy(): string | undefined;
  /** By the signal that lets it close its library: the next start would otherwise look the database over. */
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts the built app and watches its page through Chromium's debugging port. Playwright would hold the app back until it is
 * connected; this looks at a page that comes up by itself.
 */
export async function openAppPage(
  electron: string,
  library: string,
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<AppPage> {
  const switches = [...(isRootOnLinux() ? ['--no-sandbox'] : []), '--remote-debugging-port=0'];
  const startedAtMs = Date.now();
  const app = spawn(electron, [...switches, root, '--library', library, ...args], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let isAskedToEnd = false;
  let ended: string | undefined;
  app.once('exit', (code, signal) => {
    if (!isAskedToEnd) ended = `the app ended with ${code ?? signal}`;
  });
  try {
    const page = await pageOf(await debuggerOf(app));
    return {
      startedAtMs,
      evaluate: (expression) => evaluate(page, expression),
      endedBy: () => ended,
      [Symbol.asyncDispose]() {
        isAskedToEnd = true;
        return end(app);
      },
    };
  } catch (error) {
    await end(app);
    throw error;
  }
}

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
async function evaluate(page: string, expression: string): Promise<unknown> {
  const socket = new WebSocket(page);
  try {
    await once(socket, 'open');
    return await new Promise<unknown>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error('the page did not answer in time')), timeoutMs);
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
        const thrown = result?.exceptionDetails?.exception?.description;
        if (thrown !== undefined) reject(new Error(`the page says: ${thrown}`));
        else if (result?.result?.value) resolve(result.result.value);
        else reject(new Error(`the page answered ${String(data).slice(0, 500)}`));
      });
      socket.addEventListener('close', () => reject(new Error('the window closed before it answered')));
      ask();
    });
  } finally {
    socket.close();
  }
}

async function end(app: ChildProcess): Promise<void> {
  const hasEnded = () => app.exitCode !== null || app.signalCode !== null;
  if (hasEnded()) return;
  app.kill('SIGTERM');
  await Promise.race([once(app, 'exit'), rest(10_000)]);
  if (!hasEnded()) app.kill('SIGKILL');
}
