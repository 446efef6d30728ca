import type { List, Question } from '../../preload/contract/list.ts';
import { modelById, vectorKey } from '../models/index.ts';
import { Failure } from '../util/failure.ts';
import { answerBy, type Answering } from '../util/respond.ts';
import type { TagDesk } from './tag-desk.ts';
import type { AlbumDesk } from './album-desk.ts';
import type { Explaining } from './explain.ts';
import type { Knowledge } from './knowledge.ts';
import { createOrderDesk } from './order-desk.ts';
import { createFolderDesk } from './folder-desk.ts';
import { createChangedRows } from './changed-rows.ts';
import { createHidden } from './hidden.ts';
import { createListPages } from './list-pages.ts';
import { createLists, type KeptList } from './lists.ts';
import type { SearcherAnswers, SearcherRequest, SearcherSetup } from './messages.ts';
import { histogramOf, monthsOf } from './months.ts';
import type { Asking } from './questions.ts';
import { openLibraryForReading } from './read-library.ts';
import { createStoredVectors } from './stored-vectors.ts';
import { createStackBook } from './stack-book.ts';
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
 * @param onRenewed what is usual in the library was reckoned anew
 * @throws Failure 'unavailable' or 'model-missing'
 */
export function openSession(setup: SearcherSetup, onRenewed: () => void): Session {
  const model = modelById(setup.modelId, setup.modelFolder);
  const library = openLibraryForReading(setup, vectorKey(model));
  const { vectorOf, vectorsOf, partsOf } = createStoredVectors(library, model.dim);
  const lists = createLists();
  const folders = createFolderDesk(library.sql);
  const stacks = createStackBook(library.sql);
  const hidden = createHidden(library);
  const orders = createOrderDesk(library.sql);
  const changes = createChangedRows();

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
    const meanings = parts.createMeanings(model, setup.modelFolder, setup.calibrationFolder);
    const vocabulary = parts.createVocabularyKeeper(library.sql, setup.vocabulariesFolder);
    // A file that is wrong is told to who asks for tags, where it is read again; search goes on without it.
    await vocabulary.load().catch(() => undefined);
    known = parts.createKnowledge(library.sql, setup.placesFile, vocabulary);
    const cutoff = parts.createCutoffKeeper({
      model,
      folder: setup.calibrationFolder,
      meanings,
      onMade() {
        albums?.changed();
        onRenewed();
      },
    });
    tagDesk = parts.createTagDesk({
      model,
      setup,
      meanings,
      vocabulary,
      cutoffKeeper: cutoff,
      library,
      matrix: () => ready?.matrix,
      vectorOf,
      partsOf,
      hidden,
      cutoff: async () => cutoff.now(ready?.matrix.count ?? 0, (count) => library.sampleVectors(count)),
      pause,
    });
    albums = parts.createAlbumDesk({ sql: library.sql, read: known.read, answering, hidden, pause });
    const browse = parts.createBrowseDesk({ library, knowledge: known, hidden, pause });
    return { ...parts, browse, meanings, knowledge: known, vocabulary, cutoff, tagDesk, albums };
  });
  // Whoever asks is told; here nobody waits for it.
  understanding.catch(() => undefined);
  let ready: Vectors | undefined;
  const pages = createListPages(library, lists, () => ready?.matrix);
  const vectors = timeline.then(async () => {
    ready = await loadVectors(library, model.dim, () => void settled());
    changes.replay();
    // Whoever tells of later ones finds these waiting, and begins nothing.
    if (changes.count() > 0) setImmediate(catchUp, 5);
    return ready;
  });

  /** Photos stopped coming and going: what is usual among them is made anew, as a start would make it. */
  const settled = async (): Promise<void> => {
    const { cutoff } = await understanding;
    await cutoff.renew(ready?.matrix.count ?? 0, (count) => library.sampleVectors(count));
  };

  /** Reads what changed again, for about so long; the rest waits for the next turn. */
  const catchUp = (budgetMs: number): void => {
    const until = performance.now() + budgetMs;
    while (changes.count() > 0 && performance.now() < until) {
      const states = library.states(changes.take(changesAtOnce, ready === undefined));
      stacks.changed(states.map(({ id }) => id));
      for (const { id, isPresent, time } of states) changes.times.set(id, isPresent ? time : undefined);
      ready?.apply(states);
      if (ready !== undefined) tagDesk?.photosChanged(states.map(({ id }) => id));
    }
    if (changes.count() > 0) setImmediate(catchUp, budgetMs);
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
      words: library,
      vectorOf,
      vectorsOf,
      partsOf,
      momentOf: library.momentOf,
      allowed: (query) =>
        allowedIds(
          library.sql,
          { ...knowledge.library, albumIds: desk.idsOf, suggestedIds: tagDesk?.openFor },
          query.filters,
        ),
      hidden,
      timeline: allTimes,
      timeOf: times,
      usual: { mean: cutoff.meanOf(), scoresOf: cutoff.scoresOf },
      exactWordsOf: (photoId, words) =>
        words.split(/\s+/u).flatMap((word, at, { length }) => {
          // Only the last one may be half typed, and is shown so.
          const isLast = at === length - 1;
          const whole = library.placesOfWords(`${word} `, [photoId]).get(photoId);
          const foundIn = whole ?? (isLast ? library.placesOfWords(word, [photoId]).get(photoId) : undefined);
          return foundIn === undefined ? [] : [{ word: whole === undefined ? `${word}…` : word, foundIn }];
        }),
    };
  };

  const openList = async (request: Extract<SearcherRequest, { is: 'open' | 'open-vector' }>): Promise<List> => {
    const startedAt = performance.now();
    const found =
      request.is === 'open' ? await inOrder(await photosFor(request), request.question) : await photosFor(request);
    const folds = request.is === 'open' && request.question.foldsStacks === true;
    return pages.listOf(folds ? stacks.fold(found, request.question.unfolded) : found, startedAt);
  };

  /** What was asked for by meaning stands by that. */
  const inOrder = async (found: Omit<KeptList, 'id'>, { order, text = '' }: Question) => {
    const isRanked = text.trim() !== '' && found.scores !== undefined;
    return order === undefined || isRanked ? found : orders.sorted(found, order, createTimeIndex(await allTimes()));
  };

  const photosFor = async (
    request: Extract<SearcherRequest, { is: 'open' | 'open-vector' }>,
  ): Promise<Omit<KeptList, 'id'>> => {
    const place = request.is === 'open' ? request.question.folder : undefined;
    if (request.is === 'open' && isUnasked(request.question)) {
      catchUp(10);
      const all = hidden.shownOf(await allTimes());
      if (place !== undefined) return folders.open(place, all);
      const { length } = all.photoIds;
      return { ...all, exactCount: 0, searchedCount: length, sections: [{ band: 'all', count: length }] };
    }
    await vectors;
    catchUp(10);
    const { answer, albums: desk } = await understanding;
    const asking = request.is === 'open' ? await read(request) : askingLike(request.vector);
    if (request.is === 'open' && request.question.albumId !== undefined)
      return desk.open(request.question.albumId, asking, request.languages ?? ['en']);
    const within = place && folders.idsIn(place);
    return answer({ ...asking, within }, await answering());
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

  const loaded = vectors.then(async ({ matrix }) => {
    const { meanings, cutoff, knowledge } = await understanding;
    await meanings.warmUp();
    await cutoff.prepare(matrix.count, (count) => library.sampleVectors(count));
    await knowledge.warmUp();
    tagDesk?.start();
    return matrix.count;
  });

  /** Reads what changed again first: what is answered is as new as what was written. */
  const upToDate = async () => {
    await vectors;
    catchUp(10);
    return understanding;
  };

  const counted = async (request: Extract<SearcherRequest, { is: 'open' | 'open-vector' }>): Promise<List> => {
    asked++;
    return openList(request).finally(() => asked--);
  };

  const answers: Answering<SearcherRequest, SearcherAnswers> = {
    open: counted,
    'open-vector': counted,
    async albums({ languages }) {
      // While nothing says where an answer ends, smart albums would lose photos, and those their albums' tags.
      await loaded;
      return (await upToDate()).albums.all(languages);
    },
    async 'foresee-album'({ id, rule, languages }) {
      await loaded;
      return (await upToDate()).albums.foresee(id, rule, languages);
    },
    'folder-tree': () => folders.tree(hidden),
    page: ({ listId, offset, limit }) => pages.page(listId, offset, limit),
    cards: ({ photoIds }) => library.cards(photoIds),
    ids({ listId, offset, limit }) {
      const { photoIds, stackOf } = lists.get(listId);
      const ids = [...photoIds.subarray(offset, offset + limit)];
      return stackOf === undefined ? ids : ids.flatMap((id) => [id, ...(stackOf(id)?.partIds ?? [])]);
    },
    months({ listId }) {
      const { times, scores } = lists.get(listId);
      // An answer is short enough for a heading a day; a timeline is not.
      return monthsOf(times ?? new Float64Array(0), scores === undefined ? 'month' : 'day');
    },
    find({ listId, photoId }) {
      const { photoIds, cardOf } = lists.get(listId);
      const at = photoIds.indexOf(cardOf?.get(photoId) ?? photoId);
      return at < 0 ? undefined : at;
    },
    async match({ picture, sentences }) {
      const parts = typeof picture === 'number' ? partsOf(picture) : [picture];
      if (parts.length === 0) throw new Failure('not-found', 'This photo is not indexed yet.');
      return (await understanding).match(parts, sentences, await answering());
    },
    tags: async (request) => (await upToDate()).tagDesk.suggest(request.picture, request),
    review: async (request) => (await upToDate()).tagDesk.review(request),
    'suggested-concepts': async ({ photoIds }) => (await upToDate()).tagDesk.suggestedConcepts(photoIds),
    'suggested-photos': async ({ conceptId }) => (await upToDate()).tagDesk.suggestedPhotos(conceptId),
    learned: async ({ conceptId, count }) => (await upToDate()).tagDesk.learned(conceptId, count),
    'suggestion-news': async ({ after }) => (await understanding).tagDesk.news(after),
    why: explainIn,
    histogram: async ({ listId }) => histogramOf(lists.get(listId), createTimeIndex(await allTimes())),
    suggest: async ({ text, recent, languages }) => (await understanding).knowledge.suggest(text, recent, languages),
    browse: async ({ by, languages }) => (await understanding).browse(by, languages, createTimeIndex(await allTimes())),
    filters: async () => (await understanding).describeFilters((await understanding).knowledge.library),
    'place-named': async ({ name, languages }) => (await understanding).knowledge.placeNamed(name, languages),
    place: async ({ latitude, longitude, language }) =>
      (await understanding).knowledge.placeOf(latitude, longitude, language),
    async 'askable-concepts'() {
      const { vocabulary, meanings, askableConcepts } = await understanding;
      return askableConcepts(vocabulary.now()?.concepts ?? [], model, await meanings.reader());
    },
    'embed-texts': async ({ texts }) => (await understanding).meanings.embedTexts(texts),
  };

  return {
    loaded,
    answer: (request) => answerBy(answers, request),
    changed(photoIds) {
      albums?.changed();
      known?.changed();
      hidden.changed();
      orders.changed(photoIds);
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
      ready?.[Symbol.dispose]();
      known?.close();
      library.close();
    },
  };
}

/** Rows read again in one go: about 4 ms. */
const changesAtOnce = 500;

/** With neither words nor photo: everything, or all of a folder, newest first. */
export function isUnasked({ text, similarTo, albumId }: Question): boolean {
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
      likes: [],
      exact: '',
      fillers: [],
      keptAsWords: [],
      problems: [],
    },
    pictures: { [name]: vector },
  };
}
