import { createKinship } from './kinship.ts';
import type { Db } from './open.ts';

/** Everything that the person said of one photo, as rows by table. */
export type Said = Readonly<Record<string, readonly Row[]>>;

type Value = number | string | null;
type Row = Readonly<Record<string, Value>>;

/** What is one thing to say, and changed as one. */
const ownGroups = [
  ['own_rating'],
  ['own_caption'],
  ['own_taken_wall_ms', 'own_taken_precision', 'own_taken_offset_min'],
  ['own_latitude', 'own_longitude'],
  ['own_favourite'],
  ['own_hidden'],
  ['own_flag'],
] as const;
const own = ownGroups.flat();
/** The first column of a table with several rows of a photo tells them apart. */
const tables = {
  tag_answers: ['tag_id', 'is_confirmed', 'at_ms'],
  album_photos: ['album_id', 'position', 'added_at_ms'],
  album_examples: ['album_id', 'is_included', 'at_ms'],
  own_stacks: ['stack', 'at_ms'],
  stack_bests: ['at_ms'],
} as const;

/** Brings together what is said of several photos that show the same picture. Call it inside a transaction. */
export function createMerging({ sql }: Pick<Db, 'sql'>) {
  const kinship = createKinship({ sql });
  const ownOf = sql.prepare<[number], Row>(`SELECT ${own.join(', ')} FROM photos WHERE id = ?`);
  const setOwn = sql.prepare<[Row]>(`UPDATE photos SET ${own.map((it) => `${it} = @${it}`).join(', ')} WHERE id = @id`);
  const unhide = sql.prepare<[Row]>('UPDATE photos SET own_hidden = @hidden WHERE id = @id');
  const unreject = sql.prepare<[Row]>('UPDATE photos SET own_flag = @flag WHERE id = @id AND own_flag = -1');
  const byTable = Object.entries(tables).map(([table, columns]) => ({
    table,
    key: columns.find((column) => column.endsWith('_id')),
    read: sql.prepare<[number], Row>(`SELECT ${columns.join(', ')} FROM ${table} WHERE photo_id = ?`),
    drop: sql.prepare<[{ id: number; key: Value }]>(
      `DELETE FROM ${table} WHERE photo_id = @id AND (@key IS NULL OR ${columns[0]} = @key)`,
    ),
    // A tag or an album that is gone since takes its row with it.
    put: sql.prepare<[Row]>(
      `INSERT OR IGNORE INTO ${table} (photo_id, ${columns.join(', ')}) SELECT @id, ${columns.map((it) => `@${it}`).join(', ')}
       WHERE ${condition(columns)}`,
    ),
  }));
  // What the files of the others say, where nobody says it of the one that is kept.
  const fill = [
    `UPDATE photos AS k SET (own_taken_wall_ms, own_taken_precision, own_taken_offset_min)
       = (SELECT taken_wall_ms, taken_precision, taken_offset_min FROM photos WHERE id = @from)
     WHERE id = @to AND taken_from = 'file' AND own_taken_wall_ms IS NULL
       AND (SELECT taken_from FROM photos WHERE id = @from) <> 'file'`,
    `UPDATE photos SET (own_latitude, own_longitude) = (SELECT latitude, longitude FROM photos WHERE id = @from)
     WHERE id = @to AND latitude IS NULL AND own_latitude IS NULL AND (SELECT latitude FROM photos WHERE id = @from) IS NOT NULL`,
    `UPDATE photos SET own_rating = (SELECT rating FROM photos WHERE id = @from)
     WHERE id = @to AND own_rating IS NULL AND coalesce(rating, 0) = 0 AND (SELECT rating FROM photos WHERE id = @from) > 0`,
    `UPDATE photos SET own_caption = (SELECT caption FROM photos WHERE id = @from)
     WHERE id = @to AND own_caption IS NULL AND coalesce(caption, '') = ''
       AND (SELECT coalesce(caption, '') FROM photos WHERE id = @from) <> ''`,
    `UPDATE photos SET own_favourite = 1
     WHERE id = @to AND own_favourite IS NULL AND favourite IS NULL AND (SELECT favourite FROM photos WHERE id = @from) = 1`,
  ].map((text) => sql.prepare<[{ from: number; to: number }]>(text));
  const strangeKeywords = sql
    .prepare<[number, number], string>(
      `SELECT DISTINCT keyword FROM keywords WHERE photo_id = ?
       AND lower(keyword) NOT IN (SELECT lower(keyword) FROM keywords WHERE photo_id = ?) ORDER BY position`,
    )
    .pluck();

  return {
    saidOf,
    /** @returns keywords in the files of `from` that the files of `to` do not have */
    merge(from: number, to: number): string[] {
      const kept = ownOf.get(to);
      kinship.inherit(from, to);
      // A copy that was hidden or rejected, as one too many, takes nothing from the one that is kept.
      unhide.run({ id: to, hidden: kept?.['own_hidden'] ?? null });
      unreject.run({ id: to, flag: kept?.['own_flag'] ?? null });
      for (const statement of fill) statement.run({ from, to });
      return strangeKeywords.all(from, to);
    },
    /** Makes what became `after` what it was `before`: but for what the person said since. */
    putBack(photoId: number, before: Said, after: Said): void {
      const now = saidOf(photoId);
      const [photoBefore, photoAfter, photoNow] = [before, after, now].map((said) => said['photos']?.[0]);
      if (photoBefore && photoAfter && photoNow) {
        const back = ownGroups
          .filter((group) => group.every((column) => photoNow[column] === photoAfter[column]))
          .flat()
          .map((column) => [column, photoBefore[column] ?? null] as const);
        setOwn.run({ ...photoNow, ...Object.fromEntries(back), id: photoId });
      }
      for (const { table, key, drop, put } of byTable) {
        const rowsOf = (said: Said) => new Map((said[table] ?? []).map((row) => [key && row[key], row]));
        const [were, became, are] = [rowsOf(before), rowsOf(after), rowsOf(now)];
        for (const of of new Set([...were.keys(), ...became.keys()])) {
          const was = were.get(of);
          if (isSame(was, became.get(of)) || !isSame(became.get(of), are.get(of))) continue;
          drop.run({ id: photoId, key: of ?? null });
          if (was !== undefined) put.run({ ...was, id: photoId });
        }
      }
    },
  };

  function saidOf(photoId: number): Said {
    const photo = ownOf.get(photoId);
    const rows = byTable.map(({ table, read }) => [table, read.all(photoId)] as const);
    return { ...Object.fromEntries(rows), photos: photo === undefined ? [] : [photo] };
  }
}

function isSame(one: Row | undefined, other: Row | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function condition(columns: readonly string[]): string {
  if (columns.includes('tag_id')) return 'EXISTS (SELECT 1 FROM tags WHERE id = @tag_id)';
  return columns.includes('album_id') ? 'EXISTS (SELECT 1 FROM albums WHERE id = @album_id)' : 'true';
}
