import { expect, test } from 'vitest';
import { openDatabases } from '../../../main/db/open.ts';
import { createVerdicts } from '../../../main/db/verdicts.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('verdicts hold for one model on one driver, and are found out again on another', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  let gpu = '0x10de:0x2684 driver 550';
  const verdicts = createVerdicts(db, 'starter@1', () => gpu);
  verdicts.remember('webgpu', { is: 'failed', why: 'the device is lost' });
  verdicts.remember('cpu', { is: 'right', agreement: 1, msPerPhoto: 20, batchSize: 2 });
  expect(createVerdicts(db, 'starter@1', () => gpu).all()).toMatchObject({
    webgpu: { is: 'failed' },
    cpu: { batchSize: 2 },
  });
  expect(createVerdicts(db, 'another@1', () => gpu).all()).toEqual({});

  gpu = '0x10de:0x2684 driver 560';
  expect(verdicts.all()).toEqual({});
  verdicts.remember('webgpu', { is: 'right', agreement: 0.9999, msPerPhoto: 2 });
  expect(verdicts.all()).toEqual({ webgpu: { is: 'right', agreement: 0.9999, msPerPhoto: 2 } });
});

test('what an older version wrote, without a driver, is found out again', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  const old = JSON.stringify({ webgpu: { is: 'failed', why: '' } });
  db.sql.prepare('INSERT INTO settings (key, value) VALUES (?, ?)').run('verdicts:starter@1', old);
  expect(createVerdicts(db, 'starter@1', () => 'a driver').all()).toEqual({});
});

test('the provider that a person chooses is tried once more, and the others are not', () => {
  using home = temporaryFolder();
  using db = openDatabases({ folder: home.path });
  const verdicts = createVerdicts(db, 'starter@1', () => '');
  verdicts.remember('webgpu', { is: 'failed', why: '' });
  verdicts.remember('cuda', { is: 'wrong', agreement: 0.4 });
  verdicts.forget('webgpu');
  expect(verdicts.all()).toEqual({ cuda: { is: 'wrong', agreement: 0.4 } });
});
