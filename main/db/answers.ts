import type { Database } from 'better-sqlite3';

/** One answer of the person's, as a concept learns from it. */
export interface GivenAnswer {
  readonly photoId: number;
  readonly conceptId: string;
  readonly isConfirmed: boolean;
  readonly atMs: number;
}

/** A keyword that a file has, by whatever program; parents are in it, `Animals|Dog`. */
export interface FileKeyword {
  readonly photoId: number;
  readonly keyword: string;
}

interface Row {
  readonly photo_id: number;
  readonly concept_id: string;
  readonly is_confirmed: number;
  readonly at_ms: number;
}

/** Reads answers by photo and by concept. The connection may be a read-only one: the searcher's. */
export function createAnswerReader(sql: Database) {
  const columns = 'a.photo_id, t.concept_id, a.is_confirmed, a.at_ms';
  // Two queries, because there is an index for each.
  const ofOne = (isConfirmed: 0 | 1) =>
    sql.prepare<[string], Row>(
      `SELECT ${columns} FROM tags t JOIN tag_answers a ON a.tag_id = t.id
       WHERE t.concept_id = ? AND a.is_confirmed = ${isConfirmed} ORDER BY a.photo_id`,
    );
  const confirmedOf = ofOne(1);
  const rejectedOf = ofOne(0);
  const ofPhotos = sql.prepare<[string], Row>(
    `SELECT ${columns} FROM json_each(?) j JOIN tag_answers a ON a.photo_id = j.value
     JOIN tags t ON t.id = a.tag_id WHERE t.concept_id IS NOT NULL`,
  );
  const between = sql.prepare<[number, number], Row>(
    `SELECT ${columns} FROM tag_answers a JOIN tags t ON t.id = a.tag_id
     WHERE a.photo_id BETWEEN ? AND ? AND t.concept_id IS NOT NULL`,
  );
  const keywordsOf = sql.prepare<[string], { photo_id: number; keyword: string }>(
    'SELECT k.photo_id, k.keyword FROM json_each(?) j JOIN keywords k ON k.photo_id = j.value',
  );
  const keywordsBetween = sql.prepare<[number, number], { photo_id: number; keyword: string }>(
    'SELECT photo_id, keyword FROM keywords WHERE photo_id BETWEEN ? AND ?',
  );
  const digests = sql.prepare<[], { concept_id: string; digest: string }>(
    `SELECT t.concept_id, count(*) || '/' || sum(a.photo_id * (1 + a.is_confirmed)) || '/' || max(a.at_ms) digest
     FROM tag_answers a JOIN tags t ON t.id = a.tag_id WHERE t.concept_id IS NOT NULL GROUP BY t.id`,
  );
  const counted = sql.prepare<[string], { concept_id: string; confirmed: number; rejected: number }>(
    `SELECT t.concept_id, sum(a.is_confirmed) confirmed, sum(1 - a.is_confirmed) rejected
     FROM json_each(?) j JOIN tag_answers a ON a.photo_id = j.value JOIN tags t ON t.id = a.tag_id
     WHERE t.concept_id IS NOT NULL GROUP BY t.id ORDER BY confirmed DESC, t.id`,
  );
  return {
    ofPhotos: (photoIds: readonly number[]): GivenAnswer[] => ofPhotos.all(JSON.stringify(photoIds)).map(answerOf),
    between: (from: number, to: number): GivenAnswer[] => between.all(from, to).map(answerOf),
    /** What files say of photos: keywords, or paths of them. */
    keywordsOf: (photoIds: readonly number[]): FileKeyword[] => keywordsOf.all(JSON.stringify(photoIds)).map(keywordOf),
    keywordsBetween: (from: number, to: number): FileKeyword[] => keywordsBetween.all(from, to).map(keywordOf),
    /** For each concept with answers something that is another whenever they are. */
    digests: (): Map<string, string> =>
      new Map(digests.all().map(({ concept_id: conceptId, digest }) => [conceptId, digest])),
    ofConcept: (conceptId: string): GivenAnswer[] => [
      ...confirmedOf.all(conceptId).map(answerOf),
      ...rejectedOf.all(conceptId).map(answerOf),
    ],
    /** How often each concept was confirmed and rejected among these photos. */
    countsIn: (photoIds: readonly number[]) =>
      counted.all(JSON.stringify(photoIds)).map(({ concept_id: conceptId, confirmed, rejected }) => ({
        conceptId,
        confirmedCount: confirmed,
        rejectedCount: rejected,
      })),
  };
}
export type AnswerReader = ReturnType<typeof createAnswerReader>;

function answerOf({ photo_id, concept_id, is_confirmed, at_ms }: Row): GivenAnswer {
  return { photoId: photo_id, conceptId: concept_id, isConfirmed: is_confirmed === 1, atMs: at_ms };
}

function keywordOf({ photo_id, keyword }: { photo_id: number; keyword: string }): FileKeyword {
  return { photoId: photo_id, keyword };
}
