import type { List, Question } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import { modelById, vectorKey } from '../models/index.ts';
import { search } from '../search/index.ts';
import { Failure } from '../util/failure.ts';
import { decodeHalf } from '../util/half.ts';
import { createLists, type KeptList } from './lists.ts';
import { createMeanings } from './meanings.ts';
import type { SearcherAnswers, SearcherRequest, SearcherSetup } from './messages.ts';
import { monthsOf } from './months.ts';
import { openLibraryForReading } from './read-library.ts';
import { changedTimeline, readTimeline } from './timeline.ts';
import { loadVectors, type Vectors } from './vectors.ts';

export interface Session extends Disposable {
  /** Done when all vectors are in memory: how many. The timeline is answered before. */
  readonly loaded: Promise<number>;
  answer(request: SearcherRequest): Promise<SearcherAnswers[SearcherRequest['is']]>;
  /** Rows of these photos came, changed or went. */
  changed(photoIds: readonly number[]): void;
}

/**
 * One library, open for searching with one model.
 * @throws Failure 'unavailable' or 'model-missing'
 */
export function openSession(setup: SearcherSetup): Session {
  const model = modelById(setup.modelId);
  const library = openLibraryForReading(setup, vectorKey(model));
  const meanings = createMeanings(model, setup.modelFolder);
  const lists = createLists();
  const changes = createChanges();

  // The timeline first: it is what the window shows.
  let timeline = readTimeline(library);
  let ready: Vectors | undefined;
  const vectors = timeline.then(async () => {
    ready = await loadVectors(library, model.dim);
    changes.replay();
    return ready;
  });

  /** Reads what changed again, for about so long; the rest waits for the next turn. */
  const catchUp = (budgetMs: number): void => {
    const until = performance.now() + budgetMs;
    while (changes.count() > 0 && performance.now() < until) {
      const states = library.states(changes.take(changesAtOnce, ready === undefined));
      for (const { id, isPresent, time } of states) changes.times.set(id, isPresent ? time : undefined);
      ready?.apply(states);
    }
    if (changes.count() > 0) setImmediate(catchUp, budgetMs);
  };

  const openTimeline = async (): Promise<Omit<KeptList, 'id'>> => {
    if (changes.times.size > 0) {
      const changed = new Map(changes.times);
      changes.times.clear();
      timeline = timeline.then((current) => changedTimeline(current, changed));
    }
    return { ...(await timeline), exactCount: 0 };
  };

  // One array for all: 256 of them are read for each question.
  const oneVector = new Float32Array(model.dim);
  const vectorOf = (photoId: number): Float32Array | undefined => {
    const half = library.vector(photoId);
    if (!half) return undefined;
    decodeHalf(half, oneVector);
    return oneVector;
  };

  const openSearch = async ({ text, similarTo, vector }: Asking): Promise<Omit<KeptList, 'id'>> => {
    const found = await search(
      { words: text, similarTo, vector },
      {
        matrix: (await vectors).matrix,
        exactMatches: (words) => library.exactMatches(words),
        meaningOf: (words) => meanings.meaningOf(words),
        vectorOf,
      },
    );
    if (!found) throw new Failure('not-found', 'This photo is not indexed yet, so nothing can be compared with it.');
    return found;
  };

  const open = async (question: Asking): Promise<List> => {
    const startedAt = performance.now();
    const isRanked = question.vector !== undefined || !isTimeline(question);
    if (isRanked) await vectors;
    catchUp(10);
    const kept = lists.keep(await (isRanked ? openSearch(question) : openTimeline()));
    return {
      id: kept.id,
      count: kept.photoIds.length,
      exactCount: kept.exactCount,
      isRanked,
      sections: sectionsOf(kept),
      unknownWords: isRanked && question.text !== undefined ? await meanings.unknownWords(question.text) : [],
      cards: page(kept, 0, firstPage),
      tookMs: performance.now() - startedAt,
    };
  };

  const page = (list: KeptList, offset: number, limit: number): PhotoCard[] => {
    const ids = list.photoIds.subarray(offset, offset + limit);
    const scoreOf = new Map(Array.from(ids, (id, i) => [id, list.scores?.[offset + i]]));
    return library.cards(ids).map((card) => {
      const score = scoreOf.get(card.id);
      return score === undefined || Number.isNaN(score) ? card : { ...card, score };
    });
  };

  return {
    loaded: vectors.then(async ({ matrix }) => {
      await meanings.warmUp();
      return matrix.count;
    }),
    async answer(request) {
      switch (request.is) {
        case 'open':
          return open(request.question);
        case 'open-vector':
          return open({ vector: request.vector });
        case 'page':
          return page(lists.get(request.listId), request.offset, request.limit);
        case 'months':
          return monthsOf(lists.get(request.listId).times ?? new Float64Array(0));
        case 'find': {
          const at = lists.get(request.listId).photoIds.indexOf(request.photoId);
          return at < 0 ? undefined : at;
        }
        case 'embed-texts':
          return meanings.embedTexts(request.texts);
      }
    },
    changed(photoIds) {
      if (changes.count() === 0) setImmediate(catchUp, 5);
      changes.add(photoIds);
    },
    [Symbol.dispose]: () => library.close(),
  };
}

/** What the window asks, or the vector of a picture that is not in the library. */
type Asking = Question & { readonly vector?: Float32Array | undefined };

/** With neither words nor photo: everything, newest first. */
export function isTimeline({ text, similarTo }: Question): boolean {
  return similarTo === undefined && (text === undefined || text.trim() === '');
}

/** Exact matches by themselves; no cut is made in the rest. */
function sectionsOf({ exactCount, photoIds }: KeptList): List['sections'] {
  const sections = [
    { band: 'exact' as const, count: exactCount },
    { band: 'all' as const, count: photoIds.length - exactCount },
  ];
  return sections.filter(({ count }) => count > 0);
}

const firstPage = 200;
/** Rows read again in one go: about 4 ms. */
const changesAtOnce = 500;

/** Photos whose rows are to be read again. */
function createChanges() {
  const ids = new Set<number>();
  /** Taken before the matrix was there: it gets them afterwards. */
  const early: number[] = [];
  return {
    /** What the timeline has not been told yet: photo -> its time, or undefined when it is gone. */
    times: new Map<number, number | undefined>(),
    count: (): number => ids.size,
    add: (photoIds: readonly number[]): void => photoIds.forEach((id) => ids.add(id)),
    take(count: number, isEarly: boolean): number[] {
      const taken: number[] = [];
      for (const id of ids) {
        if (taken.length === count) break;
        taken.push(id);
        ids.delete(id);
      }
      if (isEarly) early.push(...taken);
      return taken;
    },
    replay: (): void => early.splice(0).forEach((id) => ids.add(id)),
  };
}
