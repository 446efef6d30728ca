import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { launchApp } from './launch-app.ts';

test.runIf(process.platform === 'linux')(
  'an app that stands still is ended, and what it waits for is told',
  async () => {
    using home = temporaryFolder();
    const { app, ...launched } = await launchApp(home.path, [], { launchMs: 30_000, endMs: 1_000 });
    const main = app.process();
    const ended = new Promise((resolve) => main.once('exit', resolve));
    process.kill(main.pid ?? 0, 'SIGSTOP');
    const told = await Promise.resolve(launched[Symbol.asyncDispose]()).then(
      () => 'it ended',
      (error: unknown) => String(error),
    );
    await ended;
    expect(told).toContain('no end within 1000 ms');
    expect(told).toMatch(new RegExp(`${main.pid} T \\(stopped\\): .*${path.basename(home.path)}`));
    expect(told).toContain('--- the log');
  },
);
