import { createConcepts } from './concepts.ts';
import type { Db } from './open.ts';

/** A tag with its names by language; `''` is the person's own words. */
export interface NamedTag {
  readonly tagId: number;
  readonly conceptId: string | undefined;
  readonly names: Readonly<Record<string, readonly string[]>>;
}

export interface TagAnswer extends NamedTag {
  readonly isConfirmed: boolean;
}

/** What a tag is: a concept of the vocabulary, or words of the person's that are to become one. */
export type TagSource =
  | {
      readonly is: 'concept';
      readonly conceptId: string;
      readonly names: Readonly<Record<string, readonly string[]>>;
    }
  | { readonly is: 'own'; readonly name: string };

/** About 2 ms of counting. */
const countedAtOnce = 2_000;

/**
 * What the person said that photos show or do not show. Nothing but the person's word changes it.
 * @param fold what two spellings of one name have in common
 */
export function createTags({ sql }: Pick<Db, 'sql'>, fold: (name: string) => string) {
  const concepts = createConcepts({ sql });
  const byConcept = sql.prepare<[string], number>('SELECT id FROM tags WHERE concept_id = ?').pluck();
  const byOwnName = sql.prepare<[string], { concept_id: string }>(
    `SELECT t.concept_id FROM tag_names n JOIN tags t ON t.id = n.tag_id
     WHERE n.folded = ? AND n.language = '' AND t.concept_id LIKE 'own-%'`,
  );
  const callOwn = sql.prepare<[string, number]>('UPDATE tags SET concept_id = ? WHERE id = ?');
  const dropNames = sql.prepare<[number]>('DELETE FROM tag_names WHERE tag_id = ?');
  const addTag = sql.prepare<[string | null], number>('INSERT INTO tags (concept_id) VALUES (?) RETURNING id').pluck();
  const addName = sql.prepare<[number, string, number, string, string]>(
    'INSERT INTO tag_names (tag_id, language, position, name, folded) VALUES (?, ?, ?, ?, ?)',
  );
  const namesOf = sql.prepare<[number], { language: string; name: string }>(
    'SELECT language, name FROM tag_names WHERE tag_id = ? ORDER BY language, position',
  );
  const answers = sql.prepare<[number], { tag_id: number; concept_id: string | null; is_confirmed: 0 | 1 }>(
    `SELECT a.tag_id, t.concept_id, a.is_confirmed FROM tag_answers a JOIN tags t ON t.id = a.tag_id
     WHERE a.photo_id = ? ORDER BY a.at_ms, a.tag_id`,
  );
  // A photo that the library does not know is passed over.
  const answer = sql.prepare<[number, 0 | 1, number, number]>(
    `INSERT INTO tag_answers (photo_id, tag_id, is_confirmed, at_ms) SELECT id, ?, ?, ? FROM photos WHERE id = ?
     ON CONFLICT (photo_id, tag_id) DO UPDATE SET is_confirmed = excluded.is_confirmed, at_ms = excluded.at_ms
     WHERE is_confirmed <> excluded.is_confirmed`,
  );
  const takeBack = sql.prepare<[number, number]>('DELETE FROM tag_answers WHERE photo_id = ? AND tag_id = ?');
  const dropUnused = sql.prepare<[number]>(
    'DELETE FROM tags WHERE id = ? AND NOT EXISTS (SELECT 1 FROM tag_answers WHERE tag_id = tags.id)',
  );
  const counted = sql.prepare<[], { id: number; concept_id: string | null; confirmed: number; rejected: number }>(
    `SELECT t.id, t.concept_id, total(a.is_confirmed) confirmed, total(1 - a.is_confirmed) rejected
     FROM tags t JOIN tag_answers a ON a.tag_id = t.id JOIN photos p ON p.id = a.photo_id AND p.present > 0
     GROUP BY t.id ORDER BY confirmed DESC, t.id`,
  );
  const idsOfAll = sql.prepare<[], { id: number; concept_id: string }>(
    'SELECT id, concept_id FROM tags WHERE concept_id IS NOT NULL',
  );
  const answeredPhotos = sql
    .prepare<[string], number>(
      'SELECT a.photo_id FROM tag_answers a JOIN tags t ON t.id = a.tag_id WHERE t.concept_id = ?',
    )
    .pluck();
  // Two queries, because there is an index for each.
  const slice = (isConfirmed: 0 | 1) =>
    sql.prepare<[number, number], { read: number; present: number; lastId: number }>(
      `SELECT count(*) read, ifnull(sum(present > 0), 0) present, ifnull(max(photo_id), 0) lastId FROM (
         SELECT a.photo_id, p.present FROM tag_answers a JOIN photos p ON p.id = a.photo_id
         WHERE a.tag_id = ? AND a.is_confirmed = ${isConfirmed} AND a.photo_id > ?
         ORDER BY a.photo_id LIMIT ${countedAtOnce})`,
    );
  const confirmedSlice = slice(1);
  const rejectedSlice = slice(0);

  return {
    /** The person's answers for a photo, the oldest first. */
    of: (photoId: number): TagAnswer[] =>
      answers.all(photoId).map((row) => ({
        tagId: row.tag_id,
        conceptId: row.concept_id ?? undefined,
        names: namesBy(row.tag_id),
        isConfirmed: row.is_confirmed === 1,
      })),
    /**
     * Call it inside a transaction, and index the photos' texts after it.
     * @param decision undefined takes the answer back
     */
    decide(
      photoIds: readonly number[],
      source: TagSource,
      decision: 'confirmed' | 'rejected' | undefined,
      nowMs: number,
    ): void {
      const conceptId = conceptOf(source, decision, nowMs);
      if (conceptId === undefined) return;
      const tagId = tagOf(conceptId, source.is === 'concept' ? source.names : { '': [source.name] });
      for (const photoId of photoIds)
        if (decision === undefined) takeBack.run(photoId, tagId);
        else answer.run(tagId, decision === 'confirmed' ? 1 : 0, nowMs, photoId);
      if (dropUnused.run(tagId).changes > 0) concepts.removeUntouched(conceptId);
    },
    /**
     * A concept of the person's own, `own-<number>`; one that was removed and whose answers were kept comes back.
     * Call it inside a transaction.
     * @returns its id
     */
    addOwn,
    /** The tag of a source, made where there is none: for what gives tags beside the person. Call it inside a transaction. */
    idOf(source: TagSource, nowMs: number): number {
      const conceptId = source.is === 'concept' ? source.conceptId : addOwn(source.name, nowMs);
      return tagOf(conceptId, source.is === 'concept' ? source.names : { '': [source.name] });
    },
    /** Photos that were answered for one concept, either way. */
    answered: (conceptId: string): number[] => answeredPhotos.all(conceptId),
    /** The concept of the person's own that a tag in these words belongs to: it may be one that was removed. */
    ownCalled: (name: string): string | undefined => byOwnName.get(fold(name))?.concept_id,
    /** The tag of a concept, where it has one. */
    tagIdOf: (conceptId: string): number | undefined => byConcept.get(conceptId),
    /** Makes sure that a concept can have answers. Call it inside a transaction. */
    ensure: (conceptId: string, names: NamedTag['names']): void => void tagOf(conceptId, names),
    /** A concept of the person's own with a number that was never given before, without a name yet. */
    newOwnId,
    /** What its answers are found and read by, as long as it has any: call it when its names changed. */
    rename,
    /**
     * How many photos that are there were confirmed for each concept. In steps of some 2 ms, since a library may have
     * a million answers: others may work between two of them.
     */
    *confirmedCounts(): Generator<{ conceptId: string; confirmedCount: number }> {
      for (const { id, concept_id: conceptId } of idsOfAll.all())
        for (const confirmedCount of countsBy(id, confirmedSlice)) yield { conceptId, confirmedCount };
    },
    /** Photos that are there and were answered for one concept. */
    countsOf(conceptId: string): { confirmedCount: number; rejectedCount: number } {
      const tagId = byConcept.get(conceptId) ?? 0;
      const sum = (by: typeof confirmedSlice) => [...countsBy(tagId, by)].reduce((all, one) => all + one, 0);
      return { confirmedCount: sum(confirmedSlice), rejectedCount: sum(rejectedSlice) };
    },
    /** Every tag that was given, with how many photos that are there. */
    all: (): (NamedTag & { confirmedCount: number; rejectedCount: number })[] =>
      counted.all().map((row) => ({
        tagId: row.id,
        conceptId: row.concept_id ?? undefined,
        names: namesBy(row.id),
        confirmedCount: row.confirmed,
        rejectedCount: row.rejected,
      })),
  };

  function* countsBy(tagId: number, by: typeof confirmedSlice): Generator<number> {
    for (let after = 0; ;) {
      const { read = 0, present = 0, lastId = 0 } = by.get(tagId, after) ?? {};
      yield present;
      if (read < countedAtOnce) return;
      after = lastId;
    }
  }

  function conceptOf(source: TagSource, decision: string | undefined, nowMs: number): string | undefined {
    if (source.is === 'concept') return source.conceptId;
    // Nothing is made only to take it back.
    return decision === undefined ? byOwnName.get(fold(source.name))?.concept_id : addOwn(source.name, nowMs);
  }

  function tagOf(conceptId: string, names: NamedTag['names']): number {
    const known = byConcept.get(conceptId);
    if (known !== undefined) return known;
    const tagId = addTag.get(conceptId);
    if (tagId === undefined) throw new Error('a tag was added without an id');
    addNames(tagId, names);
    return tagId;
  }

  function addOwn(name: string, nowMs: number): string {
    const known = byOwnName.get(fold(name));
    if (known !== undefined) {
      concepts.addByTagging(known.concept_id, name, nowMs);
      return known.concept_id;
    }
    const conceptId = newOwnId();
    rename(conceptId, { '': [name] });
    concepts.addByTagging(conceptId, name, nowMs);
    return conceptId;
  }

  function newOwnId(): string {
    const tagId = addTag.get(null);
    if (tagId === undefined) throw new Error('a tag was added without an id');
    callOwn.run(`own-${tagId}`, tagId);
    return `own-${tagId}`;
  }

  function rename(conceptId: string, names: NamedTag['names']): void {
    const tagId = byConcept.get(conceptId);
    if (tagId === undefined) return;
    dropNames.run(tagId);
    addNames(tagId, names);
  }

  function addNames(tagId: number, names: NamedTag['names']): void {
    for (const [language, all] of Object.entries(names))
      all.forEach((name, position) => addName.run(tagId, language, position, name, fold(name)));
  }

  function namesBy(tagId: number): Record<string, string[]> {
    const names: Record<string, string[]> = {};
    for (const { language, name } of namesOf.all(tagId)) (names[language] ??= []).push(name);
    return names;
  }
}
export type Tags = ReturnType<typeof createTags>;
