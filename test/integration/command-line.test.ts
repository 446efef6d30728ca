import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { createSettings } from '../../main/db/settings.ts';
import { makeFilm } from '../fixtures/make-films.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';

const cli = path.join(import.meta.dirname, '../../main/cli.ts');

function lumisift(...args: string[]): { code: number | null; answer: unknown; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    timeout: 200_000,
  });
  return { code: status, answer: JSON.parse(stdout), stderr };
}

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');

test('wrong usage is answered in JSON too, with exit code 2', () => {
  const wrong = ['bogus', '', 'search', 'search x --limit 0', 'trash', 'describe', 'tag suggest'];
  for (const args of [...wrong, 'describe x --clear size', 'describe x --shift soon', 'album export Trips'].map(
    words,
  )) {
    const { code, answer } = lumisift(...args, '--json');
    expect([code, answer]).toMatchObject([2, { ok: false, error: { kind: 'bad-input' } }]);
  }
});

test('the help of a command tells what goes for all of them', () => {
  for (const args of [['add'], ['tag', 'write']])
    expect(spawnSync(process.execPath, [cli, ...args, '--help'], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/--library <folder>[^]*--json/),
    });
});

test('a photo where a command is expected: where photos are opened is told', () => {
  const photo = path.join(import.meta.dirname, '../../resources/sample-photos/home/friends.jpg');
  const say = (arg: string) => spawnSync(process.execPath, [cli, arg], { encoding: 'utf8', timeout: 200_000 });
  expect(say(photo)).toMatchObject({ status: 2, stderr: expect.stringContaining('npm start -- PHOTO-OR-FOLDER') });
  expect(say('nothing.jpg').stderr).not.toContain('npm start');
});

test.skipIf(process.platform === 'win32')('whoever reads no further stops nothing, and nothing is said of it', () => {
  const readOnce = `"${process.execPath}" "${cli}" --help | true; echo "\${PIPESTATUS[0]}"`;
  expect(spawnSync('bash', ['-c', readOnce], { encoding: 'utf8' })).toMatchObject({ stdout: '0\n', stderr: '' });
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
  // A command ends before the timer of backups would look.
  expect(fs.readdirSync(at('backups'))).toContain('library-000001.db');
  expect(lumisift(...common, 'status')).toMatchObject({ code: 0 });

  for (const damage of ['not a database at all'.repeat(5_000), '']) {
    for (const name of ['library.db-wal', 'library.db-shm']) fs.rmSync(at(name), { force: true });
    fs.writeFileSync(at('library.db'), damage);
    expect(lumisift(...common, 'status')).toMatchObject({ code: 1, answer: { ok: false } });
    const mended = lumisift(...common, 'index');
    expect([mended.code, mended.stderr]).toEqual([
      0,
      expect.stringMatching(/library was damaged and is mended: .* the backup/),
    ]);
    expect(lumisift(...common, 'status')).toMatchObject({ answer: { folders: [{ path: photos.path }] } });
  }
});

test('a file that is not there is said, by its name', () => {
  using home = temporaryFolder();
  const not = (file: string) => ({ code: 1, answer: { error: { kind: 'gone', message: `${file} is not there.` } } });
  expect(lumisift('--json', 'classify', 'gone.jpg', '--labels', 'a,b')).toMatchObject(not('gone.jpg'));
  const common = ['--json', '--library', home.path];
  expect(lumisift(...common, 'import', 'gone/card', home.path)).toMatchObject(not('gone/card'));
});

test('a chosen model whose files are not whole is said, and what answers instead', () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  const common = ['--json', '--library', home.path];
  expect(lumisift(...common, 'add', photos.path)).toMatchObject({ code: 0, stderr: '' });
  expect(lumisift(...common, 'status')).toMatchObject({ code: 0, stderr: '' });
  {
    using db = openDatabases({ folder: home.path });
    createSettings(db).change({ modelId: 'siglip2-base' });
  }
  const { code, stderr } = lumisift(...common, 'status');
  expect([code, stderr]).toEqual([
    0,
    expect.stringMatching(/^The model "siglip2-base" can't be used: its files are not whole\. .+ answers\.\n$/),
  ]);
});

test('labels of which there is nothing to choose are wrong usage', () => {
  for (const labels of ['dog', 'dog, dog', ' , '])
    expect(lumisift('--json', 'classify', 'beach.jpg', '--labels', labels)).toMatchObject({
      code: 2,
      answer: { error: { kind: 'bad-input', message: expect.stringContaining('at least two labels') } },
    });
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

test.skipIf(process.platform !== 'linux')(
  'a name that is no Unicode is told by index, which ends with 3 each time, and by status',
  async () => {
    using home = temporaryFolder();
    using photos = temporaryFolder();
    await makePhotos(photos.path, 1);
    const bytes = fs.readFileSync(path.join(photos.path, 'photo-1.jpg'));
    fs.writeFileSync(Buffer.concat([Buffer.from(`${photos.path}/caf`), Buffer.of(0xe9), Buffer.from('.jpg')]), bytes);
    const common = ['--json', '--library', home.path];
    lumisift(...common, 'add', photos.path);
    for (const _round of [1, 2]) expect(lumisift(...common, 'index').code).toBe(3);
    const told = JSON.stringify(lumisift(...common, 'status', '--failures').answer);
    expect(told).toContain('caf\uFFFD.jpg');
    expect(told).toContain('not valid Unicode');
  },
);

test('a film is found at its moment, and is a question as a whole and at a time', async () => {
  using home = temporaryFolder();
  using films = temporaryFolder();
  const at = (name: string) => path.join(films.path, name);
  const sample = (name: string) => path.join(import.meta.dirname, '../../resources/sample-photos', name);
  const [castle, dog] = [sample('trips/sample-23.jpg'), sample('home/friends.jpg')];
  await makeFilm(at('walk.avi'), [
    { picture: castle, seconds: 64 },
    { picture: dog, seconds: 6 },
  ]);
  await makeFilm(at('old.avi'), [{ picture: castle, seconds: 4 }], { fourcc: 'DIVX' });
  fs.copyFileSync(dog, at('dog.jpg'));
  const common = ['--library', home.path];
  expect(lumisift(...common, '--json', 'add', films.path).code).toBe(0);
  expect(lumisift(...common, '--json', 'index').answer).toMatchObject({ ok: true });
  const search = spawnSync(process.execPath, [cli, ...common, 'search', 'a dog is:video'], { encoding: 'utf8' });
  expect(search.stdout).toMatch(/walk\.avi@1:0[4-9]\b/);
  const { answer } = lumisift(...common, '--json', 'search', 'a dog', 'length:>1m');
  expect(answer).toMatchObject({ photos: [{ path: at('walk.avi'), atS: expect.closeTo(66, -1) }] });
  const like = (file: string) =>
    (lumisift(...common, '--json', 'similar', file).answer as { photos: { path: string }[] }).photos.map(
      (it) => it.path,
    );
  // The film itself shows it best.
  expect(like(`${at('walk.avi')}@1:06`)).toEqual([at('walk.avi'), at('dog.jpg')]);
  expect(like(at('walk.avi'))[0]).toBe(at('walk.avi'));
  for (const [file, kind] of [
    [at('old.avi'), 'unseen-film'],
    [`${at('old.avi')}@0:01`, 'unseen-film'],
    [`${at('walk.avi')}@2:00`, 'past-end'],
  ] as const)
    expect(lumisift(...common, '--json', 'similar', file)).toMatchObject({ code: 1, answer: { error: { kind } } });
});
