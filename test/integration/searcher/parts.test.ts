import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vectorKey } from '../../../main/models/index.ts';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { createSearcher, type Searcher } from '../../../main/searcher/host.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import { makeLibrary } from './make-library.ts';

const resources = (name: string) => fileURLToPath(new URL(`../../../resources/${name}`, import.meta.url));
const day = 86_400_000;

/** A film that shows three things, one after the other, and photos of two of them and of other things. */
const moments = ['a dog runs on the beach', 'a birthday cake with candles', 'snow on a mountain'];
const photos = ['a chocolate birthday cake', 'a mountain in winter', 'a red car in a street', 'a cat on a sofa'];
const film = 1;

let folder: string;
let library: ReturnType<typeof makeLibrary>;
let searcher: Searcher;
let vectorOf: (text: string) => Float32Array;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lumisift-parts-'));
  await using tower = await openTextTower(starter, resources('models/starter'));
  const texts = [...moments, ...photos, 'a sailing boat'];
  const all = await tower.embedTexts(texts);
  vectorOf = (text) => all.slice(texts.indexOf(text) * starter.dim, (texts.indexOf(text) + 1) * starter.dim);
  library = makeLibrary(folder, vectorKey(starter));
  const parts = moments.map((text, at) => ({ vector: vectorOf(text), atMs: at * 2_500 }));
  library.add({ name: 'holiday.mp4', takenWallMs: 10 * day, parts });
  photos.forEach((text, at) => library.add({ name: `IMG_${at}.jpg`, takenWallMs: at * day, vector: vectorOf(text) }));
  searcher = createSearcher({
    fork: forkNode,
    setup: {
      ...library.files,
      modelId: starter.id,
      modelFolder: resources('models/starter'),
      calibrationFolder: resources('calibration'),
      vocabulariesFolder: resources('vocabularies'),
    },
    log: () => {},
  });
  expect(await searcher.ready()).toBe(5);
});

afterAll(async () => {
  searcher[Symbol.dispose]();
  library[Symbol.dispose]();
  await rm(folder, { recursive: true });
});

const cardsOf = async (question: { text?: string; similarTo?: number }) =>
  (await searcher.ask({ is: 'open', question })).cards;

test.each(moments.map((text, part) => [text, part] as const))(
  'a film is found once, at the moment that shows "%s"',
  async (text, part) => {
    const cards = await cardsOf({ text });
    expect(cards.map(({ id }) => id).sort()).toEqual([1, 2, 3, 4, 5]);
    expect(cards[0]).toMatchObject({ id: film, kind: 'video', partCount: 3, part, atMs: part * 2_500 });
    expect(cards[0]?.score).toBeCloseTo(1, 3);
    for (const { id, partCount, part: of } of cards) if (id !== film) expect([partCount, of]).toEqual([undefined, undefined]); // prettier-ignore
  },
);

test('in the timeline a film has its moments, and none of them is the best', async () => {
  const card = (await cardsOf({})).find(({ id }) => id === film);
  expect(card).toMatchObject({ partCount: 3 });
  expect(card).not.toHaveProperty('part');
});

test('what is similar to a photo finds the moment; what is similar to a film, what it shows as a whole', async () => {
  const [first] = await cardsOf({ similarTo: 2 });
  expect(first).toMatchObject({ id: film, part: 1 });
  const like = (await cardsOf({ similarTo: film })).map(({ id }) => id);
  expect(like).not.toContain(film);
  expect(new Set(like.slice(0, 2))).toEqual(new Set([2, 3]));
});

test('why tells of the moment, and sentences are held against the best one each', async () => {
  const { why } = await searcher.ask({ is: 'why', photoId: film, question: { text: 'snow on a mountain' } });
  expect(why).toMatchObject({ part: 2, atMs: 5_000 });
  expect(why.terms[0]?.cosine).toBeCloseTo(1, 3);
  const fits = await searcher.ask({ is: 'match', picture: film, sentences: moments });
  for (const { cosine } of fits) expect(cosine).toBeCloseTo(1, 3);
});

test('tags are suggested for any of the moments, and for the film once', async () => {
  const tags = (await searcher.ask({ is: 'tags', picture: film, confirmed: [], rejected: [] })).map(
    (one) => one.conceptId,
  );
  expect(tags).toEqual(expect.arrayContaining(['dog', 'birthday-cake']));
  const suggested = await searcher.ask({ is: 'suggested-photos', conceptId: 'dog' });
  expect(suggested.filter(({ photoId }) => photoId === film).length).toBe(1);
});

test('a film that is read anew is known by its new moments alone', async () => {
  library.setVector(film, vectorOf('a red car in a street'), vectorOf('a sailing boat'));
  searcher.changed([film]);
  const [boat] = await cardsOf({ text: 'a sailing boat' });
  expect(boat).toMatchObject({ id: film, partCount: 2, part: 1 });
  const dogs = await cardsOf({ text: moments[0] ?? '' });
  expect(dogs.find(({ id }) => id === film)?.score).toBeLessThan(0.9);
});
