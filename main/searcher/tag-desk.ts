/** @file Runs in the searcher process. */
import { createAnswerReader } from '../db/answers.ts';
import { readStoredSuggestions } from '../db/suggestions.ts';
import { vectorKey } from '../models/index.ts';
import type { Model } from '../models/model.ts';
import type { Cutoff } from '../search/cutoff.ts';
import type { Hidden } from './hidden.ts';
import type { Matrix } from '../search/matrix.ts';
import { type PreparedConcept, probabilitiesOf, type Suggested, suggestionsOf } from '../tags/suggest.ts';
import { conceptsInKeyword } from '../tags/given.ts';
import { chanceIn } from '../tags/score-list.ts';
import { createAsking } from './asking-desk.ts';
import type { CutoffKeeper } from './cutoff-keeper.ts';
import type { Meanings } from './meanings.ts';
import type { SearcherSetup } from './messages.ts';
import type { ReadLibrary } from './read-library.ts';
import { createNews } from './suggestion-news.ts';
import type { SuggestedPhoto, SuggestionNews } from './suggestion-messages.ts';
import { createTagPass } from './tag-pass-in-slices.ts';
import { createTaughtConcepts } from './taught-concepts.ts';
import type { VocabularyKeeper } from './vocabulary-keeper.ts';

export interface TagDeskDeps {
  readonly model: Model;
  readonly setup: Pick<SearcherSetup, 'calibrationFolder'>;
  readonly meanings: Pick<Meanings, 'embedTexts' | 'reader'>;
  readonly vocabulary: Pick<VocabularyKeeper, 'load' | 'now'>;
  readonly cutoffKeeper: Pick<CutoffKeeper, 'scoresOf' | 'meanOf'>;
  readonly library: ReadLibrary;
  /** Undefined until all vectors are in memory. */
  readonly matrix: () => Matrix | undefined;
  /** Photos that the person hid: nobody is asked about them. */
  readonly hidden: Pick<Hidden, 'has'>;
  /** Of a film the mean of its parts. The array may be another photo's at the next call. */
  readonly vectorOf: (photoId: number) => Float32Array | undefined;
  readonly partsOf: (photoId: number) => readonly Float32Array[];
  readonly cutoff: () => Promise<Cutoff | undefined>;
  /** Lets others have their turn; while a question is being answered it waits. */
  readonly pause: () => Promise<void>;
}

/** All about suggested tags: for one picture, for the library, what to ask the person, what was learned. */
export function createTagDesk(deps: TagDeskDeps) {
  const { library, model } = deps;
  const answers = createAnswerReader(library.sql);
  const concepts = createTaughtConcepts({ ...deps, answers, calibrationFolder: deps.setup.calibrationFolder ?? '' });
  const news = createNews();
  const pass = createTagPass({
    ...deps,
    modelKey: vectorKey(model),
    concepts,
    answers,
    stored: () => readStoredSuggestions(library.sql, vectorKey(model)),
    version: () => library.sql.pragma('data_version', { simple: true }),
    onNews: news.tell,
  });
  const asking = createAsking({ ...deps, pass, answers, soon });
  const { book } = pass;

  return {
    ...asking,
    /** Begins the pass over the library, or goes on with it. */
    start: (): void => void pass.poke().catch(news.fail),
    photosChanged: (photoIds: readonly number[]): void => void pass.photosChanged(photoIds).catch(news.fail),
    stop: pass.stop,
    /**
     * @param picture one of the library, or its unit vector
     * @returns nothing while it is not known what is usual in this library
     */
    async suggest(
      picture: number | Float32Array,
      answered: { confirmed: readonly string[]; rejected: readonly string[] },
    ): Promise<Suggested[]> {
      if ((await deps.cutoff()) === undefined) return [];
      const bases = pass.bases() ?? (await refreshed());
      if (bases === undefined) return [];
      const { vocabulary } = bases;
      const byFile = typeof picture !== 'number' ? [] : answers.keywordsOf([picture]);
      const rejected = new Set(answered.rejected);
      const inFile = byFile.flatMap(({ keyword }) => conceptsInKeyword(keyword, vocabulary));
      const given = {
        confirmed: new Set([...answered.confirmed, ...inFile.filter((id) => !rejected.has(id))]),
        rejected,
      };
      if (typeof picture === 'number') await soon();
      if (typeof picture === 'number' && pass.knows(picture))
        return suggestionsOf(book.probabilitiesOf(picture, vocabulary), vocabulary, given, pass.thresholdOf);
      const parts = typeof picture === 'number' ? deps.partsOf(picture) : [picture];
      if (parts.length === 0) return [];
      const all: PreparedConcept[] = [];
      for (const conceptId of bases.byId.keys()) {
        const concept = pass.preparedOf(conceptId);
        if (concept !== undefined) all.push(concept);
      }
      return suggestionsOf(probabilitiesOf(parts, all, vocabulary), vocabulary, given, pass.thresholdOf);
    },
    /** Concepts with how many photos they are suggested for: of the library, or of these. Those with most come first. */
    async suggestedConcepts(photoIds?: readonly number[]): Promise<{ conceptId: string; photoCount: number }[]> {
      await soon();
      const counts =
        photoIds === undefined
          ? book.openConcepts()
          : book.openConcepts().map(({ conceptId }) => {
              const open = book.open(conceptId);
              return { conceptId, photoCount: photoIds.filter((id) => chanceIn(open, id) !== undefined).length };
            });
      return counts.filter(({ photoCount }) => photoCount > 0).sort((a, b) => b.photoCount - a.photoCount);
    },
    /** Every open suggestion, the most probable first. */
    async suggestedPhotos(conceptId?: string): Promise<SuggestedPhoto[]> {
      await pass.poke();
      const ids = conceptId === undefined ? book.openConcepts().map((one) => one.conceptId) : [conceptId];
      return ids
        .flatMap((id) => {
          const open = book.open(id);
          return Array.from({ length: open.count }, (_, at) => ({
            photoId: open.ids[at] ?? 0,
            conceptId: id,
            probability: (open.chances[at] ?? 0) / 255,
          }));
        })
        .sort((a, b) => b.probability - a.probability || a.photoId - b.photoId || (a.conceptId < b.conceptId ? -1 : 1));
    },
    /** Photos for which the concept of a name is suggested and unanswered, ascending: what the filter `suggested:` finds. */
    openFor(name: string): Int32Array {
      const concept = pass.bases()?.vocabulary.named(name);
      const isAny = concept === undefined && name.toLowerCase() === 'any';
      const lists = (isAny ? book.openConcepts().map((one) => one.conceptId) : [concept?.id ?? '']).map(book.open);
      return Int32Array.from(new Set(lists.flatMap(({ ids, count }) => [...ids.subarray(0, count)]))).sort();
    },
    /** Waits for something newer than `after`. */
    news: (after: number): Promise<SuggestionNews> => news.after(after, pass.state, pass.keep),
  };

  /** What was answered or changed just now is learned, and reckoned for every photo unless a whole pass is at work. */
  async function soon(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, mostWaitMs)));
    await Promise.all([pass.learned(), Promise.race([pass.poke(), enough])]);
    clearTimeout(timer);
  }

  async function refreshed() {
    await soon();
    return pass.bases() ?? concepts.refresh();
  }
}
export type TagDesk = ReturnType<typeof createTagDesk>;

/** A concept is asked about every photo within some 20 ms; whoever asks need not wait for a pass over the whole library. */
const mostWaitMs = 150;
