import type { Database } from 'better-sqlite3';
import type { ShotSays } from '../../preload/contract/photo.ts';
import type { StackWord } from '../../preload/contract/stack-calls.ts';
import { pixelBytes } from '../copies/look.ts';
import { type Direction, overlapOf } from '../copies/overlap.ts';
import type { OwnStacks } from '../stacks/own-stacks.ts';
import type { Stack, StackFile, StackKind } from '../stacks/stacks.ts';
import { decodeHalf } from '../util/half.ts';
import type { Db } from './open.ts';
import { rawFormatList } from './raw-formats.ts';

/** Cosine of two frames of one scene; other photos of the starter model hardly reach it (docs/stacks.md). */
const leastAlike = 0.85;

/** A row of the table: a photo, and what it belongs to. */
export interface StackRow {
  readonly photoId: number;
  readonly bestId: number;
  readonly kind: StackKind;
}

/** Every file that is there, as far as it tells what it belongs to. */
export function readStackFiles(sql: Database): StackFile[] {
  return sql
    .prepare<[], FileRow>(
      `SELECT f.photo_id, f.folder_id, f.dir, f.name, p.kind, p.format IN ${rawFormatList} is_raw, p.taken_wall_ms, p.taken_from,
         p.taken_precision, p.camera_model, p.exposure_s || '/' || p.aperture || '/' || p.iso || '/' || p.focal_length_mm setting,
         json_extract(w.says, '$.shot') shot FROM files f JOIN photos p ON p.id = f.photo_id
         LEFT JOIN file_says w ON w.file_id = f.id
       WHERE f.missing_since_ms IS NULL ORDER BY f.photo_id, f.id`,
    )
    .all()
    .map((row) => ({
      photoId: row.photo_id,
      folder: `${row.folder_id}/${row.dir}`,
      name: row.name,
      kind: row.kind,
      isRaw: row.is_raw === 1,
      // A name's or a file's own date says nothing of the second.
      takenWallMs:
        row.taken_precision === null && !['file', 'name', 'modified'].includes(row.taken_from)
          ? row.taken_wall_ms
          : undefined,
      camera: row.camera_model ?? undefined,
      setting: row.setting ?? undefined,
      // Written by sources.ts, out of what the embedder read.
      shot: row.shot === null ? undefined : (JSON.parse(row.shot) as ShotSays),
    }));
}

/** Where a photo goes on where another ends. @param known by both numbers, `12 13`; what is found is added to it */
export function createDirectionOf(sql: Database, known: Map<string, Direction | undefined>) {
  const pixels = sql.prepare<[number], Buffer>('SELECT pixels FROM thumbs.looks WHERE photo_id = ?').pluck();
  return (one: number, other: number): Direction | undefined => {
    const key = `${one} ${other}`;
    if (known.has(key)) return known.get(key);
    const [a, b] = [pixels.get(one), pixels.get(other)];
    // It may be looked at later.
    if (a?.length !== pixelBytes || b?.length !== pixelBytes) return undefined;
    const direction = overlapOf(a, b);
    known.set(key, direction);
    return direction;
  };
}

/**
 * Whether two photos look like one scene, by their vectors of the newest model that has both. The same picture in other bytes
 * is a copy and no shot of a series.
 */
export function createAreAlike(sql: Database): (one: number, other: number) => boolean {
  const vectors = sql.prepare<[{ one: number; other: number }], { one: Buffer; other: Buffer }>(
    `SELECT a.vector one, b.vector other FROM idx.vectors a JOIN idx.vectors b
       ON b.photo_id = @other AND b.model_id = a.model_id AND b.part = 0
     WHERE a.photo_id = @one AND a.part = 0 ORDER BY a.model_id DESC LIMIT 1`,
  );
  const arePair = sql.prepare<[number, number], 1>('SELECT 1 FROM idx.copy_pairs WHERE photo_id = ? AND other_id = ?');
  return (one, other) => {
    if (arePair.get(one, other) !== undefined || arePair.get(other, one) !== undefined) return false;
    const row = vectors.get({ one, other });
    if (row?.one.length !== row?.other.length || row === undefined) return false;
    const [a, b] = [row.one, row.other].map((half) => {
      const vector = new Float32Array(half.length / 2);
      decodeHalf(half, vector);
      return vector;
    });
    return a !== undefined && b !== undefined && a.reduce((sum, x, i) => sum + x * (b[i] ?? 0), 0) >= leastAlike;
  };
}

export function rowsOf(stacks: readonly Stack[]): StackRow[] {
  return stacks.flatMap(({ kind, photoIds }) => {
    const [bestId] = photoIds;
    return bestId === undefined ? [] : photoIds.map((photoId) => ({ photoId, bestId, kind }));
  });
}

