import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { decodeHalf } from '../util/half.ts';
import { connect, isDamage } from './connect.ts';
import type { Db } from './open.ts';
import { asideOf, type Rebuildable, removeDatabase } from './rebuildable.ts';
import { createTexts, type Texts } from './texts.ts';

/** One slice of work, a few milliseconds. @returns photos that it was about; undefined at the end */
export type RefillStep = () => number[] | undefined;

export interface Refill {
  /** Takes over what can be read of the damaged file, if there is one. */
  salvage(name: Rebuildable): RefillStep;
  /** The full text, which is made of library.db alone. */
  readonly texts: () => RefillStep;
  /** There is something to be taken over, or a part of the index that is empty though there are photos. */
  isOwed(name: Rebuildable): boolean;
  /** The damaged file is not needed any more. */
  done(name: Rebuildable): void;
}

const rowsAtOnce = 300;
const textsAtOnce = 50;

/** Fills an index or a cache that was damaged and is empty. [Note: How a damaged index mends itself] */
export function createRefill(db: Pick<Db, 'sql' | 'transaction' | 'folder'>, texts: Texts = createTexts(db)): Refill {
  const { sql } = db;
  const photosAfter = sql
    .prepare<[number, number], number>('SELECT id FROM photos WHERE id > ? AND present > 0 ORDER BY id LIMIT ?')
    .pluck();
  const anyPhoto = sql.prepare<[], number>('SELECT 1 FROM photos WHERE present > 0 LIMIT 1').pluck();
  const anyText = sql.prepare<[], number>('SELECT 1 FROM idx.texts LIMIT 1').pluck();
  const isPhoto = sql.prepare<[number], number>('SELECT 1 FROM photos WHERE id = ?').pluck();
  const addModel = sql.prepare<[string]>('INSERT OR IGNORE INTO idx.models (key) VALUES (?)');
  const modelOf = sql.prepare<[string], number>('SELECT id FROM idx.models WHERE key = ?').pluck();
  const hasVector = sql
    .prepare<[number, number], number>('SELECT 1 FROM idx.vectors WHERE photo_id = ? AND model_id = ?')
    .pluck();
  const putVector = sql.prepare<[number, number, number, number, number | null, Buffer]>(
    'INSERT INTO idx.vectors (model_id, photo_id, part, part_count, at_ms, vector) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const putThumbnail = sql.prepare<[number, Buffer]>(
    'INSERT OR IGNORE INTO thumbs.thumbnails (photo_id, jpeg) VALUES (?, ?)',
  );
  const putPart = sql.prepare<[number, number, Buffer]>(
    'INSERT OR IGNORE INTO thumbs.part_thumbnails (photo_id, part, jpeg) VALUES (?, ?, ?)',
  );

  return {
    isOwed: (name) =>
      fs.existsSync(asideOf(db, name)) ||
      (name === 'index' && anyPhoto.get() !== undefined && anyText.get() === undefined),
    done: (name) => removeDatabase(asideOf(db, name)),
    texts: () =>
      inSlices(textsAtOnce, (ids) => {
        db.transaction(() => ids.forEach((id) => texts.index(id)));
        return ids;
      }),
    salvage(name) {
      const from = openAside(asideOf(db, name));
      if (from === undefined) return () => undefined;
      try {
        return name === 'index' ? vectorsOf(from) : thumbnailsOf(from);
      } catch (error) {
        from.close();
        if (!isUnreadable(error)) throw error;
        return () => undefined;
      }
    },
  };

  function inSlices(count: number, work: (ids: number[]) => number[]): RefillStep {
    let after = 0;
    return () => {
      const ids = photosAfter.all(after, count);
      const last = ids.at(-1);
      if (last === undefined) return undefined;
      after = last;
      return work(ids);
    };
  }

  function vectorsOf(from: Database): RefillStep {
    // What an older version left there has one vector a photo.
    const parts = hasColumn(from, 'vectors', 'part_count')
      ? 'part, part_count, at_ms'
      : '0 part, 1 part_count, NULL at_ms';
    const row = from.prepare<[number], Record<keyof StoredPart, unknown>>(
      `SELECT model_id, photo_id, ${parts}, vector FROM vectors WHERE id = ?`,
    );
    // Numbers may have changed hands; where it can't be read which model had which, no vector is worth anything.
    const models = from.prepare<[], { id: number; key: string }>('SELECT id, key FROM models').all();
    const numbers = db.transaction(
      () =>
        new Map(
          models.map(({ id: before, key }) => {
            addModel.run(key);
            return [before, modelOf.get(key)];
          }),
        ),
    );
    const last = lastIdOf(from);
    let id = 0;
    /** Parts of one photo, as far as they were read: all of them are taken over, or none. */
    let begun: StoredPart[] = [];
    return () => {
      if (id >= last) return void from.close();
      const until = Math.min(last, id + rowsAtOnce);
      const photoIds: number[] = [];
      db.transaction(() => {
        for (; id < until; id++) {
          const part = storedPart(readable(() => row.get(id + 1)));
          begun = part !== undefined && follows(part, begun) ? [...begun, part] : part?.part === 0 ? [part] : [];
          const [first] = begun;
          if (first === undefined || begun.length < first.part_count) continue;
          const model = numbers.get(first.model_id);
          if (model === undefined || isPhoto.get(first.photo_id) === undefined) continue;
          if (hasVector.get(first.photo_id, model) !== undefined) continue;
          for (const { photo_id, part: n, part_count, at_ms, vector } of begun)
            putVector.run(model, photo_id, n, part_count, at_ms, vector);
          photoIds.push(first.photo_id);
        }
      });
      return photoIds;
    };
  }

  function thumbnailsOf(from: Database): RefillStep {
    const row = from.prepare<[number]>('SELECT jpeg FROM thumbnails WHERE photo_id = ?').pluck();
    const parts = hasColumn(from, 'part_thumbnails', 'jpeg')
      ? from.prepare<[number], { part: unknown; jpeg: unknown }>(
          'SELECT part, jpeg FROM part_thumbnails WHERE photo_id = ?',
        )
      : undefined;
    const step = inSlices(rowsAtOnce / 10, (ids) => {
      db.transaction(() => {
        for (const id of ids) {
          const jpeg = readable(() => row.get(id));
          if (isJpeg(jpeg)) putThumbnail.run(id, jpeg);
          for (const each of readable(() => parts?.all(id)) ?? [])
            if (typeof each.part === 'number' && isJpeg(each.jpeg)) putPart.run(id, each.part, each.jpeg);
        }
      });
      return ids;
    });
    return () => step() ?? void from.close();
  }

  /** Ids are counted up; where the end can't be read, photos with a few models have no more than this. */
  function lastIdOf(from: Database): number {
    const last = readable(() => from.prepare<[], number | null>('SELECT max(id) FROM vectors').pluck().get());
    if (typeof last === 'number') return last;
    const photos = sql.prepare<[], number | null>('SELECT max(id) FROM photos').pluck().get() ?? 0;
    return photos * 4;
  }
}

