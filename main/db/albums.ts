import { z } from 'zod';
import type { AlbumKind, AlbumSort, SmartRule, TagMode } from '../../preload/contract/album.ts';
import { Failure } from '../util/failure.ts';
import type { Db } from './open.ts';
import { positionsBetween, step } from './positions.ts';

/** An album as it is stored. */
export interface AlbumRow {
  readonly id: number;
  readonly parentId: number | undefined;
  readonly name: string;
  readonly kind: AlbumKind;
  readonly coverPhotoId: number | undefined;
  readonly sort: AlbumSort;
  readonly rule: SmartRule;
  readonly tagId: number | undefined;
  readonly tagMode: TagMode;
  readonly tagLeast: number;
}

export type AlbumChange = Partial<Omit<AlbumRow, 'id' | 'kind' | 'parentId'>>;

const words = z.array(z.string()).catch([]);
const columns = {
  name: 'name',
  sort: 'sort',
  coverPhotoId: 'cover_photo_id',
  tagId: 'tag_id',
  tagMode: 'tag_mode',
  tagLeast: 'tag_least',
} as const;

/** The tree of albums. What is read here is read on a connection for reading too. */
export function createAlbums({ sql }: Pick<Db, 'sql'>) {
  const all = sql.prepare<[], Row>('SELECT * FROM albums WHERE deleted_at_ms IS NULL ORDER BY position, id');
  const one = sql.prepare<[number], Row>('SELECT * FROM albums WHERE id = ? AND deleted_at_ms IS NULL');
  const siblings = sql.prepare<[number | null], { id: number; position: number }>(
    'SELECT id, position FROM albums WHERE parent_id IS ? AND deleted_at_ms IS NULL ORDER BY position, id',
  );
  const insert = sql
    .prepare<[number | null, string, string, number, number, number], number>(
      'INSERT INTO albums (parent_id, name, kind, position, created_at_ms, changed_at_ms) VALUES (?, ?, ?, ?, ?, ?) RETURNING id',
    )
    .pluck();
  const setRule = sql.prepare<[string, string, string, number, number]>(
    'UPDATE albums SET query = ?, kept_as_words = ?, least_band = ?, strictness = ? WHERE id = ?',
  );
  const touch = sql.prepare<[number, number]>('UPDATE albums SET changed_at_ms = ? WHERE id = ?');
  const place = sql.prepare<[number | null, number, number]>(
    'UPDATE albums SET parent_id = ?, position = ? WHERE id = ?',
  );
  const below = `WITH RECURSIVE below (id) AS (SELECT ? UNION SELECT a.id FROM albums a JOIN below b ON a.parent_id = b.id)`;
  const remove = sql.prepare<[number, number]>(
    `${below} UPDATE albums SET deleted_at_ms = ? WHERE deleted_at_ms IS NULL AND id IN (SELECT id FROM below)`,
  );
  const deletedAt = sql.prepare<[number], number | null>('SELECT deleted_at_ms FROM albums WHERE id = ?').pluck();
  const restore = sql.prepare<[number, number]>(
    `${below} UPDATE albums SET deleted_at_ms = NULL WHERE deleted_at_ms = ? AND id IN (SELECT id FROM below)`,
  );
  // Its place is gone: it comes back at the top.
  const uproot = sql.prepare<[number]>(
    `UPDATE albums SET parent_id = NULL WHERE id = ? AND parent_id IN (SELECT id FROM albums WHERE deleted_at_ms IS NOT NULL)`,
  );
  // [Note: Days of use] Both must have passed: days by the clock, and days on which the library was used.
  const isOver = 'deleted_at_ms < ? AND deleted_on_day <= (SELECT count FROM days_of_use) - ?';
  const forget = sql.prepare<[number, number]>(`DELETE FROM albums WHERE ${isOver}`);
  const unlink = sql.prepare<[number, number]>(
    `UPDATE albums SET parent_id = NULL WHERE parent_id IN (SELECT id FROM albums WHERE ${isOver})`,
  );

  return {
    /** In the order of the tree: an album, then what lies in it. */
    all: (): AlbumRow[] => inTreeOrder(all.all().map(albumOf)),
    get,
    create(name: string, kind: AlbumKind, parentId: number | undefined, nowMs: number): number {
      if (parentId !== undefined) get(parentId);
      const last = siblings.all(parentId ?? null).at(-1);
      const id = insert.get(parentId ?? null, name, kind, (last?.position ?? 0) + step, nowMs, nowMs);
      if (id === undefined) throw new Error('an album was made without an id');
      return id;
    },
    change(id: number, change: AlbumChange, nowMs: number): void {
      get(id);
      const { rule, ...fields } = change;
      if (rule !== undefined)
        setRule.run(rule.text, JSON.stringify(rule.keptAsWords ?? []), rule.least, rule.strictness, id);
      for (const [field, column] of Object.entries(columns))
        if (field in fields)
          // One of the keys of `columns`, all of which a change has.
          sql
            .prepare(`UPDATE albums SET ${column} = ? WHERE id = ?`)
            .run(fields[field as keyof typeof columns] ?? null, id);
      touch.run(nowMs, id);
    },
    /** Puts it into another one (undefined: to the top), before one of those there or at the end. @throws Failure 'bad-input' */
    move(id: number, parentId: number | undefined, beforeId: number | undefined): void {
      get(id);
      for (let at = parentId; at !== undefined; at = get(at).parentId)
        if (at === id) throw new Failure('bad-input', 'An album cannot be put into itself.');
      const others = siblings.all(parentId ?? null).filter((other) => other.id !== id);
      const found = others.findIndex((other) => other.id === beforeId);
      const at = found < 0 ? others.length : found;
      const [position] = positionsBetween(others[at - 1]?.position, others[at]?.position, 1) ?? [];
      if (position !== undefined) return void place.run(parentId ?? null, position, id);
      const order = [...others.slice(0, at), { id }, ...others.slice(at)];
      order.forEach((other, i) => place.run(parentId ?? null, (i + 1) * step, other.id));
    },
    /** With all that lies in it; photos stay where they are. */
    delete(id: number, nowMs: number): void {
      get(id);
      remove.run(id, nowMs);
    },
    /** @throws Failure 'not-found' when it was forgotten */
    restore(id: number): void {
      const atMs = deletedAt.get(id);
      if (atMs === undefined) throw notThere(id);
      if (atMs === null) return;
      restore.run(id, atMs);
      uproot.run(id);
    },
    /** What was deleted before a time, and so many days of use ago, can no longer be brought back. */
    forgetDeleted(beforeMs: number, daysOfUse: number): void {
      unlink.run(beforeMs, daysOfUse);
      forget.run(beforeMs, daysOfUse);
    },
  };

  /** @throws Failure 'not-found' */
  function get(id: number): AlbumRow {
    const row = one.get(id);
    if (row === undefined) throw notThere(id);
    return albumOf(row);
  }
}
export type Albums = ReturnType<typeof createAlbums>;