/** What the person says of stacks. Call what changes it inside a transaction. */
export function createOwnStacks({ sql }: Pick<Db, 'sql'>) {
  const said = sql.prepare<[], { photoId: number; stack: number | null }>(
    'SELECT photo_id photoId, stack FROM own_stacks ORDER BY stack, photo_id',
  );
  const bests = sql.prepare<[], number>('SELECT photo_id FROM stack_bests ORDER BY at_ms, photo_id').pluck();
  const own = sql.prepare<[number], { stack: number | null; atMs: number }>(
    'SELECT stack, at_ms atMs FROM own_stacks WHERE photo_id = ?',
  );
  const bestAt = sql.prepare<[number], number>('SELECT at_ms FROM stack_bests WHERE photo_id = ?').pluck();
  const put = sql.prepare<[{ id: number; stack: number | null; atMs: number }]>(
    `INSERT INTO own_stacks (photo_id, stack, at_ms) SELECT @id, @stack, @atMs WHERE EXISTS (SELECT 1 FROM photos WHERE id = @id)
     ON CONFLICT (photo_id) DO UPDATE SET stack = excluded.stack, at_ms = excluded.at_ms`,
  );
  const drop = sql.prepare<[number]>('DELETE FROM own_stacks WHERE photo_id = ?');
  const putBest = sql.prepare<[{ id: number; atMs: number }]>(
    `INSERT INTO stack_bests (photo_id, at_ms) SELECT @id, @atMs WHERE EXISTS (SELECT 1 FROM photos WHERE id = @id)
     ON CONFLICT (photo_id) DO UPDATE SET at_ms = excluded.at_ms`,
  );
  const dropBest = sql.prepare<[number]>('DELETE FROM stack_bests WHERE photo_id = ?');
  const next = sql.prepare<[], number>('SELECT coalesce(max(stack), 0) + 1 FROM own_stacks').pluck();
  return {
    /** All that was said; a photo without a number of a stack was taken apart from whatever it would be in. */
    all(): OwnStacks {
      return {
        stackOf: new Map(said.all().map(({ photoId, stack }) => [photoId, stack ?? undefined])),
        bestIds: bests.all(),
      };
    },
    /** What was said of each of these, in their order: what `putBack` takes. */
    wordsOf: (photoIds: readonly number[]): StackWord[] =>
      photoIds.map((photoId) => {
        const [word, bestAtMs] = [own.get(photoId), bestAt.get(photoId)];
        return { photoId, ...(word && { own: word }), ...(bestAtMs !== undefined && { bestAtMs }) };
      }),
    /** Makes it what `wordsOf` told then, also where that was nothing. Words of photos that are gone are passed over. */
    putBack(words: readonly StackWord[]): void {
      for (const { photoId, own: word, bestAtMs } of words) {
        if (word === undefined) drop.run(photoId);
        else put.run({ id: photoId, ...word });
        if (bestAtMs === undefined) dropBest.run(photoId);
        else putBest.run({ id: photoId, atMs: bestAtMs });
      }
    },
    /** These are one stack, whatever was said of them before. @param stack one that is there already; absent: a new one */
    join(photoIds: readonly number[], atMs: number, stack = next.get() ?? 1): void {
      for (const id of photoIds) put.run({ id, stack, atMs });
    },
    /** Each of these belongs to nothing. */
    part(photoIds: readonly number[], atMs: number): void {
      for (const id of photoIds) put.run({ id, stack: null, atMs });
    },
    /** This one stands for whatever stack it is in; of several in one, the latest does. */
    setBest: (photoId: number, atMs: number): void => void putBest.run({ id: photoId, atMs }),
  };
}

/** Stacks as they were found last: they can be found again from the files. */
export function createStacks({ sql }: Pick<Db, 'sql'>) {
  const all = sql.prepare<[], StackRow>(
    'SELECT photo_id photoId, best_id bestId, kind FROM idx.stacks ORDER BY best_id, photo_id',
  );
  const put = sql.prepare<[StackRow]>(
    `INSERT INTO idx.stacks (photo_id, best_id, kind) VALUES (@photoId, @bestId, @kind)
     ON CONFLICT (photo_id) DO UPDATE SET best_id = excluded.best_id, kind = excluded.kind`,
  );
  const drop = sql.prepare<[number]>('DELETE FROM idx.stacks WHERE photo_id = ?');
  const whole = sql
    .prepare<[string], number>(
      `SELECT s.photo_id FROM idx.stacks s WHERE s.best_id IN (
         SELECT best_id FROM idx.stacks WHERE photo_id IN (SELECT value FROM json_each(?)))
       ORDER BY s.best_id, s.photo_id <> s.best_id, s.photo_id`,
    )
    .pluck();
  const kindOf = sql.prepare<[number], StackKind>('SELECT kind FROM idx.stacks WHERE photo_id = ?').pluck();
  return {
    all: (): StackRow[] => all.all(),
    kindOf: (photoId: number): StackKind | undefined => kindOf.get(photoId),
    /** Every photo that is in a stack with one of these, the one that stands for it first; without those that are in none. */
    partsOf: (photoIds: readonly number[]): number[] => whole.all(JSON.stringify(photoIds)),
    /** @param goes photos that belong to nothing any more */
    change(comes: readonly StackRow[], goes: readonly number[]): void {
      for (const id of goes) drop.run(id);
      for (const row of comes) put.run(row);
    },
  };
}

interface FileRow {
  photo_id: number;
  folder_id: number;
  dir: string;
  name: string;
  kind: 'image' | 'video';
  is_raw: 0 | 1;
  taken_wall_ms: number;
  taken_from: string;
  taken_precision: string | null;
  camera_model: string | null;
  setting: string | null;
  shot: string | null;
}
