import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabases, type Db } from '../../../../main/db/open.ts';
import { allowedIds } from '../../../../main/search/filters/allowed-ids.ts';
import type { ParseContext } from '../../../../main/search/parse/context.ts';
import { parse } from '../../../../main/search/parse.ts';
import { readPhotoPlaces } from '../../../../main/search/photo-places.ts';
import { readVocabulary } from '../../../../main/search/vocabulary.ts';
import { frozenNow, places } from '../library-context.ts';
import { fillLibrary } from './photo-library.ts';

let folder: string;
let db: Db;
let context: ParseContext;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'filters-'));
  db = openDatabases({ folder });
  db.sql
    .prepare('INSERT INTO folders (id, path, added_at_ms, offline_since_ms) VALUES (1, ?, 0, NULL), (2, ?, 0, 5)')
    .run('/home/anna/Pictures', '/media/stick');
  fillLibrary(db.sql, [
    /* 1 */ { takenWallMs: Date.UTC(2019, 6, 4, 12), make: 'FUJIFILM', model: 'X-T3', lens: 'XF35mmF1.4 R', latitude: 38.72, longitude: -9.14, rating: 5, keywords: ['beach', 'People|Oma'], files: [{ folderId: 1, dir: 'Trips/2019' }] },
    /* 2 */ { takenWallMs: Date.UTC(2019, 11, 31, 23, 59, 59, 999), make: 'Canon', model: 'Canon EOS 5D Mark IV', width: 300, height: 400, rating: 3, files: [{ folderId: 1, dir: 'Trips' }] },
    /* 3 */ { takenWallMs: Date.UTC(2020, 0, 1), make: 'FUJIFILM', model: 'X100V', width: 300, height: 300, rating: -1, keywords: ['beach'], files: [{ folderId: 1, dir: 'TripsOld' }] },
    /* 4 */ { takenWallMs: Date.UTC(2021, 4, 1), format: 'png', width: 1000, height: 400, keywords: ['Straße', 'Ærø', 'People|Jörg Weiß'], files: [{ folderId: 2, dir: 'Trips' }] },
    /* 5 */ { takenWallMs: Date.UTC(2022, 4, 1), kind: 'video', format: 'mp4', model: 'NoMake 1', latitude: 41.15, longitude: -8.61, rating: 2, ownRating: 4, files: [{ folderId: 1, dir: '' }, { folderId: 2, dir: 'x' }] },
    /* 6 */ { takenWallMs: Date.UTC(2023, 4, 1), latitude: 48.14, longitude: 11.58, keywords: ['Beach', 'Strand'], files: [{ folderId: 1, dir: 'Größe' }] },
    /* 7: its only file is gone */ { takenWallMs: Date.UTC(2019, 6, 4), keywords: ['beach'] },
  ]); // prettier-ignore
  db.sql.prepare('UPDATE files SET missing_since_ms = 1 WHERE photo_id = 7').run();
  context = {
    now: frozenNow,
    languages: ['en-GB'],
    vocabulary: readVocabulary(db.sql),
    gazetteer: places.gazetteer,
    photoPlaces: readPhotoPlaces(db.sql, places),
  };
});

afterAll(() => {
  db[Symbol.dispose]();
  rmSync(folder, { recursive: true, force: true });
});

function ids(text: string): number[] | undefined {
  const found = allowedIds(db.sql, context, parse(text, context).filters);
  return found && [...found];
}

test('a tag may stand for any number of keywords', () => {
  const keywords = Array.from({ length: 40_000 }, (_, at) => `beach|${at}`);
  const many = {
    ...context,
    vocabulary: { ...context.vocabulary, keywords: [...context.vocabulary.keywords, ...keywords] },
  };
  const found = allowedIds(db.sql, many, parse('tag:beach', many).filters);
  expect([...(found ?? [])]).toEqual(ids('tag:beach'));
});

