import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import type { List, Question } from '../../../../preload/contract/list.ts';
import { defaultSettings } from '../../../../preload/contract/settings.ts';
import { CallFailure } from '../../../../renderer/api.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Search } from '../../../../renderer/state/search.svelte.ts';
import { SettingsState } from '../../../../renderer/state/settings.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

let lastId = 0;
const listOf = (question: Question, count = 3): List => ({
  id: ++lastId,
  count,
  exactCount: 0,
  searchedCount: 10,
  isRanked: question.text !== undefined,
  sections: [{ band: question.text === undefined ? 'all' : 'sure', count }],
  tookMs: 1,
  cards: Array.from({ length: count }, (_, at) => ({
    ...{ id: at + 1, name: `${at}.jpg`, width: 4, height: 3, takenWallMs: 0, kind: 'image' as const },
    ...{ isOffline: false, version: 1 },
  })),
});

function create(open: (question: Question) => List | Promise<List> = (question) => listOf(question)) {
  let stored = defaultSettings;
  const bridge = createTestBridge({
    'list.open': open,
    'list.months': () => [],
    'settings.change': (change) => (stored = { ...stored, ...change }),
  });
  const settings = new SettingsState(bridge.api, new Notices(new Language(() => 'en')));
  settings.take(defaultSettings);
  const search = new Search(bridge.api, settings);
  const questions = () => bridge.asked.filter(([name]) => name === 'list.open').map(([, question]) => question);
  return { bridge, search, questions };
}

test('while a person types one question is asked: what stands there when the fingers rest', async () => {
  const { search, questions } = create();
  for (const text of ['b', 'be', 'bea', 'beach']) {
    search.type(text);
    await vi.advanceTimersByTimeAsync(20);
  }
  await vi.advanceTimersByTimeAsync(100);
  expect(questions()).toEqual([{ text: 'beach', sort: 'relevance', strictness: 0 }]);
  expect(search.list?.count).toBe(3);
});

test('an answer that is still being put in its place does not take that of one to a newer question', async () => {
  const { search } = create((question) => listOf(question, question.text === undefined ? 1 : 2));
  let foundPlaces: () => void = () => undefined;
  const places = new Promise<void>((resolve) => (foundPlaces = resolve));
  search.arrive = async (_list, how, show) => {
    if (how === 'refresh') await places;
    show();
  };
  const refresh = search.ask('refresh');
  await vi.advanceTimersByTimeAsync(10);
  search.run('dog');
  await vi.advanceTimersByTimeAsync(10);
  foundPlaces();
  await refresh;
  expect(search.list?.count).toBe(2);
});

test('a slow answer to an old question never takes the place of a newer one', async () => {
  const { search } = create(async (question) => {
    await new Promise((resolve) => setTimeout(resolve, question.text === 'old' ? 1_000 : 10));
    return listOf(question, question.text === 'old' ? 1 : 2);
  });
  search.run('old');
  await vi.advanceTimersByTimeAsync(50);
  search.run('new');
  await vi.advanceTimersByTimeAsync(2_000);
  expect(search.list?.count).toBe(2);
  expect(search.isSlow).toBe(false);
});

test('only an answer that lets wait shows a sign of it', async () => {
  const { search } = create(async (question) => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    return listOf(question);
  });
  search.run('beach');
  await vi.advanceTimersByTimeAsync(200);
  expect(search.isSlow).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(search.isSlow).toBe(true);
  await vi.advanceTimersByTimeAsync(600);
  expect(search.isSlow).toBe(false);
});

test('a search process that is being started again is asked again, and in the end the trouble is said', async () => {
  let asked = 0;
  const { search } = create((question) => {
    if (++asked < 3) throw new Failure('unavailable', 'being started again');
    return listOf(question);
  });
  search.run('beach');
  await vi.advanceTimersByTimeAsync(3_000);
  expect([asked, search.trouble, search.list?.count]).toEqual([3, undefined, 3]);

  const broken = create(() => {
    throw new Failure('unavailable', 'never');
  });
  broken.search.run('beach');
  await vi.advanceTimersByTimeAsync(60_000);
  expect(broken.search.trouble).toMatchObject({ kind: 'unavailable' });
  expect(broken.questions()).toHaveLength(9);
});

test('what cannot be asked again at once is said, and its answer is taken from the screen', async () => {
  const { search } = create((question) => {
    if (question.text === 'bad') throw new Failure('model-missing', 'no model');
    return listOf(question);
  });
  search.run('beach');
  await vi.advanceTimersByTimeAsync(10);
  search.run('bad');
  await vi.advanceTimersByTimeAsync(10);
  expect([search.trouble?.kind, search.list]).toEqual(['model-missing', undefined]);
  search.run('beach');
  await vi.advanceTimersByTimeAsync(10);
  expect([search.trouble, search.list?.count]).toEqual([undefined, 3]);
});

