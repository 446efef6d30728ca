import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCopies } from '../../main/db/copies.ts';
import { createFiles } from '../../main/db/files.ts';
import { createFolders } from '../../main/db/folders.ts';
import { openDatabases } from '../../main/db/open.ts';
import { createSources } from '../../main/db/sources.ts';
import { createTexts } from '../../main/db/texts.ts';
import { createFiling } from '../../main/library/filing.ts';
import { createKeeping } from '../../main/library/keeping.ts';
import { createMergingPart } from '../../main/library/merging.ts';
import { Failure } from '../../main/util/failure.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { enterPhotos } from '../fixtures/photo-rows.ts';

const onLinux = process.platform === 'linux';

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
  vi.stubEnv('XDG_DATA_HOME', path.join(home.path, 'data'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  home[Symbol.dispose]();
});

/** What stays, and two that go: the second has stars, an album and a keyword in its file, the third a caption and a tag. */
const [keeper, starred, told] = [1, 2, 3];

/** The library as it is after a start. Its photos are made with the first one. */
async function open() {
  const photos = path.join(home.path, 'photos');
  const files = ['keeper.jpg', 'starred.jpg', 'told.jpg'].map((name) => path.join(photos, name));
  const db = openDatabases({ folder: path.join(home.path, 'library') });
  const { sql } = db;
  if (!fs.existsSync(photos)) {
    fs.mkdirSync(photos);
    for (const file of files) fs.writeFileSync(file, `picture ${file}`);
    enterPhotos(db, photos, files, 0);
    sql.exec(`
      UPDATE photos SET own_rating = NULL WHERE id <> ${starred};
      UPDATE photos SET own_rating = 4 WHERE id = ${starred};
      UPDATE photos SET own_caption = 'The old mill', own_latitude = 48, own_longitude = 11 WHERE id = ${told};
      INSERT INTO tags (id, concept_id) VALUES (1, 'dog'), (2, 'cat'), (3, 'own:mill');
      INSERT INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms) VALUES (${told}, 1, 1, 5), (${keeper}, 2, 1, 5);
      INSERT INTO albums (id, name, kind, position, created_at_ms, changed_at_ms) VALUES (1, 'Holidays', 'manual', 0, 0, 0);
      INSERT INTO album_photos (album_id, photo_id, position, added_at_ms) VALUES (1, ${starred}, 1, 0);
      INSERT INTO keywords (photo_id, keyword, position) VALUES (${starred}, 'mill', 0);`);
  }
  const texts = createTexts(db);
  const folders = createFolders(db);
  const common = { db, files: createFiles(db), folders, texts, now: Date.now };
  const filing = createFiling({ ...common, systemTrash: undefined, onProgress: () => undefined, onChanged: () => undefined }); // prettier-ignore
  const addTag = sql.prepare<[number]>('INSERT OR IGNORE INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms) VALUES (?, 3, 1, 9)'); // prettier-ignore
  const dropTag = sql.prepare<[number]>('DELETE FROM tag_answers WHERE photo_id = ? AND tag_id = 3');
  const merging = createMergingPart({
    ...{ db, texts, sources: createSources(db) },
    tags: {
      add: (ids) => Promise.resolve(ids.forEach((id) => addTag.run(id))),
      remove: (ids) => Promise.resolve(ids.forEach((id) => dropTag.run(id))),
    },
    onChanged: () => undefined,
  });
  const copies = createCopies(db);
  const keeping = createKeeping({
    ...{ filing, merging, log: () => undefined },
    assertThere(id) {
      const { folder = '', name = '' } = copies.one(id) ?? {};
      if (!fs.existsSync(path.join(folder, name))) throw new Failure('gone', 'The file is no longer there.');
    },
  });
  await keeping.settled;
  const said = (id: number) => ({
    ...sql.prepare<[number], Record<string, unknown>>('SELECT own_rating stars, own_caption caption, own_latitude latitude FROM photos WHERE id = ?').get(id), // prettier-ignore
    tags: sql.prepare<[number]>('SELECT tag_id FROM tag_answers WHERE photo_id = ? ORDER BY 1').pluck().all(id),
    albums: sql.prepare<[number]>('SELECT album_id FROM album_photos WHERE photo_id = ?').pluck().all(id),
  });
  const stepsIn = async () => {
    const { files: rows } = await filing.trashed(0, 10);
    return new Map(rows.map((row) => [path.basename(row.path), row]));
  };
  return { db, filing, merging, keeping, said, stepsIn, files, [Symbol.dispose]: () => db[Symbol.dispose]() };
}