/** An album and all that lies in it, itself first. */
export function subtree(albums: readonly Pick<AlbumRow, 'id' | 'parentId'>[], id: number): number[] {
  const found = [id];
  for (const at of found) for (const album of albums) if (album.parentId === at) found.push(album.id);
  return found;
}

function inTreeOrder(albums: readonly AlbumRow[]): AlbumRow[] {
  const byParent = new Map<number | undefined, AlbumRow[]>();
  for (const album of albums) {
    const beside = byParent.get(album.parentId);
    if (beside === undefined) byParent.set(album.parentId, [album]);
    else beside.push(album);
  }
  // However deep: the next one to come is the last.
  const waiting = [...(byParent.get(undefined) ?? [])].reverse();
  const order: AlbumRow[] = [];
  for (let album = waiting.pop(); album !== undefined; album = waiting.pop()) {
    order.push(album);
    for (const inside of [...(byParent.get(album.id) ?? [])].reverse()) waiting.push(inside);
  }
  return order;
}

function notThere(id: number): Failure {
  return new Failure('not-found', 'This album is not there any more.', { details: { albumId: id } });
}

interface Row {
  id: number;
  parent_id: number | null;
  name: string;
  kind: AlbumKind;
  cover_photo_id: number | null;
  sort: AlbumSort;
  query: string;
  kept_as_words: string;
  least_band: 'sure' | 'likely';
  strictness: number;
  tag_id: number | null;
  tag_mode: TagMode;
  tag_least: number;
}

function albumOf(row: Row): AlbumRow {
  return {
    id: row.id,
    parentId: row.parent_id ?? undefined,
    name: row.name,
    kind: row.kind,
    coverPhotoId: row.cover_photo_id ?? undefined,
    sort: row.sort,
    rule: {
      text: row.query,
      keptAsWords: words.parse(JSON.parse(row.kept_as_words)),
      least: row.least_band,
      strictness: row.strictness,
    },
    tagId: row.tag_id ?? undefined,
    tagMode: row.tag_mode,
    tagLeast: row.tag_least,
  };
}
