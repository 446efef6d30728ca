import type { Database } from 'better-sqlite3';
import type { Db } from './open.ts';

/** What one concept may be suggested for, in the units of the table: see index-0002-suggestions.ts. */
export interface KeptConcept {
  readonly conceptId: string;
  readonly reckonedFrom: string;
  readonly photoIds: Uint8Array;
  readonly chances: Uint8Array;
}

/** How far a pass over the library went. */
export interface KeptPass {
  readonly lastVectorId: number;
  readonly photoCount: number;
}

/** A part of what is to be kept. */
export interface KeptSuggestions {
  readonly modelKey: string;
  readonly concepts: readonly KeptConcept[];
  /** Concepts that are no more. */
  readonly gone: readonly string[];
  /** Undefined: they are not whole, and a start must not rely on them. */
  readonly pass: KeptPass | undefined;
}

/** Suggestions of the last pass: what can be reckoned again at any time. Call `keep` inside a transaction. */
export function createStoredSuggestions({ sql }: Pick<Db, 'sql'>) {
  const put = sql.prepare<[string, string, string, Uint8Array, Uint8Array]>(
    `INSERT OR REPLACE INTO idx.suggestions (model_key, concept_id, reckoned_from, photo_ids, chances)
     VALUES (?, ?, ?, ?, ?)`,
  );
  const remove = sql.prepare<[string, string]>('DELETE FROM idx.suggestions WHERE model_key = ? AND concept_id = ?');
  const putPass = sql.prepare<[string, number, number]>(
    'INSERT OR REPLACE INTO idx.suggestion_passes (model_key, last_vector_id, photo_count) VALUES (?, ?, ?)',
  );
  const removePass = sql.prepare<[string]>('DELETE FROM idx.suggestion_passes WHERE model_key = ?');
  return {
    keep({ modelKey, concepts, gone, pass }: KeptSuggestions): void {
      for (const { conceptId, reckonedFrom, photoIds, chances } of concepts)
        put.run(modelKey, conceptId, reckonedFrom, photoIds, chances);
      for (const conceptId of gone) remove.run(modelKey, conceptId);
      if (pass === undefined) removePass.run(modelKey);
      else putPass.run(modelKey, pass.lastVectorId, pass.photoCount);
    },
  };
}

/** What the last pass of a model kept; undefined where none was finished. The connection may be a read-only one. */
export function readStoredSuggestions(
  sql: Database,
  modelKey: string,
): { pass: KeptPass; concepts: KeptConcept[] } | undefined {
  const pass = sql
    .prepare<[string], KeptPass>(
      'SELECT last_vector_id lastVectorId, photo_count photoCount FROM idx.suggestion_passes WHERE model_key = ?',
    )
    .get(modelKey);
  if (pass === undefined) return undefined;
  const concepts = sql
    .prepare<[string], KeptConcept>(
      `SELECT concept_id conceptId, reckoned_from reckonedFrom, photo_ids photoIds, chances FROM idx.suggestions
       WHERE model_key = ?`,
    )
    .all(modelKey);
  return { pass, concepts };
}