const nothing = { stars: null, caption: null, latitude: null, tags: [2], albums: [] };
const everything = { stars: 4, caption: 'The old mill', latitude: 48, tags: [1, 2, 3], albums: [1] };
const group = { keepId: keeper, otherIds: [starred, told] };

test.runIf(onLinux)(
  'after a restart each copy comes back out of the trash with what came from it, and what came from the other stays',
  async () => {
    const before = await (async () => {
      using it = await open();
      const all = [keeper, starred, told].map((id) => it.said(id));
      expect(await it.keeping.keep([group], false)).toMatchObject({ doneCount: 2, problems: [] });
      expect(it.said(keeper)).toEqual(everything);
      return all;
    })();
    {
      using it = await open();
      expect(it.said(keeper)).toEqual(everything);
      const steps = await it.stepsIn();
      expect([...steps.values()].map(({ keptName }) => keptName)).toEqual(['keeper.jpg', 'keeper.jpg']);
      await it.keeping.restore([steps.get('starred.jpg')?.stepId ?? 0]);
      expect(it.said(keeper)).toEqual({ ...everything, stars: null, albums: [], tags: [1, 2] });
    }
    using it = await open();
    const steps = await it.stepsIn();
    await it.keeping.restore([steps.get('told.jpg')?.stepId ?? 0]);
    expect([keeper, starred, told].map((id) => it.said(id))).toEqual(before);
    expect(it.db.sql.prepare('SELECT count(*) FROM merges').pluck().get()).toBe(0);
  },
);

test.runIf(onLinux)('all of it is taken back at once, but for what the person said of the keeper since', async () => {
  let filingId = 0;
  {
    using it = await open();
    filingId = (await it.keeping.keep([group], false)).filingId ?? 0;
    it.db.sql.exec(`
      UPDATE photos SET own_rating = 5, own_longitude = 12 WHERE id = ${keeper};
      UPDATE tag_answers SET is_confirmed = 0, at_ms = 99 WHERE photo_id = ${keeper} AND tag_id = 1;`);
  }
  using it = await open();
  expect(await it.keeping.undo(filingId)).toMatchObject({ doneCount: 2, problems: [] });
  // A place is one thing: half of it does not go.
  expect(it.said(keeper)).toEqual({ ...nothing, stars: 5, latitude: 48, tags: [1, 2] });
});

test.runIf(onLinux)('what the trash no longer has stays merged, and is told; what is back leaves', async () => {
  using it = await open();
  const { filingId = 0 } = await it.keeping.keep([group], false);
  fs.rmSync(path.join(home.path, 'data/Trash/files/told.jpg'));
  const { doneCount, problems } = await it.keeping.undo(filingId);
  expect([doneCount, problems.map(({ problem }) => problem.kind)]).toEqual([1, ['not-in-trash']]);
  expect(it.said(keeper)).toEqual({ ...everything, stars: null, albums: [], tags: [1, 2] });
});

test.runIf(onLinux)('nothing comes from a photo that did not go, whatever kept it', async () => {
  using it = await open();
  const [keeps = '', starredFile = ''] = it.files;
  fs.rmSync(starredFile);
  const { doneCount, problems } = await it.keeping.keep([group], false);
  expect([doneCount, problems.map(({ problem }) => problem.kind)]).toEqual([1, ['gone']]);
  expect(it.said(keeper)).toEqual({ ...everything, stars: null, albums: [], tags: [1, 2] });
  fs.rmSync(keeps);
  const none = await it.keeping.keep([{ keepId: keeper, otherIds: [starred] }], false);
  expect([none.doneCount, none.problems.map(({ problem }) => problem.kind)]).toEqual([0, ['gone']]);
  expect(it.said(keeper)).toMatchObject({ stars: null });
});

test.runIf(onLinux)('an end between merging and trashing leaves nothing merged after the next start', async () => {
  {
    using it = await open();
    await it.merging.merge(it.filing.history().length + 1, keeper, [starred, told]);
    expect(it.said(keeper)).toEqual(everything);
  }
  using it = await open();
  expect(it.said(keeper)).toEqual(nothing);
  expect(fs.existsSync(it.files[1] ?? '')).toBe(true);
});
