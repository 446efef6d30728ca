import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { createPhotoDetails } from '../../main/db/photo-details.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';

const root = path.join(import.meta.dirname, '../..');
const node = path.join(root, 'node_modules/.bin/node');

test('lumisift describe gives photos a date, a zone, a place and a caption, takes it back, and says in a sentence what it can not read', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  const library = path.join(folder.path, 'library');
  await makePhotos(pictures, 2);
  const before = fs.readdirSync(pictures).map((name) => fs.readFileSync(path.join(pictures, name)));
  const lumisift = (...args: string[]) =>
    spawnSync(node, ['main/cli.ts', '--library', library, ...args], { cwd: root, encoding: 'utf8' });
  const done = (...args: string[]) => {
    const { status, stdout, stderr } = lumisift(...args);
    expect(status, stderr).toBe(0);
    return stdout;
  };
  const refused = (...args: string[]) => {
    const { status, stderr } = lumisift('describe', ...args);
    expect(status).not.toBe(0);
    expect(stderr).not.toMatch(/\n +at /);
    return stderr;
  };
  const one = path.join(pictures, 'photo-1.jpg');
  const says = () => {
    using db = openDatabases({ folder: library });
    const id = db.sql.prepare<[], number>("SELECT photo_id FROM files WHERE name = 'photo-1.jpg'").pluck().get() ?? 0;
    const photo = createPhotoDetails(db).get(id);
    return photo && { ...photo.metadata, ...(photo.ownCaption !== undefined && { caption: photo.ownCaption }) };
  };
  done('add', pictures);
  done('index');
  const plain = says();

  const all = ['--date', '2021-03-04 09:05', '--zone', 'Europe/Lisbon', '--place', 'Lisbon', '--caption', 'Tram 28'];
  expect(done('describe', one, ...all)).toMatch(/^1 photo described; no file was changed/);
  const described = {
    ...{ takenWallMs: Date.UTC(2021, 2, 4, 9, 5), takenOffsetMin: 0, takenFrom: 'person', caption: 'Tram 28' },
    ...{ latitude: expect.closeTo(38.72, 1) as number, longitude: expect.closeTo(-9.14, 1) as number },
  };
  expect(says()).toMatchObject(described);
  expect(JSON.parse(done('--json', 'describe', pictures, '--shift=-1:30'))).toMatchObject({ described: 2 });
  expect(says()?.takenWallMs).toBe(Date.UTC(2021, 2, 4, 7, 35));
  done('describe', '--undo');
  expect(says()).toMatchObject(described);

  // What it can't read changes nothing.
  expect(refused(one, '--date', '2021-02-31')).toMatch(/2021-02-31.*date/);
  expect(refused(one, '--zone', 'Mars/Olympus')).toMatch(/Mars\/Olympus.*time zone/);
  expect(refused(one, '--place', 'Nowhere at all')).toMatch(/Nowhere at all.*place/);
  expect(refused(one, '--shift', 'soon')).toMatch(/"soon" is no span of time/);
  expect(refused(one, '--clear', 'colour')).toMatch(/"colour" can't be cleared/);
  expect(refused(path.join(pictures, 'none.jpg'), '--date', '1993')).toMatch(/none\.jpg: no photo of the library/);
  expect(refused(one)).toMatch(/Say of which photos, and what/);
  expect(says()).toMatchObject(described);

  done('describe', one, '--clear', 'date', 'zone', 'place', 'caption');
  expect(says()).toEqual(plain);
  expect(fs.readdirSync(pictures).map((name) => fs.readFileSync(path.join(pictures, name)))).toEqual(before);
});