function openAside(file: string): Database | undefined {
  if (!fs.existsSync(file)) return undefined;
  return readable(() => connect(path.resolve(file), { isReadOnly: true }));
}

function readable<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return undefined;
  }
}

interface StoredPart {
  readonly model_id: number;
  readonly photo_id: number;
  readonly part: number;
  readonly part_count: number;
  readonly at_ms: number | null;
  readonly vector: Buffer;
}

function hasColumn(from: Database, table: string, column: string): boolean {
  const columns = from.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck();
  return readable(() => columns.all(table))?.includes(column) === true;
}

function storedPart(row: Record<keyof StoredPart, unknown> | undefined): StoredPart | undefined {
  if (row === undefined || !isVector(row.vector)) return undefined;
  const { model_id, photo_id, part, part_count, at_ms, vector } = row;
  if (typeof model_id !== 'number' || typeof photo_id !== 'number') return undefined;
  if (typeof part !== 'number' || typeof part_count !== 'number' || part_count < 1) return undefined;
  return { model_id, photo_id, part, part_count, at_ms: typeof at_ms === 'number' ? at_ms : null, vector };
}

/** Parts of one photo were written one behind the other. */
function follows(part: StoredPart, begun: readonly StoredPart[]): boolean {
  const [first] = begun;
  return (
    first !== undefined &&
    part.part > 0 &&
    part.part === begun.length &&
    part.photo_id === first.photo_id &&
    part.model_id === first.model_id &&
    part.part_count === first.part_count
  );
}

/** In a damaged file tables may be missing too, or a text stand where a number was. */
function isUnreadable(error: unknown): boolean {
  return (
    isDamage(error) ||
    (error instanceof Error && 'code' in error && /^SQLITE_(ERROR|IOERR|CANTOPEN)/.test(String(error.code)))
  );
}

/** Half floats of unit length, within what rounding makes of it: a flipped bit that counts is seen. */
function isVector(value: unknown): value is Buffer {
  if (!Buffer.isBuffer(value) || value.length === 0 || value.length % 2 !== 0) return false;
  const vector = new Float32Array(value.length / 2);
  decodeHalf(value, vector);
  return Math.abs(Math.hypot(...vector) - 1) < 0.01;
}

function isJpeg(value: unknown): value is Buffer {
  if (!Buffer.isBuffer(value) || value.length < 100) return false;
  return value.readUInt16BE(0) === 0xffd8 && value.readUInt16BE(value.length - 2) === 0xffd9;
}
