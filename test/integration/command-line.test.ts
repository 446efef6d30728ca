import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';

const cli = path.join(import.meta.dirname, '../../main/cli.ts');

function lumisift(...args: string[]): { code: number | null; answer: unknown; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { encoding: 'utf8', timeout: 30_000 });
  return { code: status, answer: JSON.parse(stdout), stderr };
}

test('wrong usage is answered in JSON too, with exit code 2', () => {
  for (const args of [['bogus'], [], ['search'], ['search', 'x', '--limit', '0']]) {
    const { code, answer } = lumisift(...args, '--json');
    expect([code, answer]).toMatchObject([2, { ok: false, error: { kind: 'bad-input' } }]);
  }
});

test('looking at a damaged library says what to do, and the next writing mends it', () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  const common = ['--json', '--library', home.path];
  const at = (name: string) => path.join(home.path, name);
  expect(lumisift(...common, 'add', photos.path).code).toBe(0);
  for (const damage of ['not a database at all'.repeat(5_000), '', undefined]) {
    fs.rmSync(at('index.db'), { force: true });
    if (damage !== undefined) fs.writeFileSync(at('index.db'), damage);
    expect(lumisift(...common, 'status')).toMatchObject({
      code: 1,
      answer: { error: { kind: 'library-damaged', message: expect.stringMatching(/search index .* built again/) } },
    });
  }
  expect(lumisift(...common, 'index')).toMatchObject({ code: 0 });
  expect(lumisift(...common, 'status')).toMatchObject({ code: 0 });

  for (const damage of ['not a database at all'.repeat(5_000), '']) {
    for (const name of ['library.db-wal', 'library.db-shm']) fs.rmSync(at(name), { force: true });
    fs.writeFileSync(at('library.db'), damage);
    expect(lumisift(...common, 'status')).toMatchObject({ code: 1, answer: { ok: false } });
    const mended = lumisift(...common, 'index');
    expect([mended.code, mended.stderr]).toEqual([0, expect.stringMatching(/library was damaged. The backup/)]);
    expect(lumisift(...common, 'status')).toMatchObject({ answer: { folders: [{ path: photos.path }] } });
  }
});

test.skipIf(process.platform === 'win32')('a pipe that is named as a picture is refused at once', () => {
  using folder = temporaryFolder();
  const pipe = path.join(folder.path, 'pipe.jpg');
  execFileSync('mkfifo', [pipe]);
  expect(lumisift('--json', 'classify', pipe, '--labels', 'a,b')).toMatchObject({
    code: 1,
    answer: { error: { kind: 'not-a-picture' } },
  });
});

test.skipIf(process.platform === 'win32')('an interrupted index ends in order', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  await makePhotos(photos.path, 40);
  const common = ['--json', '--library', home.path];
  lumisift(...common, 'add', photos.path);
  const child = spawn(process.execPath, [cli, ...common, 'index'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  let isAsked = false;
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
    if (!isAsked) child.kill('SIGINT');
    isAsked = true;
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  expect([code, stderr]).toEqual([130, expect.stringMatching(/what is done is kept/)]);
  expect(stderr).not.toMatch(/unsettled/);
  expect(fs.existsSync(path.join(home.path, 'open'))).toBe(false); // a clean end
});