test('new photos come into the timeline by themselves, and only knock where an answer is ranked', async () => {
  const { bridge, search, questions } = create();
  await search.ask();
  for (let batch = 0; batch < 50; batch++) {
    bridge.tell('library.changed', { photoCount: 10 });
    await vi.advanceTimersByTimeAsync(100);
  }
  // Five seconds of them: the first, and no more than one in 1.5 s.
  expect(questions()).toHaveLength(1 + 3);
  search.run('beach');
  await vi.advanceTimersByTimeAsync(2_000);
  const before = questions().length;
  bridge.tell('library.changed', { photoCount: 10 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect([search.hasNews, questions().length]).toEqual([true, before]);
  await search.ask();
  expect(search.hasNews).toBe(false);
});

test('under an open photo the list is not exchanged', async () => {
  const { bridge, search, questions } = create();
  await search.ask();
  let isHeld = true;
  search.isHeld = () => isHeld;
  bridge.tell('library.changed', { photoCount: 10 });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(questions()).toHaveLength(1);
  isHeld = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(questions()).toHaveLength(2);
});

test('a list that the library let go of is asked for again; other trouble with a page is said', async () => {
  const { search, questions } = create();
  search.run('beach');
  await vi.advanceTimersByTimeAsync(10);
  search.onTrouble(new Error('odd'));
  expect(search.trouble).toMatchObject({ kind: 'bug' });
  await search.ask();
  const before = questions().length;
  search.onTrouble(new CallFailure({ kind: 'stale', message: 'let go' }));
  await vi.advanceTimersByTimeAsync(10);
  expect(questions()).toHaveLength(before + 1);
  expect(search.trouble).toBeUndefined();
});

test('a photo typed by its number becomes a picture, words stay beside it, and each goes by itself', async () => {
  const { search, questions } = create();
  search.moreLike({ id: 12 });
  search.type('at night');
  await vi.advanceTimersByTimeAsync(100);
  expect(search.fullText).toBe('photo:12 at night');
  search.type('photo:7 at night');
  search.settle();
  expect(search.examples.map((one) => one.is === 'photo' && one.photoId)).toEqual([12, 7]);
  expect(search.text.trim()).toBe('at night');
  const [first] = search.examples;
  if (first) search.dropExample(first);
  search.clearWords();
  await vi.advanceTimersByTimeAsync(100);
  expect(questions().at(-1)).toMatchObject({ text: 'photo:7' });
  search.clear();
  await vi.advanceTimersByTimeAsync(100);
  expect(questions().at(-1)).toEqual({});
  expect(search.isTimeline).toBe(true);
});

test('words that were given back stay words as long as they stand there', async () => {
  const { search, questions } = create();
  search.run('may flowers', []);
  search.keepAsWords({ text: 'may' });
  await vi.advanceTimersByTimeAsync(10);
  expect(questions().at(-1)).toMatchObject({ text: 'may flowers', keptAsWords: ['may'] });
  search.type('flowers');
  await vi.advanceTimersByTimeAsync(100);
  expect(questions().at(-1)).not.toHaveProperty('keptAsWords');
});

test('an open album is asked for by its number, words narrow it, and leaving it keeps them', async () => {
  const { search, questions } = create();
  search.openAlbum(4);
  await vi.advanceTimersByTimeAsync(10);
  expect(questions().at(-1)).toEqual({ albumId: 4 });
  search.type('dog');
  await vi.advanceTimersByTimeAsync(100);
  expect(questions().at(-1)).toMatchObject({ albumId: 4, text: 'dog' });
  search.leavePlace();
  await vi.advanceTimersByTimeAsync(10);
  expect(questions().at(-1)).toEqual({ text: 'dog', sort: 'relevance', strictness: 0 });
});

test('a folder is asked for with what lies below it or without, and another place takes its place', async () => {
  const { search, questions } = create();
  search.openFolder({ folderId: 2, dir: 'trip' });
  await vi.advanceTimersByTimeAsync(10);
  expect(questions().at(-1)).toEqual({ folder: { folderId: 2, dir: 'trip', isDeep: true } });
  search.showSubfolders(false);
  await vi.advanceTimersByTimeAsync(10);
  expect(questions().at(-1)).toEqual({ folder: { folderId: 2, dir: 'trip', isDeep: false } });
  search.type('dog');
  await vi.advanceTimersByTimeAsync(100);
  expect(questions().at(-1)).toMatchObject({ text: 'dog', folder: { folderId: 2, dir: 'trip', isDeep: false } });
  search.openAlbum(4);
  await vi.advanceTimersByTimeAsync(10);
  expect(questions().at(-1)).toEqual({ albumId: 4 });
  search.openFolder({ folderId: 2, dir: '' });
  expect([search.albumId, search.isTimeline]).toEqual([undefined, false]);
  search.clear();
  await vi.advanceTimersByTimeAsync(10);
  expect(questions().at(-1)).toEqual({});
});
