import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { vectorKey } from '../../../main/models/index.ts';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { createSearcher, type Searcher } from '../../../main/searcher/host.ts';
import { bandAt } from '../../../main/searcher/lists.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import type { ChildPort, Fork } from '../../../main/util/port.ts';
import { makeLibrary } from './make-library.ts';

const modelFolder = fileURLToPath(new URL('../../../resources/models/starter', import.meta.url));
const day = 86_400_000;

/** Photos whose vectors are those of sentences: the text tower and the image tower share one space. */
const shown = [
  'a dog runs on the beach',
  'a birthday cake with candles',
  'snow on a mountain',
  'a brown dog running on a beach',
];

let folder: string;
let library: ReturnType<typeof makeLibrary>;
let searcher: Searcher;
const children: ChildPort[] = [];
const fork: Fork = (entry, options) => {
  const child = forkNode(entry, options);
  children.push(child);
  return child;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumisift-searcher-'));
  await using tower = await openTextTower(starter, modelFolder);
  const vectors = await tower.embedTexts(shown);
  const vector = (i: number) => vectors.slice(i * starter.dim, (i + 1) * starter.dim);
  library = makeLibrary(folder, vectorKey(starter));
  library.add({ name: 'IMG_1.jpg', takenWallMs: 10 * day, vector: vector(0) });
  library.add({ name: 'IMG_2.jpg', takenWallMs: 50 * day, vector: vector(1), keywords: ['Grandma'] });
  library.add({ name: 'IMG_3.jpg', takenWallMs: 20 * day, vector: vector(2), dir: 'Alps/2019' });
  library.add({ name: 'IMG_4.jpg', takenWallMs: 40 * day, vector: vector(3), caption: '海边的小狗' });
  library.add({ name: 'new_harbour.jpg', takenWallMs: 30 * day });
  searcher = createSearcher({
    fork,
    setup: { ...library.files, modelId: starter.id, modelFolder },
    log: () => {},
  });
});

afterAll(async () => {
  searcher[Symbol.dispose]();
  library[Symbol.dispose]();
  await rm(folder, { recursive: true });
});

const open = (question: { text?: string; similarTo?: number }) => searcher.ask({ is: 'open', question });
const idsOf = async (question: { text?: string; similarTo?: number }) =>
  (await open(question)).cards.map(({ id }) => id);

test('all vectors are in memory when it is ready', async () => {
  expect(await searcher.ready()).toBe(4);
});

describe('the timeline', () => {
  test('is everything that is there, newest first, without scores', async () => {
    const list = await open({});
    expect(list).toMatchObject({ count: 5, exactCount: 0, isRanked: false, sections: [{ band: 'all', count: 5 }] });
    expect(list.cards.map(({ id }) => id)).toEqual([2, 4, 5, 3, 1]);
    expect(list.cards[0]).toEqual({
      id: 2,
      name: 'IMG_2.jpg',
      width: 640,
      height: 480,
      takenWallMs: 50 * day,
      kind: 'image',
      isOffline: false,
      version: 1,
    });
  });

  test('has its months', async () => {
    const { id } = await open({});
    expect(await searcher.ask({ is: 'months', listId: id })).toEqual([
      { year: 1970, month: 2, offset: 0, count: 2 },
      { year: 1970, month: 1, offset: 2, count: 3 },
    ]);
  });

  test('finds a photo in it, and reads pages of it', async () => {
    const { id } = await open({});
    expect(await searcher.ask({ is: 'find', listId: id, photoId: 3 })).toBe(3);
    expect(await searcher.ask({ is: 'find', listId: id, photoId: 99 })).toBeUndefined();
    const cards = await searcher.ask({ is: 'page', listId: id, offset: 3, limit: 10 });
    expect(cards.map((card) => card.id)).toEqual([3, 1]);
  });
});

