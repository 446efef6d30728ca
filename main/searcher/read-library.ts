import type { Database } from 'better-sqlite3';
import type { PhotoCard, TakenPrecision, WordPlace } from '../../preload/contract/photo.ts';
import { connect } from '../db/connect.ts';
import { readCrop } from '../db/crops.ts';
import { readFlag } from '../db/flags.ts';
import { Failure } from '../util/failure.ts';
import { wordQueries } from '../search/exact-words.ts';
import type { SearcherSetup } from './messages.ts';

/** What the searcher reads of library.db and index.db. Every call sees what was committed last. */
export type ReadLibrary = ReturnType<typeof openLibraryForReading>;

/** A photo after a change: gone, without a vector yet, or whole. */
export interface PhotoState {
  readonly id: number;
  /** Its place. [Note: Places in the timeline] */
  readonly time: number;
  readonly isPresent: boolean;
  /** Half floats of its parts, in their order; none: not embedded yet. */
  readonly halves: readonly Buffer[];
}

/**
 * @param modelKey of the vectors, see `vectorKey`
 * @throws Failure 'unavailable' when the databases are not there or cannot be read
 */
export function openLibraryForReading(setup: Pick<SearcherSetup, 'libraryFile' | 'indexFile'>, modelKey: string) {
  const sql = open(setup);
  const modelNumber = sql.prepare<[string], number>('SELECT id FROM idx.models WHERE key = ?').pluck();
  const sliceOf = (which: '' | 'AND v.part = 0') =>
    sql
      .prepare<[number, number, number], [number, number, number, Buffer]>(
        `SELECT v.id, v.photo_id, v.part, v.vector FROM idx.vectors v CROSS JOIN photos p ON p.id = v.photo_id
         WHERE v.id > ? AND v.model_id = ? ${which} AND p.present > 0 ORDER BY v.id LIMIT ?`,
      )
      .raw();
  const vectorSlice = sliceOf('');
  const firstParts = sliceOf('AND v.part = 0');
  const anyOther = sql
    .prepare<[number], number>('SELECT 1 FROM idx.vectors WHERE model_id = ? AND part = 1 LIMIT 1')
    .pluck();
  const firstIds = sql
    .prepare<[number], number>('SELECT id FROM idx.vectors WHERE model_id = ? AND part = 0 ORDER BY id')
    .pluck();
  const storedAfter = sql
    .prepare<[number, number], [number, number]>(
      'SELECT id, photo_id FROM idx.vectors WHERE id > ? AND model_id = ? ORDER BY id',
    )
    .raw();
  const vectorRange = sql.prepare<[{ model: number }], { least: number | null; most: number | null }>(
    `SELECT (SELECT min(id) FROM idx.vectors WHERE model_id = @model) least,
       (SELECT max(id) FROM idx.vectors WHERE model_id = @model) most`,
  );
  const parts = sql
    .prepare<[number, number], Buffer>(
      'SELECT vector FROM idx.vectors WHERE photo_id = ? AND model_id = ? ORDER BY part',
    )
    .pluck();
  const partsOfWhole = sql
    .prepare<[{ photo: number; model: number }], Buffer>(
      `SELECT vector FROM idx.vectors WHERE photo_id = @photo AND model_id = @model
       AND (part = 0 OR NOT EXISTS (SELECT 1 FROM idx.vectors
         WHERE photo_id = @photo AND model_id = @model AND part = 0 AND at_ms IS NULL)) ORDER BY part`,
    )
    .pluck();
  const part = sql
    .prepare<[number, number, number], Buffer>(
      'SELECT vector FROM idx.vectors WHERE photo_id = ? AND model_id = ? AND part = ?',
    )
    .pluck();
  const someParts = sql
    .prepare<[string, number], [number, Buffer]>(
      `SELECT j.key, v.vector FROM json_each(?) j CROSS JOIN idx.vectors v
       ON v.photo_id = j.value ->> 0 AND v.part = j.value ->> 1 AND v.model_id = ?`,
    )
    .raw();
  const moment = sql.prepare<[number, number, number], { atMs: number | null; partCount: number }>(
    `SELECT at_ms atMs, part_count partCount FROM idx.vectors
     WHERE photo_id = ? AND model_id = ? AND part = ? AND part_count > 1`,
  );
  const states = sql.prepare<[string, number], StateRow>(
    `SELECT j.value id, p.timeline_at time, p.present, v.part, v.vector FROM json_each(?) j
     LEFT JOIN photos p ON p.id = j.value LEFT JOIN idx.vectors v ON v.photo_id = p.id AND v.model_id = ?`,
  );
  const timeline = sql
    .prepare<[number, number, number, number], [number, number]>(
      `SELECT id, timeline_at FROM photos
       WHERE present > 0 AND timeline_at <= ? AND (timeline_at < ? OR id < ?)
       ORDER BY timeline_at DESC, id DESC LIMIT ?`,
    )
    .raw();
  const exact = sql
    .prepare<[string], number>(
      // A word in a file's name weighs most, then what a person wrote, then the folder that holds many photos.
      `SELECT t.rowid FROM idx.texts t CROSS JOIN photos p ON p.id = t.rowid
       WHERE t.texts MATCH ? AND p.present > 0 ORDER BY bm25(t.texts, 4.0, 1.0, 3.0, 3.0), t.rowid DESC`,
    )
    .pluck();
  const exactAmong = sql
    .prepare<[string, string], number>(
      // With `+` the words are looked up once, not once for each photo: 7 ms instead of 150 for 24 photos of 100,000.
      `SELECT rowid FROM idx.texts WHERE texts MATCH ? AND +rowid IN (SELECT value FROM json_each(?))
       ORDER BY bm25(texts, 4.0, 1.0, 3.0, 3.0), rowid DESC`,
    )
    .pluck();
  const cards = sql.prepare<[string], CardRow>(
    // The name is that of the row with the least `place`: a file that is there, else one on a drive that is away.
    `SELECT p.id, p.width, p.height, p.taken_wall_ms, p.taken_precision, p.taken_from = 'file' is_file_date,
       p.kind, p.version, p.duration_ms, p.has_motion,
       coalesce(p.own_favourite, p.favourite) favourite, p.own_hidden, p.own_flag, p.flag, p.own_crop,
       coalesce(p.own_rating, p.rating) stars, f.name,
       min(CASE WHEN f.missing_since_ms IS NOT NULL THEN 2e15 WHEN d.offline_since_ms IS NOT NULL THEN 1e15 ELSE 0 END
         + f.id) place
     FROM json_each(?) j JOIN photos p ON p.id = j.value
     LEFT JOIN files f ON f.photo_id = p.id LEFT JOIN folders d ON d.id = f.folder_id
     GROUP BY p.id`,
  );

  const hidden = sql.prepare<[], number>('SELECT id FROM photos WHERE own_hidden = 1').pluck();

  const found = (query: string | undefined): number[] => (query === undefined ? [] : exact.all(query));

  let number: number | undefined;
  /** A model gets its number with its first vector, which may come later. 0 is nobody's. */
  const model = () => (number ??= modelNumber.get(modelKey)) ?? 0;

  return {
    /** For reading what others know how to ask: vocabulary, filters, places. */
    get sql(): Database {
      return sql;
    },
    /** Photos that the person hid, also such as are not there now, in no order. */
    hidden: (): number[] => hidden.all(),
    /** Vectors of the photos that are there, in the order of storing. @param after 0, or `lastId` of the slice before */
    vectorsAfter(after: number, limit: number) {
      const rows = vectorSlice.all(after, model(), limit);
      const seen = rows.filter(([, , , half]) => isSeen(half));
      return { rows: seen.map(([, photoId, part, half]) => ({ photoId, part, half })), lastId: rows.at(-1)?.[0] };
    },
    /** About `count` photos from all over the library: the first vector of each, as half floats. */
    sampleVectors(count: number): { photoId: number; half: Buffer }[] {
      const { least, most } = vectorRange.get({ model: model() }) ?? { least: null, most: null };
      if (least === null || most === null) return [];
      const places = 64;
      // Where a film fills a hundred rows, equal steps over the rows would meet films more often than photos.
      const ids = anyOther.get(model()) === undefined ? undefined : firstIds.all(model());
      const at = Array.from({ length: places }, (_, i) =>
        ids === undefined
          ? Math.floor(least - 1 + ((most - least + 1) * i) / places)
          : (ids[Math.floor((ids.length * i) / places)] ?? least) - 1,
      );
      const rows = at.flatMap((after, i) =>
        firstParts.all(after, model(), Math.ceil(count / places)).filter(([id]) => id <= (at[i + 1] ?? most)),
      );
      return rows.filter(([, , , half]) => isSeen(half)).map(([, photoId, , half]) => ({ photoId, half }));
    },
    /** Photos whose vectors were stored after one, and the last one stored. @param after 0, or `lastId` of the time before */
    storedAfter(after: number): { photoIds: number[]; lastId: number } {
      const rows = storedAfter.all(after, model());
      return { photoIds: rows.map(([, photoId]) => photoId), lastId: rows.at(-1)?.[0] ?? after };
    },
    lastStored: (): number => vectorRange.get({ model: model() })?.most ?? 0,
    /** Half floats of a photo's parts, in their order. */
    parts: (photoId: number): Buffer[] => parts.all(photoId, model()).filter(isSeen),
    /** Those that stand for the whole: the picture, whatever its film shows; of a film all moments. */
    partsOfWhole: (photoId: number): Buffer[] => partsOfWhole.all({ photo: photoId, model: model() }).filter(isSeen),
    part: (photoId: number, n: number): Buffer | undefined => part.get(photoId, model(), n),
    /** Half floats of these parts, by their place among what was asked for. */
    someParts: (wanted: readonly (readonly [photoId: number, part: number])[]): Map<number, Buffer> =>
      new Map(someParts.all(JSON.stringify(wanted), model())),
    /** How many parts a film or a picture with one has and where in it the `part` is, if one is asked for; undefined where it has one at most. */
    momentOf(photoId: number, n: number | undefined): Pick<PhotoCard, 'partCount' | 'part' | 'atMs'> | undefined {
      const row = moment.get(photoId, model(), n ?? 0);
      if (row === undefined || n === undefined) return row && { partCount: row.partCount };
      return { partCount: row.partCount, part: n, ...(row.atMs !== null && { atMs: row.atMs }) };
    },
    states: (photoIds: readonly number[]): PhotoState[] => statesOf(states.all(JSON.stringify(photoIds), model())),
    /** The next 5,000 photos of the timeline after one of it: larger slices leave more garbage than they save time. */
    timelineAfter(last: { id: number; time: number } | undefined) {
      const { id, time } = last ?? { id: Number.MAX_SAFE_INTEGER, time: Number.MAX_SAFE_INTEGER };
      return timeline.all(time, time, id, 5_000).map(([photoId, taken]) => ({ id: photoId, time: taken }));
    },
    /** Photos that have all content words of the text in their names, folders, captions or keywords, the best first. */
    exactMatches: (text: string): number[] => found(wordQueries(text).whole),
    /** The same, where the last word is half typed. */
    begunMatches: (text: string): number[] => found(wordQueries(text).begun),
    /** Of these photos the ones that have some of the words, the best first. */
    someMatches(text: string, photoIds: Iterable<number>): number[] {
      const query = wordQueries(text).some;
      const ids = [...photoIds];
      return query === undefined || ids.length === 0 ? [] : exactAmong.all(query, JSON.stringify(ids));
    },
    /** Where the words of a text are found in photos: all of them in one place, else the place of one. */
    placesOfWords(text: string, photoIds: readonly number[]): Map<number, WordPlace> {
      const { whole, begun, some } = wordQueries(text);
      const places = new Map<number, WordPlace>();
      for (const query of [whole, begun, some])
        for (const [column, place] of columns) {
          const open = photoIds.filter((id) => !places.has(id));
          if (query === undefined || open.length === 0) continue;
          for (const id of exactAmong.all(`${column} : (${query})`, JSON.stringify(open))) places.set(id, place);
        }
      return places;
    },
    /** In the order of `photoIds`; a photo that is not in the library any more is left out. */
    cards(photoIds: ArrayLike<number>): PhotoCard[] {
      const ids = Array.from(photoIds);
      const byId = new Map(cards.all(JSON.stringify(ids)).map((row) => [row.id, row]));
      return ids.flatMap((id) => {
        const row = byId.get(id);
        return row ? [cardOf(row)] : [];
      });
    },
    close: () => void sql.close(),
  };
}

