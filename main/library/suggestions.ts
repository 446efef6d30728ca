import type { CallInput, CallOutput } from '../../preload/contract/api.ts';
import type { Learned, ManyTag, SuggestedConcept, SuggestionsState } from '../../preload/contract/review.ts';
import { createAnswerReader } from '../db/answers.ts';
import { createConcepts } from '../db/concepts.ts';
import type { Db } from '../db/open.ts';
import type { Searcher } from '../searcher/host.ts';
import type { Asked } from '../searcher/suggestion-messages.ts';
import { Failure } from '../util/failure.ts';
import type { EffectiveVocabulary } from './effective-vocabulary.ts';
import { followSuggestions } from './follow-suggestions.ts';
import type { TagAnswers } from './tag-answers.ts';

/** Suggestions for the whole library, the questions worth asking, and what concepts learn from the answers. */
export function createSuggestions(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  vocabulary: EffectiveVocabulary;
  answers: Pick<TagAnswers, 'nameOf' | 'add' | 'decide'>;
  searcher: Pick<Searcher, 'ask' | 'vocabularyChanged'>;
  now: () => number;
  log: (line: string) => void;
  onState: (state: SuggestionsState) => void;
  onTagsChanged: () => void;
}) {
  const { db, vocabulary, answers, searcher, now } = deps;
  const given = createAnswerReader(db.sql);
  const concepts = createConcepts(db);
  const following = followSuggestions(deps);

  return {
    state: following.state,
    async next({ conceptId, count, asked }: CallInput<'review.next'>): Promise<CallOutput<'review.next'>> {
      const { questions, openCount } = await searcher.ask({
        is: 'review',
        count,
        asked,
        ...(conceptId !== undefined && { conceptId }),
      });
      return { questions: await named(questions), openCount };
    },
    async concepts(): Promise<SuggestedConcept[]> {
      const found = await searcher.ask({ is: 'suggested-concepts' });
      return Promise.all(found.map(async (one) => ({ ...one, name: await answers.nameOf(one.conceptId) })));
    },
    /** Every open suggestion, the most probable first: of one concept, or of all. */
    async photos(
      conceptId?: string,
    ): Promise<{ photoId: number; conceptId: string; name: string; probability: number }[]> {
      const found = await searcher.ask({ is: 'suggested-photos', ...(conceptId !== undefined && { conceptId }) });
      return Promise.all(found.map(async (one) => ({ ...one, name: await answers.nameOf(one.conceptId) })));
    },
    /** Given tags first, then what is suggested for most of the photos. */
    async tagsOfMany(photoIds: readonly number[]): Promise<ManyTag[]> {
      const suggested = await searcher.ask({ is: 'suggested-concepts', photoIds: [...photoIds] });
      const counts = new Map(given.countsIn(photoIds).map((one) => [one.conceptId, one]));
      const suggestedCounts = new Map(suggested.map(({ conceptId, photoCount }) => [conceptId, photoCount]));
      const ids = [...new Set([...counts.keys(), ...suggestedCounts.keys()])];
      return Promise.all(
        ids.map(async (conceptId) => ({
          conceptId,
          name: await answers.nameOf(conceptId),
          confirmedCount: counts.get(conceptId)?.confirmedCount ?? 0,
          suggestedCount: suggestedCounts.get(conceptId) ?? 0,
          rejectedCount: counts.get(conceptId)?.rejectedCount ?? 0,
        })),
      );
    },
    async answersTo(
      photoIds: readonly number[],
      tag: CallInput<'tags.answers'>['tag'],
    ): Promise<CallOutput<'tags.answers'>> {
      const { named: byName, mergedInto } = await vocabulary.loaded();
      const conceptId = 'conceptId' in tag ? (mergedInto.get(tag.conceptId) ?? tag.conceptId) : byName(tag.name)?.id;
      if (conceptId === undefined) return { confirmed: [], rejected: [] };
      const to = given.ofPhotos(photoIds).filter((one) => one.conceptId === conceptId);
      const idsOf = (isConfirmed: boolean) =>
        to.filter((one) => one.isConfirmed === isConfirmed).map(({ photoId }) => photoId);
      return { conceptId, confirmed: idsOf(true), rejected: idsOf(false) };
    },
    /** Confirms the name for some photos and rejects it for others: from five on it suggests itself. */
    async teach(
      name: string,
      photoIds: readonly number[],
      notPhotoIds: readonly number[],
    ): Promise<{ conceptId: string }> {
      await answers.add(photoIds, name);
      const conceptId = (await vocabulary.loaded()).named(name)?.id;
      if (conceptId === undefined) throw new Failure('not-found', 'None of these photos is in the library any more.');
      if (notPhotoIds.length > 0) await answers.decide(notPhotoIds, conceptId, 'rejected');
      deps.onTagsChanged();
      return { conceptId };
    },
    /** @throws Failure 'not-found' */
    async learned(conceptId: string, count = 24): Promise<Learned> {
      await known(conceptId);
      const { likeliest, doubts, ...taught } = await searcher.ask({ is: 'learned', conceptId, count });
      return {
        ...taught,
        name: await answers.nameOf(conceptId),
        likeliest: await named(likeliest),
        doubts: await named(doubts),
      };
    },
    /** The answers given until now stay, and teach no more. @throws Failure 'not-found' */
    forget: (conceptId: string): Promise<void> => forgetBefore(conceptId, now()),
    /** Takes `forget` back. @throws Failure 'not-found' */
    remember: (conceptId: string): Promise<void> => forgetBefore(conceptId, undefined),
    stop: following.stop,
  };

  async function forgetBefore(conceptId: string, forgetsBeforeMs: number | undefined): Promise<void> {
    const id = await known(conceptId);
    db.transaction(() => concepts.put({ ...(concepts.get(id) ?? { id }), forgetsBeforeMs }, now()));
    vocabulary.changed();
    searcher.vocabularyChanged();
    deps.onTagsChanged();
  }

  async function known(conceptId: string): Promise<string> {
    const { byId, mergedInto } = await vocabulary.loaded();
    const id = mergedInto.get(conceptId) ?? conceptId;
    if (!byId.has(id)) throw new Failure('not-found', `There is no concept "${conceptId}".`);
    return id;
  }

  async function named<A extends Asked>(questions: readonly A[]): Promise<(A & { name: string })[]> {
    return Promise.all(questions.map(async (one) => ({ ...one, name: await answers.nameOf(one.conceptId) })));
  }
}
export type Suggestions = ReturnType<typeof createSuggestions>;
