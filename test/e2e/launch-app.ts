import fs from 'node:fs';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import { inject } from 'vitest';
import type { Bridge } from '../../preload/contract/api.ts';

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

/** The real app on a library of its own. Closing it waits until it has ended. */
export async function launchApp(library: string, args: readonly string[] = []): Promise<LaunchedApp> {
  const electron = inject('electron');
  const app = await _electron.launch({
    executablePath: electron.executable,
    args: [...electron.args, root, '--library', library, ...args],
    env: { ...stringsOf(process.env), ...electron.env },
    cwd: root,
  });
  const page = await app.firstWindow();
  const lines: string[] = [];
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text()}`));
  await page.waitForLoadState('load');
  return {
    app,
    page,
    console: lines,
    log: () => fs.readFileSync(path.join(library, 'window/logs/lumisift.log'), 'utf8'),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

function stringsOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])));
}
