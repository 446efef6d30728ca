import type { List, Question } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import { modelById, vectorKey } from '../models/index.ts';
import { Failure } from '../util/failure.ts';
import { decodeHalf } from '../util/half.ts';
import type { TagDesk } from './tag-desk.ts';
import type { AlbumDesk } from './album-desk.ts';
import type { Explaining } from './explain.ts';
import type { Knowledge } from './knowledge.ts';
import { createLists, type KeptList } from './lists.ts';
import type { SearcherAnswers, SearcherRequest, SearcherSetup } from './messages.ts';
import { histogramOf, monthsOf } from './months.ts';
import type { Asking } from './questions.ts';
import { openLibraryForReading } from './read-library.ts';
import { changedTimeline, createTimeIndex, readTimeline, type Timeline } from './timeline.ts';
import { loadVectors, type Vectors } from './vectors.ts';

export interface Session extends Disposable {
  /** Done when all vectors are in memory: how many. The timeline is answered before. */
  readonly loaded: Promise<number>;
  answer(request: SearcherRequest): Promise<SearcherAnswers[SearcherRequest['is']]>;
  /** Rows of these photos came, changed or went. */
  changed(photoIds: readonly number[]): void;
  /** Concepts were added, changed, merged, hidden or removed. */
  vocabularyChanged(): void;
}

/**
 * One library, open for searching with one model.
 * @throws Failure 'unavailable' or 'model-missing'
 */