describe('words', () => {
  test('rank every photo that has a vector, the best first, with cosines', async () => {
    const list = await open({ text: 'a birthday cake' });
    expect(list).toMatchObject({ count: 4, exactCount: 0, isRanked: true });
    expect(list.cards[0]?.id).toBe(2);
    const scores = list.cards.map(({ score }) => score ?? NaN);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });

  test('the score is the exact cosine', async () => {
    const { cards } = await open({ text: shown[2] ?? '' });
    expect(cards[0]?.id).toBe(3);
    expect(cards[0]?.score).toBeCloseTo(1, 4);
  });

  test.each([
    ['harbour', 5, 'name'],
    ['grandma', 2, 'tag'],
    ['alps', 3, 'folder'],
    ['小狗', 4, 'caption'],
    ['img_4', 4, 'name'],
  ])('%s matches as a word: first, and it is said where', async (text, id, foundIn) => {
    const list = await open({ text });
    expect(list.exactCount).toBe(1);
    expect(list.sections[0]?.band).toBe('sure');
    expect(list.cards[0]?.foundIn).toBe(foundIn);
    expect(list.cards[0]).not.toHaveProperty('probability');
    expect(list.sections.reduce((sum, { count }) => sum + count, 0)).toBe(list.count);
    expect(list.cards[0]?.id).toBe(id);
    expect(list.cards.filter((card) => card.id === id)).toHaveLength(1);
  });

  test('a word that is half typed may match, and it is said where; no chance of what the photo shows is told for it', async () => {
    const list = await open({ text: 'harb' });
    expect(list.exactCount).toBe(0);
    const [found] = list.cards;
    expect(found).toMatchObject({ id: 5, foundIn: 'name' });
    expect(bandAt(list.sections, 0)).toBe('likely');
    const byTag = (await open({ text: 'grandm' })).cards.find(({ id }) => id === 2);
    expect(byTag).toMatchObject({ foundIn: 'tag', score: expect.any(Number) });
    expect(byTag).not.toHaveProperty('probability');
  });

  test('a sentence of which only some words are in a name is no exact match', async () => {
    expect((await open({ text: 'a dog in the harbour' })).exactCount).toBe(0);
  });

  test('a photo that is not embedded yet is found by its name, without a score', async () => {
    expect((await open({ text: 'harbour' })).cards[0]).not.toHaveProperty('score');
  });

  test('what no model can read finds nothing by meaning', async () => {
    expect(await open({ text: '𓀀𓀁' })).toMatchObject({ count: 0, exactCount: 0, cards: [], sections: [] });
  });

  const stopWords = 'the of and a';
  const mixed = 'собака 犬 dog Hund كلب';
  const rightToLeft = '\u202edog\u202c \u200fכלב\u200e';
  test.each(['a AND (', '😀', 'NEAR(', 'x'.repeat(10_000), stopWords, mixed, rightToLeft])(
    '%j is answered',
    async (text) => {
      await expect(open({ text })).resolves.toMatchObject({ isRanked: true });
    },
  );

  test.each(['"', '\u0000', '*', '\ud800', '\u200f\u202e', '-', '???'])(
    '%j says nothing, so everything is there',
    async (text) => {
      const everything = await open({});
      await expect(open({ text })).resolves.toMatchObject({ isRanked: false, count: everything.count });
    },
  );

  test('of many questions at once the latest is answered, the others are answered or stale', async () => {
    const answers = await Promise.allSettled(['d', 'do', 'dog', 'dogs'].map((text) => open({ text })));
    expect(answers.at(-1)?.status).toBe('fulfilled');
    for (const answer of answers)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ kind: 'stale' });
  });
});

describe('what the person says of photos in the answer', () => {
  test('"more like this" goes first, "not this" goes last', async () => {
    const before = await idsOf({ text: 'a birthday cake' });
    expect(before.indexOf(1)).toBeGreaterThan(0);
    const liked = await open({ text: 'a birthday cake like:1' });
    expect(liked.cards[0]).toMatchObject({ id: 1, foundIn: 'chosen' });
    expect(liked.sections[0]?.band).toBe('sure');
    expect((await idsOf({ text: 'a birthday cake -like:2' })).at(-1)).toBe(2);
  });

  test('it is the question where no words are, and a photo that is gone says nothing', async () => {
    expect((await idsOf({ text: 'like:1' })).slice(0, 2)).toEqual([1, 4]);
    expect(await idsOf({ text: 'a birthday cake like:999' })).toEqual(await idsOf({ text: 'a birthday cake' }));
  });
});

