import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../../../main/app/log.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('an error is kept with its stack and its causes', () => {
  using folder = temporaryFolder();
  const log = createLog(folder.path, () => new Date('2026-01-02T03:04:05Z'));
  log.error('could not start', new Error('outer', { cause: new Error('inner') }));
  const text = fs.readFileSync(path.join(folder.path, 'lumisift.log'), 'utf8');
  expect(text).toMatch(/^2026-01-02T03:04:05\.000Z ERROR could not start: Error: outer\n/);
  expect(text).toContain('because Error: inner');
  expect(text).toContain('log.test.ts');
});

test('a log that grows is turned over, and only three files are kept', () => {
  using folder = temporaryFolder();
  const log = createLog(folder.path);
  for (let i = 0; i < 60; i++) log.info(`${i} ${'x'.repeat(100_000)}`);
  expect(fs.readdirSync(folder.path).sort()).toEqual(['lumisift.log', 'lumisift.log.1', 'lumisift.log.2']);
  for (const name of fs.readdirSync(folder.path))
    expect(fs.statSync(path.join(folder.path, name)).size).toBeLessThan(1_200_000);
  expect(fs.readFileSync(path.join(folder.path, 'lumisift.log'), 'utf8')).toContain('59 xxx');
});

test('a log that was there is gone on with', () => {
  using folder = temporaryFolder();
  createLog(folder.path).info('first start');
  createLog(folder.path).info('second start');
  expect(fs.readFileSync(path.join(folder.path, 'lumisift.log'), 'utf8')).toMatch(/first start\n.*second start\n/);
});
