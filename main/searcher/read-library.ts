import type { Database } from 'better-sqlite3';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import { connect } from '../db/connect.ts';
import { Failure } from '../util/failure.ts';
import { exactQuery } from '../search/exact-words.ts';
import type { SearcherSetup } from './messages.ts';

/** What the searcher reads of library.db and index.db. Every call sees what was committed last. */
export type ReadLibrary = ReturnType<typeof openLibraryForReading>;

/** A photo after a change: gone, without a vector yet, or whole. */
export interface PhotoState {
  readonly id: number;
  readonly time: number;
  readonly isPresent: boolean;
  /** Half floats, or undefined. */
  readonly half: Buffer | undefined;
}

/**
 * @param modelKey of the vectors, see `vectorKey`
 * @throws Failure 'unavailable' when the databases are not there or cannot be read
 */
export function openLibraryForReading(
  setup: Pick<SearcherSetup, 'libraryFile' | 'indexFile' | 'sqliteAddon'>,
  modelKey: string,
) {
  const sql = open(setup);
  const modelNumber = sql.prepare<[string], number>('SELECT id FROM idx.models WHERE key = ?').pluck();
  const vectorSlice = sql
    .prepare<[number, number, number], [number, number, Buffer]>(
      `SELECT v.id, v.photo_id, v.vector FROM idx.vectors v CROSS JOIN photos p ON p.id = v.photo_id
       WHERE v.id > ? AND v.model_id = ? AND p.present > 0 ORDER BY v.id LIMIT ?`,
    )
    .raw();
  const storedAfter = sql
    .prepare<[number, number], [number, number]>(
      'SELECT id, photo_id FROM idx.vectors WHERE id > ? AND model_id = ? ORDER BY id',
    )
    .raw();
  const vectorRange = sql.prepare<[{ model: number }], { least: number | null; most: number | null }>(
    `SELECT (SELECT min(id) FROM idx.vectors WHERE model_id = @model) least,
       (SELECT max(id) FROM idx.vectors WHERE model_id = @model) most`,
  );
  const vector = sql
    .prepare<[number, number], Buffer>('SELECT vector FROM idx.vectors WHERE photo_id = ? AND model_id = ?')
    .pluck();
  const states = sql.prepare<[string, number], StateRow>(
    `SELECT j.value id, p.taken_wall_ms time, p.present, v.vector FROM json_each(?) j
     LEFT JOIN photos p ON p.id = j.value LEFT JOIN idx.vectors v ON v.photo_id = p.id AND v.model_id = ?`,
  );
  const timeline = sql
    .prepare<[number, number, number, number], [number, number]>(
      `SELECT id, taken_wall_ms FROM photos
       WHERE present > 0 AND taken_wall_ms <= ? AND (taken_wall_ms < ? OR id < ?)
       ORDER BY taken_wall_ms DESC, id DESC LIMIT ?`,
    )
    .raw();
  const exact = sql
    .prepare<[string], number>(
      // A word in a file's name weighs most, then what a person wrote, then the folder that holds many photos.
      `SELECT t.rowid FROM idx.texts t CROSS JOIN photos p ON p.id = t.rowid
       WHERE t.texts MATCH ? AND p.present > 0 ORDER BY bm25(t.texts, 4.0, 1.0, 3.0, 3.0), t.rowid DESC`,
    )
    .pluck();
  const exactOne = sql
    .prepare<[string, number], number>('SELECT rowid FROM idx.texts WHERE texts MATCH ? AND rowid = ?')
    .pluck();
  const cards = sql.prepare<[string], CardRow>(
    // The name is that of the row with the least `place`: a file that is there, else one on a drive that is away.
    `SELECT p.id, p.width, p.height, p.taken_wall_ms, p.kind, p.version, f.name,
       min(CASE WHEN f.missing_since_ms IS NOT NULL THEN 2e15 WHEN d.offline_since_ms IS NOT NULL THEN 1e15 ELSE 0 END
         + f.id) place
     FROM json_each(?) j JOIN photos p ON p.id = j.value
     LEFT JOIN files f ON f.photo_id = p.id LEFT JOIN folders d ON d.id = f.folder_id
     GROUP BY p.id`,
  );

  let number: number | undefined;
  /** A model gets its number with its first vector, which may come later. 0 is nobody's. */
  const model = () => (number ??= modelNumber.get(modelKey)) ?? 0;

  return {
    /** For reading what others know how to ask: vocabulary, filters, places. */
    get sql(): Database {
      return sql;
    },
    /** Vectors of the photos that are there, in the order of storing. @param after 0, or `lastId` of the slice before */
    vectorsAfter(after: number, limit: number) {
      const rows = vectorSlice.all(after, model(), limit);
      return { rows: rows.map(([, photoId, half]) => ({ photoId, half })), lastId: rows.at(-1)?.[0] };
    },
    /** About `count` vectors from all over the library, as half floats. */
    sampleVectors(count: number): { photoId: number; half: Buffer }[] {
      const { least, most } = vectorRange.get({ model: model() }) ?? { least: null, most: null };
      if (least === null || most === null) return [];
      const places = 64;
      const at = Array.from({ length: places }, (_, i) => Math.floor(least - 1 + ((most - least + 1) * i) / places));
      const rows = at.flatMap((after, i) =>
        vectorSlice.all(after, model(), Math.ceil(count / places)).filter(([id]) => id <= (at[i + 1] ?? most)),
      );
      return rows.map(([, photoId, half]) => ({ photoId, half }));
    },
    /** Photos whose vectors were stored after one, and the last one stored. @param after 0, or `lastId` of the time before */
    storedAfter(after: number): { photoIds: number[]; lastId: number } {
      const rows = storedAfter.all(after, model());
      return { photoIds: rows.map(([, photoId]) => photoId), lastId: rows.at(-1)?.[0] ?? after };
    },
    lastStored: (): number => vectorRange.get({ model: model() })?.most ?? 0,
    vector: (photoId: number): Buffer | undefined => vector.get(photoId, model()),
    states: (photoIds: readonly number[]): PhotoState[] =>
      states.all(JSON.stringify(photoIds), model()).map(({ id, time, present, vector: half }) => ({
        id,
        time: time ?? 0,
        isPresent: (present ?? 0) > 0,
        half: half ?? undefined,
      })),
    /** The next 5,000 photos of the timeline after one of it: larger slices leave more garbage than they save time. */
    timelineAfter(last: { id: number; time: number } | undefined) {
      const { id, time } = last ?? { id: Number.MAX_SAFE_INTEGER, time: Number.MAX_SAFE_INTEGER };
      return timeline.all(time, time, id, 5_000).map(([photoId, taken]) => ({ id: photoId, time: taken }));
    },
    /** Photos that have all content words of the text in their names, folders, captions or keywords, the best first. */
    exactMatches(text: string): number[] {
      const query = exactQuery(text);
      return query === undefined ? [] : exact.all(query);
    },
    /** Whether full text finds the word in this photo. */
    matches(photoId: number, word: string): boolean {
      const query = exactQuery(word);
      return query !== undefined && exactOne.get(query, photoId) !== undefined;
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

interface StateRow {
  id: number;
  time: number | null;
  present: number | null;
  vector: Buffer | null;
}

interface CardRow {
  id: number;
  width: number;
  height: number;
  taken_wall_ms: number;
  kind: 'image' | 'video';
  version: number;
  name: string | null;
  place: number | null;
}

function cardOf(row: CardRow): PhotoCard {
  return {
    id: row.id,
    name: row.name ?? '',
    width: row.width,
    height: row.height,
    takenWallMs: row.taken_wall_ms,
    kind: row.kind,
    isOffline: (row.place ?? 2e15) >= 1e15,
    version: row.version,
  };
}

function open({
  libraryFile,
  indexFile,
  sqliteAddon,
}: Pick<SearcherSetup, 'libraryFile' | 'indexFile' | 'sqliteAddon'>): Database {
  try {
    const sql = connect(libraryFile, { sqliteAddon, isReadOnly: true });
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