describe('similar photos', () => {
  test('the photo itself is left out, the most alike comes first', async () => {
    const ids = await idsOf({ similarTo: 1 });
    expect(ids).toHaveLength(3);
    expect(ids[0]).toBe(4);
  });

  test('a photo without a vector cannot be compared', async () => {
    await expect(open({ similarTo: 5 })).rejects.toMatchObject({ kind: 'not-found' });
  });
});

test('texts are embedded as the text tower does it', async () => {
  await using tower = await openTextTower(starter, modelFolder);
  const texts = ['a dog', 'a cat'];
  const vectors = await searcher.ask({ is: 'embed-texts', texts });
  expect([...vectors]).toEqual([...(await tower.embedTexts(texts))]);
});

test('a list that is not kept is stale', async () => {
  await expect(searcher.ask({ is: 'page', listId: 1, offset: 0, limit: 10 })).rejects.toMatchObject({ kind: 'stale' });
});

test('what changes is seen by the next question', async () => {
  const before = await open({});
  const extra = library.add({ name: 'late.jpg', takenWallMs: 45 * day });
  searcher.changed([extra]);
  expect(await idsOf({})).toEqual([2, extra, 4, 5, 3, 1]);
  expect(await idsOf({ similarTo: 1 })).not.toContain(extra);

  await using tower = await openTextTower(starter, modelFolder);
  library.setVector(extra, await tower.embedTexts(['a red sports car']));
  searcher.changed([extra]);
  expect((await idsOf({ text: 'a red sports car' }))[0]).toBe(extra);

  library.removeFile('late.jpg');
  searcher.changed([extra]);
  expect(await idsOf({})).toEqual([2, 4, 5, 3, 1]);
  expect(await idsOf({ text: 'a red sports car' })).not.toContain(extra);
  expect((await open({ text: 'late' })).exactCount).toBe(0);
  // The list that was on screen is as it was.
  expect((await searcher.ask({ is: 'page', listId: before.id, offset: 0, limit: 10 })).map(({ id }) => id)).toEqual([
    2, 4, 5, 3, 1,
  ]);
});

test('photos on a drive that is away stay, marked', async () => {
  library.setOffline();
  const { cards } = await open({});
  expect(cards.map(({ isOffline }) => isOffline)).toEqual([true, true, true, true, true]);
});

test('when the process is killed, lists are stale and the next question is answered by a new one', async () => {
  const { id } = await open({});
  children.at(-1)?.kill('SIGKILL');
  const question = open({ text: 'snow' });
  const page = searcher.ask({ is: 'page', listId: id, offset: 0, limit: 10 });
  await expect(page).rejects.toMatchObject({ kind: 'stale' });
  expect((await question).cards[0]?.id).toBe(3);
  expect(children.length).toBe(2);
});

test('without the model the timeline is there, and words are answered with the reason', async () => {
  using other = createSearcher({
    fork: forkNode,
    setup: { ...library.files, modelId: starter.id, modelFolder: join(folder, 'nothing') },
    log: () => {},
  });
  expect((await other.ask({ is: 'open', question: {} })).count).toBe(5);
  await expect(other.ask({ is: 'open', question: { text: 'dog' } })).rejects.toMatchObject({ kind: 'model-missing' });
  await expect(other.ready()).rejects.toMatchObject({ kind: 'model-missing' });
});

test('a library that is not there is told to whoever asks', async () => {
  using other = createSearcher({
    fork: forkNode,
    setup: {
      libraryFile: join(folder, 'no.db'),
      indexFile: join(folder, 'no-index.db'),
      modelId: starter.id,
      modelFolder,
    },
    log: () => {},
  });
  await expect(other.ask({ is: 'open', question: {} })).rejects.toMatchObject({ kind: 'unavailable' });
});