describe('what a filter lets through', () => {
  test.each<[string, number[]]>([
    ['date:2019', [1, 2]],
    ['date:2020', [3]],
    ['date:<2020', [1, 2]],
    ['date:>=2020', [3, 4, 5, 6]],
    ['date:2019-12-31', [2]],
    ['date:2019 date:2021', [1, 2, 4]],
    ['-date:2019', [3, 4, 5, 6]],
    ['camera:fuji', [1, 3]],
    ['camera:xt3', [1]],
    ['camera:fuji camera:canon', [1, 2, 3]],
    ['-camera:fuji', [2, 4, 5, 6]],
    ['-camera:fuji -camera:canon', [4, 5, 6]],
    ['camera:nomake', [5]],
    ['camera:leica', []],
    ['lens:35mm', [1]],
    ['-lens:35mm', [2, 3, 4, 5, 6]],
    ['in:Trips', [1, 2, 4]],
    ['in:trips/2019', [1]],
    ['in:Pictures', [1, 2, 3, 5, 6]],
    ['in:"anna/Pictures/Trips"', [1, 2]],
    ['in:GRÖSSE', []],
    ['in:größe', [6]],
    ['in:Nowhere', []],
    ['type:png', [4]],
    ['type:jpg type:png', [1, 2, 3, 4, 6]],
    ['is:video', [5]],
    ['is:offline', [4]],
    ['is:located', [1, 5, 6]],
    ['is:rejected', [3]],
    ['is:video is:offline', []],
    ['rating:>=4', [1, 5]],
    ['rating:2', []],
    ['rating:0', [4, 6]],
    ['orientation:portrait', [2]],
    ['orientation:landscape', [1, 4, 5, 6]],
    ['orientation:square', [3]],
    ['orientation:panorama', [4]],
    ['tag:beach', [1, 3, 6]],
    ['tag:oma', [1]],
    ['tag:beach tag:strand', [6]],
    ['tag:beach -tag:strand', [1, 3]],
    ['tag:nothing', []],
    ['tag:strasse', [4]],
    ['tag:STRASSE', [4]],
    ['tag:aero', [4]],
    ['person:"jorg weiss"', [4]],
    ['person:"Jo\u0308rg Weiß"', [4]],
    ['place:Portugal', [1, 5]],
    ['place:Lisbon', [1]],
    ['place:Lisbon place:Porto', [1, 5]],
    ['place:Bavaria', [6]],
    ['-place:Portugal', [2, 3, 4, 6]],
    ['-place:Portugal -place:Germany', [2, 3, 4]],
    ['near:38.7,-9.1,20', [1]],
    ['place:Portugal date:2019', [1]],
    ['-place:Portugal date:2019', [2]],
    ['place:Portugal -near:Lisbon', [5]],
    ['place:Japan', []],
  ])('%s', (text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  test('without chips there is no list: all photos', () => {
    expect(ids('beach -people')).toBeUndefined();
  });

  test('a value that no schema knows is refused', () => {
    expect(() => allowedIds(db.sql, context, [{ key: 'rating', value: { min: 9 }, sign: 'plus' }])).toThrow();
  });
});

describe('what the library holds', () => {
  test('is read from its tables, without what is gone', () => {
    const { cameras, lenses, formats, keywords, directories } = context.vocabulary;
    expect(cameras.map(({ name }) => name).sort()).toEqual([
      'Canon EOS 5D Mark IV',
      'FUJIFILM X-T3',
      'FUJIFILM X100V',
      'NoMake 1',
    ]);
    expect(lenses).toEqual(['XF35mmF1.4 R']);
    expect(formats).toEqual(['jpeg', 'mp4', 'png']);
    expect(keywords).toContain('People|Oma');
    expect(directories).toEqual([
      { folderId: 1, dir: '' },
      { folderId: 1, dir: 'Größe' },
      { folderId: 1, dir: 'Trips' },
      { folderId: 1, dir: 'Trips/2019' },
      { folderId: 1, dir: 'TripsOld' },
      { folderId: 2, dir: 'Trips' },
      { folderId: 2, dir: 'x' },
    ]);
  });

  test('an empty library has nothing, and parsing goes on', () => {
    const empty = mkdtempSync(join(tmpdir(), 'filters-empty-'));
    const none = openDatabases({ folder: empty });
    const vocabulary = readVocabulary(none.sql);
    expect(vocabulary.directories).toEqual([]);
    const chips = parse('in:Trips date:2019 place:Portugal', {
      ...context,
      vocabulary,
      photoPlaces: readPhotoPlaces(none.sql, places),
    }).filters;
    expect(
      allowedIds(none.sql, { ...context, vocabulary, photoPlaces: readPhotoPlaces(none.sql, places) }, chips),
    ).toEqual(new Int32Array(0));
    none[Symbol.dispose]();
    rmSync(empty, { recursive: true, force: true });
  });
});

test.each<[string, number[]]>([
  ['date:1993', [1, 2, 3, 4]],
  ['date:1993-08', [2, 3, 4]],
  ['date:1993-08-04', [3, 4]],
  ['date:1993-07..1993-09', [2, 3, 4]],
  ['date:1993-01..1993-06', []],
  ['date:<1993-08', []],
  ['date:<1994', [1, 2, 3, 4]],
  ['date:>=1993', [1, 2, 3, 4, 5]],
  ['is:undated', [5]],
  ['label:red', [1, 2]],
  ['label:blue', [2]],
  ['label:re', []],
])('of a date that is known in part, the whole of it must lie within: %s', (text, expected) => {
  using other = openTemporary();
  fillLibrary(other.db.sql, [
    { takenWallMs: Date.UTC(1993, 0, 1), takenPrecision: 'year', label: 'Red' },
    { takenWallMs: Date.UTC(1993, 7, 1), takenPrecision: 'month', label: 'Red, Blue' },
    { takenWallMs: Date.UTC(1993, 7, 4), takenPrecision: 'day', label: 'Rescue' },
    { takenWallMs: Date.UTC(1993, 7, 4, 10) },
    { takenWallMs: Date.UTC(2024, 7, 4, 10), takenFrom: 'file' },
  ]);
  const found = allowedIds(other.db.sql, context, parse(text, context).filters);
  expect(found && [...found]).toEqual(expected);
});

function openTemporary(): { db: Db } & Disposable {
  const at = mkdtempSync(join(tmpdir(), 'filters-'));
  const opened = openDatabases({ folder: at });
  opened.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/home/anna/Pictures', 0)").run();
  return {
    db: opened,
    [Symbol.dispose]() {
      opened[Symbol.dispose]();
      rmSync(at, { recursive: true, force: true });
    },
  };
}
