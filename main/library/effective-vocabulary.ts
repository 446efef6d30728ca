import { readConceptChanges } from '../db/concepts.ts';
import type { Db } from '../db/open.ts';
import { overlay } from '../tags/own-vocabulary.ts';
import { loadVocabulary, type Vocabulary } from '../tags/vocabulary.ts';

/** The vocabulary of one library, as it is now: the app's files are read once, the person's changes at each change. */
export function createEffectiveVocabulary(deps: { db: Pick<Db, 'sql'>; vocabulariesFolder: string }) {
  const { sql } = deps.db;
  let loading: Promise<Vocabulary> | undefined;
  let now: { of: Vocabulary; key: string; vocabulary: Vocabulary } | undefined;
  let isStale = true;

  const builtIn = (): Promise<Vocabulary> => {
    loading ??= loadVocabulary(deps.vocabulariesFolder).catch((error: unknown) => {
      loading = undefined; // may be tried again: a file was mended
      throw error;
    });
    return loading;
  };
  return {
    /** The app's own concepts, without the person's changes. @throws Failure 'bad-input' for a file that is wrong */
    builtIn,
    /** @throws Failure 'bad-input' for a file that is wrong */
    async loaded(): Promise<Vocabulary> {
      const of = await builtIn();
      if (now?.of === of && !isStale) return now.vocabulary;
      isStale = false;
      const changes = readConceptChanges(sql);
      // Tagging touches the table now and then: reading it takes 1 ms, putting 1,000 changes over the files 10.
      const key = JSON.stringify(changes);
      if (now?.of !== of || now.key !== key) now = { of, key, vocabulary: overlay(of.concepts, changes) };
      return now.vocabulary;
    },
    /** Call it after the table was written, in the same turn. */
    changed(): void {
      isStale = true;
    },
  };
}
export type EffectiveVocabulary = ReturnType<typeof createEffectiveVocabulary>;