/** A film that nothing decodes has one vector, of zeros, so that nothing more is owed to it: it is like nothing, and in no ranking. */
function isSeen(half: Buffer): boolean {
  return half.some((byte) => byte !== 0);
}

/** Columns of the full text, what a person wrote first. */
const columns: readonly (readonly [string, WordPlace])[] = [
  ['keywords', 'tag'],
  ['captions', 'caption'],
  ['names', 'name'],
  ['folders', 'folder'],
];

interface StateRow {
  id: number;
  time: number | null;
  present: number | null;
  part: number | null;
  vector: Buffer | null;
}

/** A row for each part becomes one state for each photo. */
function statesOf(rows: readonly StateRow[]): PhotoState[] {
  const byId = new Map<number, { row: StateRow; halves: Buffer[] }>();
  for (const row of rows) {
    const state = byId.get(row.id) ?? { row, halves: [] };
    byId.set(row.id, state);
    if (row.vector !== null && isSeen(row.vector)) state.halves[row.part ?? 0] = row.vector;
  }
  return Array.from(byId, ([id, { row, halves }]) => ({
    id,
    time: row.time ?? 0,
    isPresent: (row.present ?? 0) > 0,
    halves,
  }));
}

interface CardRow {
  id: number;
  width: number;
  height: number;
  taken_wall_ms: number;
  taken_precision: TakenPrecision | null;
  is_file_date: 0 | 1;
  kind: 'image' | 'video';
  version: number;
  duration_ms: number | null;
  favourite: 0 | 1 | null;
  own_hidden: 1 | null;
  own_flag: number | null;
  flag: number | null;
  own_crop: string | null;
  stars: number | null;
  has_motion: 0 | 1;
  name: string | null;
  place: number | null;
}

