import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';

const cli = path.join(import.meta.dirname, '../../main/cli.ts');

/** ONNX Runtime would leave an id of the machine and what it means to send there. [Note: No telemetry] */
test('nothing that runs a model leaves a trace outside the library', async () => {
  using folder = temporaryFolder();
  const [home, photos] = [path.join(folder.path, 'home'), path.join(folder.path, 'photos')];
  fs.mkdirSync(home);
  await makePhotos(photos, 2);
  // As a person has it: without the variables by which it would be silent in a test.
  const silenced = /^(ORT_|XDG_|CI$|VITEST|GITHUB_)/;
  const env = {
    ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !silenced.test(name))),
    ...{ HOME: home, USERPROFILE: home },
  };
  const lumisift = (...args: string[]) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      [cli, '--library', path.join(folder.path, 'library'), ...args],
      {
        ...{ encoding: 'utf8', timeout: 120_000, env },
      },
    );
    expect([args, status, stderr]).toEqual([args, 0, expect.any(String)]);
  };
  lumisift('add', photos);
  lumisift('index');
  lumisift('search', 'a red square');
  lumisift('match', path.join(photos, 'photo-1.jpg'), 'a red square');
  lumisift('classify', path.join(photos, 'photo-1.jpg'), '--labels', 'red,blue');
  expect(fs.readdirSync(home, { recursive: true })).toEqual([]);
});
