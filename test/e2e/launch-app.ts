import fs from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { expect, inject, onTestFinished } from 'vitest';
import type { Bridge } from '../../preload/contract/api.ts';
import { endAll, processesBelow, whatTheyWaitFor } from '../fixtures/processes.ts';

declare global {
  interface Window {
    /** For what tests give to the page to run. */
    readonly lumisift: Bridge;
  }
}

export interface LaunchedApp extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  /** What the page wrote to its console: a refused load shows up here. */
  readonly console: readonly string[];
  /** What the app wrote to its log. */
  log(): string;
}

const root = path.join(import.meta.dirname, '../..');
/** A start takes 2 s, and beside a compiler and other tests 10 s; the app gives its own end 15 s. */
const limits = { launchMs: 30_000, endMs: 30_000 };

/**
 * The real app on a library of its own. Closing it waits until it has ended. A start or an end that takes longer than its limit
 * fails, and tells the log, stderr and what each process waits for; nothing is tried again.
 */
export async function launchApp(
  library: string,
  args: readonly string[] = [],
  { launchMs, endMs } = limits,
): Promise<LaunchedApp> {
  const electron = inject('electron');
  const logFile = path.join(library, 'window/logs/lumisift.log');
  const log = () => (fs.existsSync(logFile) ? fs.readFileSync(logFile, 'utf8') : '');
  let stderr = '';
  /** The app's; the test's own until it runs. */
  let pid = process.pid;
  const fail = (what: string): Error => {
    const running = processesBelow(pid);
    const error = new Error(
      [
        what,
        `--- the log\n${lastLines(log())}`,
        `--- stderr\n${lastLines(stderr)}`,
        `--- processes\n${whatTheyWaitFor(running)}`,
      ].join('\n'),
    );
    endAll(running.filter((it) => it !== process.pid));
    return error;
  };

  // Told the runtime so and not by `executablePath`, Playwright has its loader in the app, which holds `ready` back until Playwright
  // listens. Without it the page's first navigation was missed now and then, and the launch never ended (5 of 119).
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = electron.dist;
  const launching = _electron.launch({
    args: [...electron.args, root, '--library', library, ...args],
    chromiumSandbox: !electron.args.includes('--no-sandbox'),
    env: { ...stringsOf(process.env), ...electron.env },
    cwd: root,
    // Playwright's own limit ends the processes before they could be asked what they wait for: ours is first.
    timeout: 2 * launchMs,
  });
  const app = await within(launchMs, launching, () => fail(`the app was not launched within ${launchMs} ms`));
  const child = app.process();
  pid = child.pid ?? pid;
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  if (expect.getState().currentTestName !== undefined)
    onTestFinished(() => {
      if (child.exitCode === null && child.signalCode === null) throw fail('the test is over and its app still runs');
    });
  const ready = app.firstWindow({ timeout: 2 * launchMs });
  const page = await within(launchMs, ready, () => fail(`there was no window within ${launchMs} ms`));
  page.setDefaultTimeout(60_000);
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  const loaded = page.waitForLoadState('load', { timeout: 2 * launchMs });
  await within(launchMs, loaded, () => fail(`the page was not loaded within ${launchMs} ms`));
  return {
    app,
    page,
    console: lines,
    log,
    [Symbol.asyncDispose]: () => within(endMs, app.close(), () => fail(`no end within ${endMs} ms`)),
  };
}

/** @throws what `late` gives, when it takes longer than this */
async function within<T>(limitMs: number, doing: Promise<T>, late: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(late()), limitMs);
  });
  // Whatever becomes of it after that has been told.
  doing.catch(() => undefined);
  try {
    return await Promise.race([doing, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function lastLines(text: string): string {
  return text.trimEnd().split('\n').slice(-40).join('\n');
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