function cardOf(row: CardRow): PhotoCard {
  const flag = readFlag(row.own_flag, row.flag, row.stars);
  const crop = readCrop(row.own_crop);
  return {
    id: row.id,
    name: row.name ?? '',
    width: row.width,
    height: row.height,
    takenWallMs: row.taken_wall_ms,
    ...(row.taken_precision !== null && { takenPrecision: row.taken_precision }),
    ...(row.is_file_date === 1 && { isFileDate: true }),
    kind: row.kind,
    isOffline: (row.place ?? 2e15) >= 1e15,
    version: row.version,
    ...(row.duration_ms !== null && { durationMs: row.duration_ms }),
    ...(row.favourite === 1 && { isFavourite: true }),
    ...(row.own_hidden !== null && { isHidden: true }),
    ...(flag && { flag }),
    ...(crop && { crop }),
    ...((row.stars ?? 0) > 0 && { stars: row.stars ?? 0 }),
    ...(row.has_motion === 1 && { hasMotion: true }),
  };
}

function open({ libraryFile, indexFile }: Pick<SearcherSetup, 'libraryFile' | 'indexFile'>): Database {
  try {
    const sql = connect(libraryFile, { isReadOnly: true });
    sql.prepare('ATTACH DATABASE ? AS idx').run(indexFile);
    sql.pragma('query_only = ON');
    return sql;
  } catch (cause) {
    throw new Failure('unavailable', 'The library cannot be opened for searching.', {
      details: { file: libraryFile },
      cause,
    });
  }
}
