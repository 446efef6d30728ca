import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';

const module = path.join(import.meta.dirname, '../../../main/util/end-on-rejection.ts');

/** `--unhandled-rejections=warn` is what Electron's utility processes do. */
function run(code: string): { status: number | null; stderr: string } {
  const args = ['--unhandled-rejections=warn', '--input-type=module', '--eval', code];
  return spawnSync(process.execPath, args, { encoding: 'utf8' });
}

const rejectThenLive = "Promise.reject(new Error('lost')); setTimeout(() => process.exit(0), 2000);";

test('a process ends by a promise that nobody listened to, and says which', () => {
  const ended = run(
    `import { endOnRejection } from ${JSON.stringify(module)}; endOnRejection('searcher'); ${rejectThenLive}`,
  );
  expect(ended.status).toBe(1);
  expect(ended.stderr).toContain('searcher: a promise failed and nobody listened: Error: lost');
});

test('whoever listens for uncaught exceptions hears of it in place of the end', () => {
  const ended = run(
    `import { endOnRejection } from ${JSON.stringify(module)}; endOnRejection('searcher');` +
      `process.on('uncaughtException', ({ message }) => { console.error('heard', message); process.exit(5); }); ${rejectThenLive}`,
  );
  expect(ended).toMatchObject({ status: 5, stderr: expect.stringContaining('heard lost') });
});

test('without it the process goes on, as in Electron 37 and later', () => {
  expect(run(rejectThenLive).status).toBe(0);
});