export function openSession(setup: SearcherSetup): Session {
  const model = modelById(setup.modelId, setup.modelFolder);
  const library = openLibraryForReading(setup, vectorKey(model));
  const lists = createLists();
  const changes = createChanges();

  // The timeline first: it is what the window shows.
  let timeline = readTimeline(library);
  let known: Knowledge | undefined;
  let albums: AlbumDesk | undefined;
  let tagDesk: TagDesk | undefined;
  /** Questions that are being answered: what goes on in the background waits for them. */
  let asked = 0;
  const pause = async (): Promise<void> => {
    do await new Promise((resolve) => (asked > 0 ? setTimeout(resolve, 2) : setImmediate(resolve)));
    while (asked > 0);
  };
  const understanding = timeline.then(async () => {
    const parts = await import('./understanding.ts');
    const meanings = parts.createMeanings(model, setup.modelFolder);
    const vocabulary = parts.createVocabularyKeeper(library.sql, setup.vocabulariesFolder);
    // A file that is wrong is told to who asks for tags, where it is read again; search goes on without it.
    await vocabulary.load().catch(() => undefined);
    known = parts.createKnowledge(library.sql, setup.placesFile, vocabulary);
    const cutoff = parts.createCutoffKeeper({ model, folder: setup.calibrationFolder, meanings });
    tagDesk = parts.createTagDesk({
      model,
      setup,
      meanings,
      vocabulary,
      cutoffKeeper: cutoff,
      library,
      matrix: () => ready?.matrix,
      vectorOf,
      cutoff: async () => cutoff.now(ready?.matrix.count ?? 0, (count) => library.sampleVectors(count)),
      pause,
    });
    albums = parts.createAlbumDesk({ sql: library.sql, read: known.read, answering, pause });
    return { ...parts, meanings, knowledge: known, vocabulary, cutoff, tagDesk, albums };
  });
  // Whoever asks is told; here nobody waits for it.
  understanding.catch(() => undefined);
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
      if (ready !== undefined) tagDesk?.photosChanged(states.map(({ id }) => id));
    }
    if (changes.count() > 0) setImmediate(catchUp, budgetMs);
  };

  // One array for all: 256 of them are read for each question.
  const oneVector = new Float32Array(model.dim);
  const vectorOf = (photoId: number): Float32Array | undefined => {
    const half = library.vector(photoId);
    if (!half) return undefined;
    decodeHalf(half, oneVector);
    return oneVector;
  };

  const allTimes = async (): Promise<Timeline> => {
    if (changes.times.size > 0) {
      const changed = new Map(changes.times);
      changes.times.clear();
      timeline = timeline.then((current) => changedTimeline(current, changed));
    }
    return timeline;
  };

  const answering = async (): Promise<Explaining> => {
    const { meanings, knowledge, cutoff, allowedIds, albums: desk } = await understanding;
    const { matrix } = await vectors;
    const times = createTimeIndex(await allTimes());
    return {
      matrix,
      meanings,
      cutoff: await cutoff.now(matrix.count, (count) => library.sampleVectors(count)),
      exactMatches: (words) => library.exactMatches(words),
      vectorOf,
      allowed: (query) =>
        allowedIds(
          library.sql,
          { ...knowledge.library, albumIds: desk.idsOf, suggestedIds: tagDesk?.openFor },
          query.filters,
        ),
      timeline: allTimes,
      timeOf: times,
      usual: (vector) => cutoff.scoresOf(vector),
      exactWordsOf: (photoId, words) => words.split(/\s+/u).filter((word) => library.matches(photoId, word)),
    };
  };

  const openList = async (request: Extract<SearcherRequest, { is: 'open' | 'open-vector' }>): Promise<List> => {
    const startedAt = performance.now();
    if (request.is === 'open' && isTimeline(request.question)) {
      catchUp(10);
      const all = await allTimes();
      return listOf(
        { ...all, exactCount: 0, sections: [{ band: 'all', count: all.photoIds.length }], unknownWords: [] },
        startedAt,
      );
    }
    await vectors;
    catchUp(10);
    const { answer, albums: desk } = await understanding;
    const asking = request.is === 'open' ? await read(request) : askingLike(request.vector);
    if (request.is === 'open' && request.question.albumId !== undefined)
      return listOf(await desk.open(request.question.albumId, asking, request.languages ?? ['en']), startedAt);
    return listOf(await answer(asking, await answering()), startedAt);
  };

  /** A smart album asks where the person does not; what they said of a photo goes before its question. */
  const explainIn = async (request: Extract<SearcherRequest, { is: 'why' }>) => {
    const { explain, albums: desk } = await understanding;
    const { question, languages = ['en'], photoId } = request;
    const ofAlbum = await desk.askingOf(question, languages);
    const { why, direction } = await explain(
      photoId,
      ofAlbum ?? (await read({ ...request, is: 'open' })),
      await answering(),
    );
    const isExample =
      ofAlbum !== undefined && question.albumId !== undefined && desk.isExample(question.albumId, photoId);
    return { why: isExample ? { ...why, band: 'example' as const } : why, direction };
  };

  const read = async ({
    question,
    languages = ['en'],
    pictures = {},
  }: Extract<SearcherRequest, { is: 'open' }>): Promise<Asking> => {
    const { knowledge, albums: desk } = await understanding;
    const like = question.similarTo === undefined ? '' : `photo:${question.similarTo} `;
    const query = knowledge.read(like + (question.text ?? ''), question.keptAsWords ?? [], languages);
    await desk.prepare(query, languages);
    return { question, query, pictures };
  };

  const listOf = (answered: Omit<KeptList, 'id'>, startedAt: number): List => {
    const kept = lists.keep(answered);
    return {
      id: kept.id,
      count: kept.photoIds.length,
      exactCount: kept.exactCount,
      isRanked: kept.times === undefined || kept.scores !== undefined,
      sections: kept.sections.filter(({ count }) => count > 0),
      ...(kept.query && { query: kept.query }),
      unknownWords: [...kept.unknownWords],
      cards: page(kept, 0, firstPage),
      tookMs: performance.now() - startedAt,
    };
  };

  const page = (list: KeptList, offset: number, limit: number): PhotoCard[] => {
    const ids = list.photoIds.subarray(offset, offset + limit);
    const scoreOf = new Map(Array.from(ids, (id, i) => [id, list.scores?.[offset + i]]));
    return library.cards(ids).map((card) => {
      const score = scoreOf.get(card.id);
      if (score === undefined || Number.isNaN(score)) return card;
      const probability = list.probabilityAt?.(score);
      return { ...card, score, ...(probability !== undefined && { probability }) };
    });
  };

  const loaded = vectors.then(async ({ matrix }) => {
    const { meanings, cutoff, knowledge } = await understanding;
    await meanings.warmUp();
    await cutoff.prepare(matrix.count, (count) => library.sampleVectors(count));
    await knowledge.warmUp();
    tagDesk?.start();
    return matrix.count;
  });

  return {
    loaded,
    async answer(request) {
      switch (request.is) {
        case 'open':
        case 'open-vector':
          asked++;
          return openList(request).finally(() => asked--);
        case 'albums':
          // While nothing says where an answer ends, smart albums would lose photos, and those their albums' tags.
          await loaded;
          catchUp(10);
          return (await understanding).albums.all(request.languages);
        case 'page':
          return page(lists.get(request.listId), request.offset, request.limit);
        case 'ids':
          return [...lists.get(request.listId).photoIds.subarray(request.offset, request.offset + request.limit)];
        case 'months': {
          const { times, scores } = lists.get(request.listId);
          // An answer is short enough for a heading a day; a timeline is not.
          return monthsOf(times ?? new Float64Array(0), scores === undefined ? 'month' : 'day');
        }
        case 'find': {
          const at = lists.get(request.listId).photoIds.indexOf(request.photoId);
          return at < 0 ? undefined : at;
        }
        case 'match': {
          const { picture } = request;
          const vector = typeof picture === 'number' ? vectorOf(picture)?.slice() : picture;
          if (vector === undefined) throw new Failure('not-found', 'This photo is not indexed yet.');
          return (await understanding).match(vector, request.sentences, await answering());
        }
        case 'tags': {
          const { tagDesk: desk } = await understanding;
          await vectors;
          catchUp(10);
          return desk.suggest(request.picture, request);
        }
        case 'review':
        case 'suggested-concepts':
        case 'suggested-photos':
        case 'learned': {
          const { answerAboutTags, tagDesk: desk } = await understanding;
          await vectors;
          catchUp(10);
          return answerAboutTags(request, desk);
        }
        case 'suggestion-news':
          return (await understanding).tagDesk.news(request.after);
        case 'why':
          return explainIn(request);
        case 'histogram':
          return histogramOf(lists.get(request.listId), createTimeIndex(await allTimes()));
        case 'suggest':
          return (await understanding).knowledge.suggest(request.text, request.recent, request.languages);
        case 'filters':
          return (await understanding).describeFilters((await understanding).knowledge.library);
        case 'place':
          return (await understanding).knowledge.placeOf(request.latitude, request.longitude, request.language);
        case 'askable-concepts': {
          const { vocabulary, meanings, askableConcepts } = await understanding;
          return askableConcepts(vocabulary.now()?.concepts ?? [], model, await meanings.unknownWordsIn());
        }
        case 'embed-texts':
          return (await understanding).meanings.embedTexts(request.texts);
      }
    },
    changed(photoIds) {
      albums?.changed();
      known?.changed();
      if (changes.count() === 0) setImmediate(catchUp, 5);
      changes.add(photoIds);
    },
    vocabularyChanged() {
      albums?.changed();
      known?.changed();
      tagDesk?.start();
    },
    [Symbol.dispose]() {
      tagDesk?.stop();
      known?.close();
      library.close();
    },
  };
}

/** With neither words nor photo: everything, newest first. */
export function isTimeline({ text, similarTo, albumId }: Question): boolean {
  return similarTo === undefined && albumId === undefined && (text === undefined || text.trim() === '');
}

/** A picture that is not in the library, by its vector. */
function askingLike(vector: Float32Array): Asking {
  const name = 'picture:1';
  return {
    question: { text: name },
    query: {
      source: name,
      terms: [{ is: 'picture', pictureId: 1, sign: 'plus', weight: 1 }],
      filters: [],
      exact: '',
      keptAsWords: [],
      problems: [],
    },
    pictures: { [name]: vector },
  };
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
