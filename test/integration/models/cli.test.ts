import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub } from '../../fixtures/hub-server.ts';
import { clip, writeHubFolder } from '../../fixtures/make-model.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-cli-model-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const cli = path.join(import.meta.dirname, '../../../main/cli.ts');

function lumisift(...args: string[]): Promise<{ code: number; answer: unknown }> {
  const all = [cli, '--json', '--library', path.join(folder, 'library'), 'model', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, all, (error, stdout) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, answer: JSON.parse(stdout) as unknown }),
    );
  });
}

test('lists, refuses, adds and removes models', async () => {
  expect(await lumisift('list')).toMatchObject({
    code: 0,
    answer: {
      models: expect.arrayContaining([
        expect.objectContaining({ id: 'starter', isInUse: true, files: { is: 'ready' } }),
        expect.objectContaining({ id: 'siglip2-base-256', isRecommended: true, files: { is: 'absent', partBytes: 0 } }),
      ]),
    },
  });
  const own = path.join(folder, 'My CLIP');
  expect(await lumisift('add', own)).toMatchObject({ code: 1, answer: { error: { kind: 'folder-missing' } } });
  writeHubFolder(own, clip, { kind: 'clip' });
  expect(await lumisift('import', own)).toMatchObject({ code: 1, answer: { error: { kind: 'model-unfit' } } });
  expect(await lumisift('add', own)).toMatchObject({
    code: 0,
    answer: { model: { id: 'own-my-clip', files: { is: 'ready' } } },
  });
  expect(await lumisift('remove', 'own-my-clip')).toMatchObject({ code: 0 });
  expect(await lumisift('remove', 'starter')).toMatchObject({ code: 1, answer: { error: { kind: 'model-in-use' } } });
  expect(fs.readdirSync(path.join(folder, 'library/models'))).toEqual([]);
});

test('a download that fails says why and ends with 1', async () => {
  await using hub = await startHub({});
  expect(await lumisift('download', 'clip-vit-b32', '--mirror', hub.address)).toMatchObject({
    code: 1,
    answer: { error: { kind: 'hub-not-found' } },
  });
  expect(await lumisift('download', 'clip-vit-b32', '--mirror', 'http://example.com')).toMatchObject({
    code: 1,
    answer: { error: { kind: 'bad-mirror' } },
  });
});
