import type { Db } from './open.ts';
import type { Texts } from './texts.ts';

const renamed = 1;
const dropped = 2;

/**
 * What is to be done for every photo of a tag: its full text is written anew because the tag has other names, or its
 * answer is taken back because the tag was removed. A few photos at a time, and to the end: it goes on after any kind of
 * end.
 */
export function createPendingTags(db: Pick<Db, 'sql' | 'transaction'>, texts: Pick<Texts, 'index'>) {
  const { sql } = db;
  const mark = sql.prepare<[number, string]>(
    `UPDATE tags SET is_pending = ? WHERE concept_id = ? AND (EXISTS (SELECT 1 FROM tag_answers WHERE tag_id = tags.id)
       OR EXISTS (SELECT 1 FROM album_tags WHERE tag_id = tags.id))`,
  );
  const dropNames = sql.prepare<[string]>(
    'DELETE FROM tag_names WHERE tag_id IN (SELECT id FROM tags WHERE concept_id = ?)',
  );
  const next = sql.prepare<[], { id: number; is_pending: number }>(
    'SELECT id, is_pending FROM tags WHERE is_pending > 0 LIMIT 1',
  );
  const done = sql.prepare<[number]>('UPDATE tags SET is_pending = 0 WHERE id = ?');
  const drop = sql.prepare<[number]>('DELETE FROM tags WHERE id = ?');
  const photos = sql
    .prepare<[{ tagId: number; afterId: number; count: number }], number>(
      `SELECT photo_id FROM tag_answers WHERE tag_id = @tagId AND photo_id > @afterId
       UNION SELECT photo_id FROM album_tags WHERE tag_id = @tagId AND photo_id > @afterId ORDER BY 1 LIMIT @count`,
    )
    .pluck();
  const takeBack = sql.prepare<[number, number]>('DELETE FROM tag_answers WHERE tag_id = ? AND photo_id = ?');
  let at: { tagId: number; afterId: number } | undefined;

  return {
    /** Call it inside the transaction that renamed the concept. */
    rename(conceptId: string): void {
      mark.run(renamed, conceptId);
      at = undefined; // one that is half done begins anew
    },
    /** Its answers go. Call it inside the transaction that removed the concept. */
    drop(conceptId: string): void {
      mark.run(dropped, conceptId);
      dropNames.run(conceptId); // the same words begin anew
      at = undefined;
    },
    /** @returns the photos that were seen to; undefined when there is nothing to do any more */
    step(count: number): number[] | undefined {
      const tag = next.get();
      if (tag === undefined) return undefined;
      const { id: tagId, is_pending: what } = tag;
      const ids = photos.all({ tagId, afterId: at?.tagId === tagId ? at.afterId : 0, count });
      const isLast = ids.length < count;
      db.transaction(() => {
        if (what === dropped) for (const id of ids) takeBack.run(tagId, id);
        for (const id of ids) texts.index(id);
        if (isLast && what === dropped) drop.run(tagId);
        if (isLast) done.run(tagId); // one that an album gives stays
      });
      at = isLast ? undefined : { tagId, afterId: ids.at(-1) ?? 0 };
      return ids;
    },
  };
}
