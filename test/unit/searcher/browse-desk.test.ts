import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../../main/db/open.ts';
import { createBrowseDesk } from '../../../main/searcher/browse-desk.ts';
import { createKnowledge } from '../../../main/searcher/knowledge.ts';
import { openLibraryForReading } from '../../../main/searcher/read-library.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary, type PhotoRow } from '../search/filters/photo-library.ts';

const places = path.join(import.meta.dirname, '../../../resources/places/places.bin');
const in2019 = Date.UTC(2019, 5, 1);
const in2021 = Date.UTC(2021, 5, 1);
const lisbon = { latitude: 38.72, longitude: -9.14 };

function open(rows: readonly PhotoRow[], hiddenIds: readonly number[] = []) {
  const home = temporaryFolder();
  const db = openDatabases({ folder: home.path });
  db.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/photos', 0)").run();
  fillLibrary(db.sql, rows);
  const library = openLibraryForReading(
    { libraryFile: path.join(home.path, 'library.db'), indexFile: path.join(home.path, 'index.db') },
    'none',
  );
  const knowledge = createKnowledge(library.sql, places, { now: () => undefined });
  const hidden = new Set(hiddenIds);
  const browse = createBrowseDesk({
    ...{ library, knowledge, pause: () => Promise.resolve() },
    hidden: { has: (id) => hidden.has(id), count: hidden.size },
  });
  const shown = async (by: Parameters<typeof browse>[0]) =>
    (await browse(by, ['en'], (id) => rows[id - 1]?.takenWallMs ?? 0)).map(({ label, text, count, cover }) => [label, text, count, cover?.id]); // prettier-ignore
  return {
    shown,
    [Symbol.dispose]() {
      knowledge.close();
      library.close();
      db[Symbol.dispose]();
      home[Symbol.dispose]();
    },
  };
}

test('years, places, cameras and tags are counted as the click on them finds them, each with its newest photo', async () => {
  using library = open(
    [
      { takenWallMs: in2019, make: 'FUJIFILM', model: 'X-T3', ...lisbon, keywords: ['People|Oma', 'garden'] },
      { takenWallMs: in2019 + 1, make: 'FUJIFILM', model: 'X-T3', ...lisbon, keywords: ['Garden'] },
      { takenWallMs: in2021, make: 'Canon', model: 'EOS R6', keywords: ['garden'] },
      { takenWallMs: in2021, takenFrom: 'file' },
      { takenWallMs: in2021 + 5, make: 'Canon', model: 'EOS R6' },
    ],
    [5],
  );
  expect(await library.shown('year')).toEqual([
    ['2021', 'date:2021', 2, 3],
    ['2019', 'date:2019', 2, 2],
    ['', 'is:undated', 1, 4],
  ]);
  expect((await library.shown('camera')).map(([label, , count, cover]) => [label, count, cover])).toEqual([
    [expect.stringMatching(/x-t3/i), 2, 2],
    [expect.stringMatching(/r6/i), 1, 3],
  ]);
  const tags = await library.shown('tag');
  expect(tags.map(([, , count]) => count)).toEqual([3, 1]);
  expect(tags[1]).toEqual(['People|Oma', 'tag:People|Oma', 1, 1]);
  expect((await library.shown('place')).slice(0, 2).map(([label, , count]) => [label, count])).toEqual([
    ['Lisbon, Portugal', 2],
    ['Portugal', 2],
  ]);
});
