/** @file Runs in the searcher process. */
import type { Database } from 'better-sqlite3';
import { type ConceptChange, readConceptChanges } from '../db/concepts.ts';
import { overlay } from '../tags/own-vocabulary.ts';
import { loadVocabulary, type Vocabulary } from '../tags/vocabulary.ts';

/**
 * The library's vocabulary, always as the table has it now: SQLite says whether anything was committed since, so nobody
 * needs to tell. As long as nothing of it changed it is the same object, and what was made from it can be kept.
 */
export function createVocabularyKeeper(sql: Database, folder: string | undefined) {
  let builtIn: Vocabulary | undefined;
  let loading: Promise<void> | undefined;
  let kept: { key: string; vocabulary: Vocabulary } | undefined;
  let readAt: unknown;

  return {
    /** Reads the app's files, once. @throws Failure 'bad-input' for a file that is wrong */
    load(): Promise<void> {
      loading ??= (async () => {
        if (folder !== undefined) builtIn = await loadVocabulary(folder);
      })().catch((error: unknown) => {
        loading = undefined; // may be tried again: a file was mended
        throw error;
      });
      return loading;
    },
    /** @returns undefined before the files are read, and where there are none */
    now(): Vocabulary | undefined {
      if (builtIn === undefined) return undefined;
      const version = sql.pragma('data_version', { simple: true });
      if (kept === undefined || version !== readAt) {
        readAt = version;
        const changes: ConceptChange[] = readConceptChanges(sql);
        const key = JSON.stringify(changes);
        if (kept?.key !== key) kept = { key, vocabulary: overlay(builtIn.concepts, changes) };
      }
      return kept.vocabulary;
    },
  };
}
export type VocabularyKeeper = ReturnType<typeof createVocabularyKeeper>;
