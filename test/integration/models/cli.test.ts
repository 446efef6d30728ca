import { execFile } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startHub } from '../../fixtures/hub-server.ts';
import { clip, siglip2, writeHubFolder } from '../../fixtures/make-model.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-cli-model-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

const cli = path.join(import.meta.dirname, '../../../main/cli.ts');

function lumisift(...args: string[]): Promise<{ code: number; answer: unknown }> {
  return run('model', ...args);
}

function run(...args: string[]): Promise<{ code: number; answer: unknown }> {
  const all = [cli, '--json', '--library', path.join(folder, 'library'), ...args];
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

test('a model is changed to, gone back from, and let go', async () => {
  const photos = path.join(folder, 'photos');
  fs.cpSync(path.join(import.meta.dirname, '../../../resources/sample-photos/home'), photos, { recursive: true });
  await run('add', photos);
  expect(await run('index')).toMatchObject({ code: 0, answer: { change: { is: 'none' } } });
  const own = path.join(folder, 'Other CLIP');
  writeHubFolder(own, clip, { kind: 'clip' });
  await lumisift('add', own);
  expect(await lumisift('use', 'own-nobody')).toMatchObject({ code: 1, answer: { error: { kind: 'model-missing' } } });
  expect(await lumisift('use', 'siglip2-base-256')).toMatchObject({
    code: 1,
    answer: { error: { kind: 'model-missing' } },
  });
  expect(await lumisift('back')).toMatchObject({ code: 1, answer: { error: { kind: 'refused' } } });

  expect(await lumisift('use', 'own-other-clip')).toMatchObject({
    answer: { change: { is: 'filling', from: { id: 'starter' }, to: { id: 'own-other-clip' } } },
  });
  expect(await lumisift('remove', 'own-other-clip')).toMatchObject({ answer: { error: { kind: 'model-in-use' } } });
  const after = { is: 'kept', model: { id: 'own-other-clip' }, former: { id: 'starter' } };
  expect(await run('index')).toMatchObject({ code: 0, answer: { failed: 0, change: after } });
  expect(await run('status')).toMatchObject({ answer: { model: 'Other CLIP' } });
  // The one that answers already is no change.
  expect(await lumisift('use', 'own-other-clip')).toMatchObject({ answer: { change: after } });

  expect(await lumisift('back')).toMatchObject({ answer: { change: { is: 'kept', model: { id: 'starter' } } } });
  expect(await run('status')).toMatchObject({ answer: { model: 'Lumisift Starter' } });
  expect(await lumisift('drop')).toMatchObject({ answer: { change: { is: 'none', model: { id: 'starter' } } } });
  expect(await lumisift('remove', 'own-other-clip')).toMatchObject({ code: 0 });
});

test('any model that is ready, or a folder with one, is measured', async () => {
  const set = path.join(folder, 'set');
  fs.cpSync(path.join(import.meta.dirname, '../../../resources/sample-photos/home'), set, { recursive: true });
  const images = fs
    .readdirSync(set, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.jpg'))
    .map((file) => ({ file, source: 'home', task: 'retrieval', captions: [path.basename(file, '.jpg')] }));
  expect(images.length).toBeGreaterThan(3);
  fs.writeFileSync(path.join(set, 'manifest.json'), JSON.stringify({ set: 'home', images }));
  const own = path.join(folder, 'Third SigLIP');
  writeHubFolder(own, siglip2, { kind: 'siglip' });

  const temporary = () => fs.readdirSync(os.tmpdir()).filter((it) => /^lumisift-(model|eval)-/.test(it));
  const before = temporary();
  expect(await run('eval', set, '--model', own)).toMatchObject({ answer: { ok: true, model: 'own-third-siglip' } });
  expect(await run('eval', set, '--model', own, '--through-search')).toMatchObject({
    answer: { ok: true, model: 'own-third-siglip' },
  });
  expect(temporary().filter((it) => !before.includes(it))).toEqual([]);
  await lumisift('add', own);
  expect(await run('eval', set, '--model', 'own-third-siglip')).toMatchObject({ answer: { ok: true } });
  await lumisift('remove', 'own-third-siglip');

  const failing = (model: string) => run('eval', set, '--model', model);
  expect(await failing('nobody')).toMatchObject({ code: 1, answer: { error: { kind: 'model-missing' } } });
  expect(await failing('siglip2-base-256')).toMatchObject({ code: 1, answer: { error: { kind: 'model-missing' } } });
  expect(await failing(set)).toMatchObject({ code: 1, answer: { error: { kind: 'model-unfit' } } });
});
