import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FilingProgress, ImportPreview } from '../../preload/contract/filing.ts';
import { createFiles } from '../../main/db/files.ts';
import { createFilingJournal } from '../../main/db/filing.ts';
import { createFolders } from '../../main/db/folders.ts';
import { openDatabases, type Db } from '../../main/db/open.ts';
import { createTexts } from '../../main/db/texts.ts';
import { createFiling } from '../../main/library/filing.ts';
import type { ImportLook } from '../../main/library/import-look.ts';
import { createIdentifier } from '../../main/writing/identifier.ts';
import { snapshot } from '../fixtures/disk.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { makers } from '../fixtures/raw/make-raw.ts';
import { jpegOf, texture } from '../unit/formats/pictures.ts';

const root = path.join(import.meta.dirname, '../..');
const byDay = '{year}/{year}-{month}-{day}/{name}';

let home: ReturnType<typeof temporaryFolder>;
let card: string;
let photos: string;
beforeEach(() => {
  home = temporaryFolder();
  card = path.join(home.path, 'card');
  photos = path.join(home.path, 'photos');
  fs.mkdirSync(photos);
  vi.stubEnv('XDG_DATA_HOME', path.join(home.path, 'data'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  home[Symbol.dispose]();
});

function open(onProgress: (progress: FilingProgress) => void = () => undefined) {
  const db = openDatabases({ folder: path.join(home.path, 'library') });
  if (createFolders(db).list().length === 0) createFolders(db).add(photos, 1);
  const filing = createFiling({
    ...{ db, files: createFiles(db), folders: createFolders(db), texts: createTexts(db), now: Date.now },
    ...{ systemTrash: undefined, onProgress, onChanged: () => undefined },
  });
  return { db, filing, [Symbol.dispose]: () => db[Symbol.dispose]() };
}

test('what is new on a card is copied into folders by day with what lies beside it, once; the card stays as it is', async () => {
  using it = open();
  await makePhotos(path.join(card, 'DCIM/100'), 3);
  const at = (name: string) => path.join(card, 'DCIM/100', name);
  for (const name of ['photo-1.jpg', 'photo-2.jpg', 'photo-3.jpg'])
    fs.utimesSync(at(name), new Date(2024, 7, 31, 12), new Date(2024, 7, 31, 12));
  // The same picture twice, another one of the same name, a sidecar, and what is no picture.
  fs.mkdirSync(path.join(card, 'DCIM/101'));
  fs.copyFileSync(at('photo-1.jpg'), path.join(card, 'DCIM/101/again.jpg'));
  fs.copyFileSync(at('photo-3.jpg'), at('twin.jpg'));
  fs.writeFileSync(at('photo-1.xmp'), '<x:xmpmeta xmlns:x="adobe:ns:meta/"/>');
  fs.writeFileSync(at('broken.jpg'), 'no picture');
  fs.mkdirSync(path.join(photos, '2024/2024-08-31'), { recursive: true });
  fs.writeFileSync(path.join(photos, '2024/2024-08-31/photo-2.jpg'), 'of somebody else');
  const before = snapshot(card);
  const result = await it.filing.import(card, { folderId: 1, dir: '' }, byDay);
  expect(result).toMatchObject({ doneCount: 3, knownCount: 2 });
  expect(result.problems.map(({ problem }) => problem.kind)).toEqual(['not-a-picture']);
  expect(snapshot(card)).toEqual(before);
  const after = snapshot(photos);
  expect(Object.keys(after)).toEqual(
    ['photo-1.jpg', 'photo-1.xmp', 'photo-2 (2).jpg', 'photo-2.jpg', 'photo-3.jpg'].map(
      (name) => `2024/2024-08-31/${name}`,
    ),
  );
  expect(after['2024/2024-08-31/photo-1.jpg']).toBe(before['DCIM/100/photo-1.jpg']);
  expect(fs.readFileSync(path.join(photos, '2024/2024-08-31/photo-2.jpg'), 'utf8')).toBe('of somebody else');
  expect(it.db.sql.prepare('SELECT count(*) FROM files WHERE is_waiting = 1').pluck().get()).toBe(3);

  const undone = await it.filing.undo(result.filingId ?? 0);
  expect(undone.problems).toEqual([]);
  expect(Object.keys(snapshot(photos))).toEqual(['2024/2024-08-31/photo-2.jpg']);
  expect(snapshot(card)).toEqual(before);
  await expect(it.filing.import(photos, { folderId: 1, dir: '' }, byDay)).rejects.toMatchObject({ kind: 'refused' });
});

test('a RAW and its JPEG keep one name and one number, also where one of them would not be free', async () => {
  using it = open();
  fs.mkdirSync(card);
  const thumbnail = await jpegOf(new Uint8Array(160 * 120 * 3), 160, 120);
  for (const seed of [1, 2]) {
    const jpeg = await jpegOf(texture(720, 480, seed), 720, 480);
    const raw = makers['nef']?.({ width: 720, height: 480, thumbnail, jpeg }) ?? '';
    fs.writeFileSync(path.join(card, `IMG_${seed}.NEF`), raw);
    await sharp(texture(300, 200, seed), { raw: { width: 300, height: 200, channels: 3 } })
      .withExif({ IFD2: { DateTimeOriginal: '2023:04:05 06:07:08' } })
      .jpeg()
      .toFile(path.join(card, `IMG_${seed}.JPG`));
  }
  fs.writeFileSync(path.join(photos, 'shot-1.NEF'), 'of somebody else');
  const result = await it.filing.import(card, { folderId: 1, dir: '' }, 'shot-{number}');
  expect(result).toMatchObject({ doneCount: 4, problems: [] });
  expect(Object.keys(snapshot(photos)).sort()).toEqual(
    ['shot-1 (2).JPG', 'shot-1 (2).NEF', 'shot-1.NEF', 'shot-2.JPG', 'shot-2.NEF'].sort(),
  );
});

test('killed at random moments of an import, nothing half lies in the library, and another import brings the rest', async () => {
  open().db[Symbol.dispose]();
  await makePhotos(card, 40);
  const before = snapshot(card);
  const run = (...args: string[]) => ['main/cli.ts', '--json', '--library', path.join(home.path, 'library'), ...args];
  let copied = 0;
  for (let kill = 0; kill < 3; kill++) {
    const child = spawn(process.execPath, run('import', card, photos, '--pattern', '{name}'), {
      cwd: root,
      stdio: 'ignore',
    });
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const begun = () => fs.readdirSync(photos).length > copied;
    while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
    child.kill('SIGKILL');
    await ended;
    using it = open();
    await it.filing.recovered;
    const now = snapshot(photos);
    expect(snapshot(card)).toEqual(before);
    for (const [name, sha] of Object.entries(now))
      expect([name, sha]).toEqual([name, before[name.replace(/ \(\d+\)/u, '')]]);
    const journal = createFilingJournal(it.db);
    expect(journal.open()).toEqual([]);
    const known = journal.history().flatMap(({ id }) => journal.stepsOf(id));
    expect(known.map(({ target = '' }) => path.basename(target)).sort()).toEqual(Object.keys(now).sort());
    copied = Object.keys(now).length;
    for (const { id } of journal.history()) await it.filing.undo(id);
    expect(snapshot(photos)).toEqual({});
    it.db.sql.exec('DELETE FROM filings; DELETE FROM files');
    copied = 0;
  }
  const whole = JSON.parse(
    execFileSync(process.execPath, run('import', card, photos, '--pattern', '{name}'), { cwd: root, encoding: 'utf8' }),
  );
  expect(whole).toMatchObject({ ok: true, doneCount: 40, knownCount: 0 });
  expect(snapshot(photos)).toEqual(before);
});

test('an import that was cut short is done again: nothing comes twice, and what lies beside a picture comes', async () => {
  await makePhotos(card, 3);
  for (const number of [1, 2]) fs.writeFileSync(path.join(card, `photo-${number}.xmp`), '<x:xmpmeta xmlns:x="a"/>');
  using it = open();
  const first = await it.filing.import(card, { folderId: 1, dir: '' }, 'photo-{number}');
  const whole = snapshot(photos);
  expect(Object.keys(whole)).toHaveLength(5);
  // As a kill after the second picture leaves it; nothing has been read by the library yet.
  const journal = createFilingJournal(it.db);
  for (const { id, target = '' } of journal.stepsOf(first.filingId ?? 0).slice(3)) {
    fs.rmSync(target);
    journal.cancel(id);
  }
  expect(Object.keys(snapshot(photos))).toHaveLength(3);
  const again = await it.filing.import(card, { folderId: 1, dir: '' }, 'photo-{number}');
  expect(again).toMatchObject({ doneCount: 1, knownCount: 2, problems: [] });
  expect(snapshot(photos)).toEqual(whole);
});

test('what is there is known before, names are shown before, and how far it is is told in bytes', async () => {
  const said: FilingProgress[] = [];
  using it = open((progress) => said.push(progress));
  await makePhotos(path.join(card, 'DCIM'), 4);
  const names = fs.readdirSync(path.join(card, 'DCIM'));
  for (const name of names)
    fs.utimesSync(path.join(card, 'DCIM', name), new Date(2024, 7, 31, 12), new Date(2024, 7, 31, 12));
  fs.writeFileSync(path.join(card, 'DCIM/notes.txt'), 'no picture');
  const totalBytes = names.reduce((sum, name) => sum + fs.statSync(path.join(card, 'DCIM', name)).size, 0);
  const look = await it.filing.lookAt(card);
  expect(look).toMatchObject({ count: 4, totalBytes });
  expect(await wholePreview(look, '{year}/{month}/{number} {name}')).toEqual({
    names: ['2024/08/1 photo-1.jpg', '2024/08/2 photo-2.jpg', '2024/08/3 photo-3.jpg'],
    ...{ newCount: 4, knownCount: 0, lookedCount: 4 },
  });
  const before = snapshot(photos);
  expect(before).toEqual({});
  const result = await it.filing.import(card, { folderId: 1, dir: '' }, '{year}/{month}/{number} {name}');
  expect(result).toMatchObject({ doneCount: 4, isCancelled: false });
  expect(Object.keys(snapshot(photos))).toContain('2024/08/1 photo-1.jpg');
  expect(said.find(({ is }) => is === 'copying')).toEqual({
    is: 'copying',
    done: 0,
    total: 4,
    doneBytes: 0,
    totalBytes,
  });
  // Walked once: what comes later is on none of its pages. What is in the library now is known, and twice the same is one.
  fs.copyFileSync(path.join(card, 'DCIM', 'photo-4.jpg'), path.join(card, 'DCIM', 'photo-5.jpg'));
  expect(await look.preview('{name}')).toMatchObject({ newCount: 4, lookedCount: 4 });
  await enterImported(it.db);
  const again = await it.filing.lookAt(card);
  expect(await wholePreview(again, '{name}')).toMatchObject({ names: [], newCount: 0, knownCount: 5, lookedCount: 5 });
  await expect(it.filing.lookAt(path.join(card, 'not there'))).rejects.toMatchObject({ kind: 'gone' });
});

/** Asked again as the window does, until all was seen. */
async function wholePreview(look: ImportLook, pattern: string): Promise<ImportPreview> {
  for (;;) {
    const preview = await look.preview(pattern);
    if (preview.lookedCount >= look.count) return preview;
  }
}

/** As if the library had read what came in. */
async function enterImported(db: Db): Promise<void> {
  const identifier = createIdentifier();
  const files = db.sql.prepare<[], { id: number; dir: string; name: string }>('SELECT id, dir, name FROM files').all();
  for (const { id, dir, name } of files) {
    const content = (await identifier.pictureOf(path.join(photos, dir, name)))?.content ?? '';
    const photo = db.sql
      .prepare<[Buffer], number>(
        `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, added_at_ms)
         VALUES (?, 'jpeg', 4, 3, 0, 'file', 0) RETURNING id`,
      )
      .pluck()
      .get(Buffer.from(content, 'hex'));
    db.sql.prepare('UPDATE files SET photo_id = ?, is_waiting = 0 WHERE id = ?').run(photo, id);
  }
  await identifier.stop();
}
