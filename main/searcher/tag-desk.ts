import type { Model } from '../models/model.ts';
import type { Cutoff } from '../search/cutoff.ts';
import {
  askConcepts,
  type AskedConcept,
  type PreparedConcept,
  prepareConcepts,
  probabilitiesOf,
  type Suggested,
  suggestionsOf,
} from '../tags/suggest.ts';
import { readTagFit, type TagFit } from '../tags/tag-fit.ts';
import { loadVocabulary, type Vocabulary } from '../tags/vocabulary.ts';
import type { Meanings } from './meanings.ts';
import type { SearcherSetup } from './messages.ts';

interface Known {
  readonly vocabulary: Vocabulary;
  readonly asked: readonly AskedConcept[];
  readonly fit: TagFit;
}

/**
 * Suggests tags. The concepts are put into vectors once, at the first need, and compared with the library whenever its
 * cut-off was made anew.
 */
export function createTagDesk(deps: {
  model: Model;
  setup: Pick<SearcherSetup, 'vocabulariesFolder' | 'calibrationFolder'>;
  meanings: Pick<Meanings, 'embedTexts' | 'unknownWordsIn'>;
  scoresOf: (vector: Float32Array) => Float32Array;
}) {
  const { model, setup, meanings, scoresOf } = deps;
  let knowing: Promise<Known | undefined> | undefined;
  let prepared: { by: Cutoff; concepts: PreparedConcept[] } | undefined;

  return {
    /** @returns nothing while it is not known what is usual in this library */
    async suggest(
      photo: Float32Array,
      answered: { confirmed: readonly string[]; rejected: readonly string[] },
      cutoff: Cutoff | undefined,
    ): Promise<Suggested[]> {
      knowing ??= know().catch((error: unknown) => {
        knowing = undefined; // may be tried again: a file was mended
        throw error;
      });
      const known = await knowing;
      if (known === undefined || cutoff === undefined) return [];
      const { vocabulary, asked, fit } = known;
      if (prepared?.by !== cutoff)
        prepared = { by: cutoff, concepts: prepareConcepts(asked, { cutoff, scoresOf, fit }) };
      return suggestionsOf(
        probabilitiesOf(photo, prepared.concepts, vocabulary),
        vocabulary,
        { confirmed: new Set(answered.confirmed), rejected: new Set(answered.rejected) },
        fit.suggestAt,
      );
    },
  };

  async function know(): Promise<Known | undefined> {
    const { vocabulariesFolder, calibrationFolder } = setup;
    if (vocabulariesFolder === undefined || calibrationFolder === undefined) return undefined;
    const vocabulary = await loadVocabulary(vocabulariesFolder);
    const asked = await askConcepts(vocabulary.concepts, {
      model,
      embedTexts: meanings.embedTexts,
      unknownWords: await meanings.unknownWordsIn(),
    });
    return { vocabulary, asked, fit: await readTagFit(calibrationFolder, model.id) };
  }
}
