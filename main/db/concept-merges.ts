import type { Db } from './open.ts';

/** What became of the answers of a concept that was merged into another. */
export interface MergeOutcome {
  /** Photos whose answer moved. */
  readonly movedCount: number;
  /** Photos that had been confirmed for the one and rejected for the other: they are confirmed now. */
  readonly conflictCount: number;
}

/**
 * Moves the answers of one concept to another and, on request, back: what both were before is kept. Call each inside a
 * transaction; both concepts have a tag.
 */
export function createConceptMerges({ sql }: Pick<Db, 'sql'>) {
  const tagOf = sql.prepare<[string], number>('SELECT id FROM tags WHERE concept_id = ?').pluck();
  const keep = sql.prepare<[string, number, number]>(
    `INSERT OR REPLACE INTO merged_answers (concept_id, photo_id, is_confirmed, at_ms, other_was, other_was_at_ms)
     SELECT ?, a.photo_id, a.is_confirmed, a.at_ms, b.is_confirmed, b.at_ms
     FROM tag_answers a LEFT JOIN tag_answers b ON b.photo_id = a.photo_id AND b.tag_id = ? WHERE a.tag_id = ?`,
  );
  // A photo that was confirmed for either shows it.
  const move = sql.prepare<[number, number]>(
    `INSERT INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms)
     SELECT photo_id, ?, is_confirmed, at_ms FROM tag_answers WHERE tag_id = ?
     ON CONFLICT (photo_id, tag_id) DO UPDATE SET is_confirmed = 1, at_ms = excluded.at_ms
     WHERE excluded.is_confirmed = 1 AND is_confirmed = 0`,
  );
  const clear = sql.prepare<[number]>('DELETE FROM tag_answers WHERE tag_id = ?');
  const drop = sql.prepare<[number]>('DELETE FROM tags WHERE id = ?');
  const counts = sql.prepare<[string], MergeOutcome>(
    `SELECT count(*) movedCount, ifnull(sum(is_confirmed <> other_was), 0) conflictCount
     FROM merged_answers WHERE concept_id = ?`,
  );
  const putBack = sql.prepare<[number, string]>(
    `INSERT OR IGNORE INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms)
     SELECT photo_id, ?, is_confirmed, at_ms FROM merged_answers WHERE concept_id = ?`,
  );
  // What the person answered since then stays: only what the merge itself wrote is taken back.
  const takeBack = sql.prepare<[number, string]>(
    `DELETE FROM tag_answers WHERE tag_id = ? AND EXISTS (SELECT 1 FROM merged_answers m
       WHERE m.concept_id = ? AND m.photo_id = tag_answers.photo_id AND m.other_was IS NULL
         AND m.is_confirmed = tag_answers.is_confirmed AND m.at_ms = tag_answers.at_ms)`,
  );
  const rejectAgain = sql.prepare<[number, string]>(
    `UPDATE tag_answers SET is_confirmed = 0, at_ms = m.other_was_at_ms FROM merged_answers m
     WHERE tag_answers.tag_id = ? AND m.concept_id = ? AND m.photo_id = tag_answers.photo_id
       AND m.other_was = 0 AND m.is_confirmed = 1
       AND tag_answers.is_confirmed = 1 AND m.at_ms = tag_answers.at_ms`,
  );
  // What others that were merged into the same one found there came from this one: they found what it had found.
  const inherit = sql.prepare<[string, string, string]>(
    `UPDATE merged_answers AS other SET other_was = m.other_was, other_was_at_ms = m.other_was_at_ms
     FROM merged_answers m WHERE m.concept_id = ? AND m.photo_id = other.photo_id
       AND other.concept_id IN (SELECT id FROM concepts WHERE merged_into = ? AND id <> ?)
       AND other.other_was = m.is_confirmed AND other.other_was_at_ms = m.at_ms`,
  );
  // And they give it their answers, which had nothing to add while this one was there.
  const giveAgain = sql.prepare<[number, string, string]>(
    `INSERT INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms)
     SELECT m.photo_id, ?, m.is_confirmed, m.at_ms FROM merged_answers m
     JOIN concepts c ON c.id = m.concept_id AND c.merged_into = ?
     WHERE m.concept_id <> ? AND m.other_was IS NULL ORDER BY m.is_confirmed DESC
     ON CONFLICT (photo_id, tag_id) DO NOTHING`,
  );
  const confirmAgain = sql.prepare<[string, string, number]>(
    `UPDATE tag_answers SET is_confirmed = 1, at_ms = m.at_ms FROM merged_answers m
     JOIN concepts c ON c.id = m.concept_id AND c.merged_into = ?
     WHERE m.concept_id <> ? AND tag_answers.tag_id = ? AND tag_answers.photo_id = m.photo_id
       AND m.is_confirmed = 1 AND m.other_was = 0
       AND tag_answers.is_confirmed = 0 AND tag_answers.at_ms = m.other_was_at_ms`,
  );
  const forget = sql.prepare<[string]>('DELETE FROM merged_answers WHERE concept_id = ?');

  return {
    /** Answers that came from a merged concept, and go back to it. */
    count: (conceptId: string): number => counts.get(conceptId)?.movedCount ?? 0,
    /** @param into has a tag already */
    merge(conceptId: string, into: string): MergeOutcome {
      const from = tagOf.get(conceptId);
      const target = tagOf.get(into);
      if (target === undefined) throw new Error(`the concept ${into} has no tag`);
      if (from === undefined) return { movedCount: 0, conflictCount: 0 };
      keep.run(conceptId, target, from);
      move.run(target, from);
      clear.run(from);
      drop.run(from);
      return counts.get(conceptId) ?? { movedCount: 0, conflictCount: 0 };
    },
    /** @param conceptId has a tag again. @returns how many photos have their answer back */
    unmerge(conceptId: string, into: string): number {
      const from = tagOf.get(conceptId);
      const target = tagOf.get(into);
      if (from === undefined) throw new Error(`the concept ${conceptId} has no tag`);
      const count = putBack.run(from, conceptId).changes;
      if (target !== undefined) {
        takeBack.run(target, conceptId);
        rejectAgain.run(target, conceptId);
        inherit.run(conceptId, into, conceptId);
        giveAgain.run(target, into, conceptId);
        confirmAgain.run(into, conceptId, target);
      }
      forget.run(conceptId);
      return count;
    },
  };
}
