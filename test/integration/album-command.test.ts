import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { packetOf } from '../fixtures/file-library.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';

const cli = path.join(import.meta.dirname, '../../main/cli.ts');
const run = promisify(execFile);

test('lumisift album: makes, fills, shows, exports without overwriting, and deletes', async () => {
  using home = temporaryFolder();
  using photos = temporaryFolder();
  using out = temporaryFolder();
  const made = await makePhotos(photos.path, 4, 200);
  expect(made).toBeDefined();
  const files = fs
    .readdirSync(photos.path)
    .sort()
    .map((name) => path.join(photos.path, name));
  const [first = '', second = ''] = files;
  const lumisift = async (...args: string[]): Promise<Answer> => {
    try {
      const { stdout } = await run(process.execPath, [cli, '--library', home.path, '--json', ...args]);
      return { code: 0, ...JSON.parse(stdout) };
    } catch (error) {
      if (!(error instanceof Error && 'stdout' in error && 'code' in error)) throw error;
      return { code: Number(error.code), ...JSON.parse(String(error.stdout)) };
    }
  };
  fs.utimesSync(first, 1_430_784_000, 1_430_784_000); // 2015-05-05
  const sidecar = packetOf({ caption: 'Tram 28' });
  fs.writeFileSync(`${first}.xmp`, sidecar);
  await lumisift('add', photos.path);
  await lumisift('index');

  expect(await lumisift('album', 'create', 'Trips')).toMatchObject({ ok: true, album: { name: 'Trips' } });
  expect(await lumisift('album', 'create', 'Day "1" / 里斯本', '--parent', 'Trips')).toMatchObject({
    album: { path: 'Trips/Day "1" / 里斯本' },
  });
  expect(await lumisift('album', 'create', 'Jpegs', '--query', 'type:jpeg')).toMatchObject({ ok: true });
  await lumisift('album', 'add', 'Day "1" / 里斯本', second, first);
  await lumisift('album', 'remove', 'jpegs', first);
  expect(await lumisift('album', 'list')).toMatchObject({
    albums: [
      { path: 'Trips', kind: 'manual', count: 2 },
      { path: 'Trips/Day "1" / 里斯本', count: 2 },
      { path: 'Jpegs', kind: 'smart', query: 'type:jpeg', count: 3 },
    ],
  });
  expect(await lumisift('album', 'show', 'Trips/Day "1" / 里斯本')).toMatchObject({
    photos: [{ path: fs.realpathSync(second) }, { path: fs.realpathSync(first) }],
  });

  const into = path.join(out.path, 'new');
  fs.mkdirSync(into);
  fs.writeFileSync(path.join(into, path.basename(first)), 'mine');
  const { name, ext } = path.parse(first);
  expect(await lumisift('album', 'export', 'Trips', into)).toMatchObject({
    code: 0,
    files: [{ is: 'copied' }, { is: 'copied' }, { is: 'copied' }],
  });
  expect(fs.readFileSync(path.join(into, path.basename(first)), 'utf8')).toBe('mine');
  const exported = path.join(into, `${name} (2)${ext}`);
  expect(fs.readFileSync(exported)).toEqual(fs.readFileSync(first));
  expect(fs.statSync(exported).mtimeMs).toBe(1_430_784_000_000);
  expect(fs.readFileSync(`${exported}.xmp`, 'utf8')).toBe(sidecar);
  expect(await lumisift('album', 'export', 'Trips', into)).toMatchObject({
    files: [{ is: 'there-already' }, { is: 'there-already' }, { is: 'there-already' }],
  });
  fs.rmSync(second);
  expect(await lumisift('album', 'export', 'Trips', path.join(out.path, 'again'))).toMatchObject({
    code: 3,
    ok: false,
  });

  expect(await lumisift('album', 'show', 'Nowhere')).toMatchObject({ code: 1, error: { kind: 'not-found' } });
  expect(await lumisift('album', 'export', 'Trips')).toMatchObject({ code: 2, error: { kind: 'bad-input' } });
  expect(await lumisift('album', 'create', 'x', '--auto-tag', 'y', '--min', '2')).toMatchObject({ code: 2 });
  expect(await lumisift('album', 'create', '   ')).toMatchObject({ code: 1, error: { kind: 'bad-input' } });
  await lumisift('album', 'create', 'Trips');
  expect(await lumisift('album', 'delete', 'Trips')).toMatchObject({
    code: 1,
    error: { message: expect.stringContaining('#1 Trips') },
  });
  expect(await lumisift('album', 'delete', '#1')).toMatchObject({ ok: true });
  expect(await lumisift('album', 'list')).toMatchObject({ albums: [{ path: 'Jpegs' }, { path: 'Trips', count: 0 }] });
});

interface Answer {
  readonly code: number;
  readonly [key: string]: unknown;
}
