import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const stack = new AsyncDisposableStack();
const folder = stack.use(temporaryFolder()).path;
const home = stack.use(temporaryFolder()).path;
let library: ReturnType<typeof openTestLibrary>;
let ids: ReadonlyMap<string, number>;

beforeAll(async () => {
  fs.cpSync(samples, folder, { recursive: true });
  await sideBySide('home/friends.jpg', 'dog on the right.jpg');
  await oneAboveOther('trips/sample-23.jpg', 'home/sample-04.jpg', 'castle above kitchen.jpg');
  await takenInLisbon('lisbon.jpg');
  library = stack.use(openTestLibrary(home));
  await library.folders.add(folder);
  await library.work.settled();
  const { cards } = await library.lists.open({});
  ids = new Map(cards.map(({ id, name }) => [name, id]));
});

afterAll(() => stack.disposeAsync());

test('the sentence that is true of a photo fits it best, and better than it fits most photos', async () => {
  const fits = await library.photos.match(id('friends.jpg'), ['kitchen', 'dog', '?!']);
  expect(fits.map(({ sentence }) => sentence)).toEqual(['kitchen', 'dog', '?!']);
  const [kitchen, dog, signs] = fits;
  expect(dog?.probability).toBeGreaterThan(0.5);
  expect(dog?.probability).toBeGreaterThan(kitchen?.probability ?? 1);
  expect(dog?.better).toBeGreaterThan(0.9);
  expect(signs).toMatchObject({ cosine: 0, probability: 0, better: 0 });
  for (const { probability, better } of fits) {
    expect(probability).toBeGreaterThanOrEqual(0);
    expect(probability).toBeLessThanOrEqual(1);
    expect(better).toBeGreaterThanOrEqual(0);
    expect(better).toBeLessThanOrEqual(1);
  }
});

test('a photo that is not there fits nothing', async () => {
  await expect(library.photos.match(999_999, ['dog'])).rejects.toMatchObject({ kind: 'not-found' });
});

test('the reason names the part of the answer, the score and each term with its sign and weight', async () => {
  const question = { text: '2*dog -snow' };
  const list = await library.lists.open(question);
  const at = list.cards.findIndex(({ name }) => name === 'friends.jpg');
  const why = await library.photos.why(id('friends.jpg'), question, false);
  expect(why.band).toBe(bandAt(list.sections, at));
  expect(why.cosine).toBeCloseTo(list.cards[at]?.score ?? NaN, 5);
  expect(why.terms.map(({ label, sign, weight }) => ({ label, sign, weight }))).toEqual([
    { label: 'dog', sign: 'plus', weight: 2 },
    { label: 'snow', sign: 'minus', weight: 1 },
  ]);
  expect(why.terms[0]?.probability).toBeGreaterThan(why.terms[1]?.probability ?? 1);
  expect(why.heat).toBeUndefined();
});

test('"more like this" draws its like near, and what is taken back changes nothing', async () => {
  // Among the others: the liked photo itself goes first.
  const placeOf = async (text: string) =>
    (await library.lists.open({ text })).cards
      .filter(({ name }) => name !== 'friends.jpg')
      .findIndex(({ name }) => name === 'dog on the right.jpg');
  const before = await placeOf('kitchen');
  expect(await placeOf(`kitchen like:${id('friends.jpg')}`)).toBeLessThan(before);
  expect(await placeOf('kitchen')).toBe(before);
  const disliked = await library.lists.open({ text: `dog -like:${id('friends.jpg')}` });
  expect(disliked.cards.at(-1)?.id).toBe(id('friends.jpg'));
});

test('words found in a name are the reason, and filters are', async () => {
  const byName = await library.photos.why(id('chelsea.jpg'), { text: 'chelsea' }, false);
  expect(byName).toMatchObject({ band: 'sure', exactWords: [{ word: 'chelsea', foundIn: 'name' }] });
  const filtered = await library.photos.why(id('friends.jpg'), { text: 'dog in:home' }, false);
  expect(filtered.filters).toMatchObject([{ sign: 'plus', text: 'in:home' }]);
});

test('only the last word may be half typed, and is said so', async () => {
  const whyOf = async (text: string) => library.photos.why(id('chelsea.jpg'), { text }, false);
  const half = await whyOf('chels');
  expect(half).toMatchObject({ band: 'likely', exactWords: [{ word: 'chels…', foundIn: 'name' }] });
  expect(half).not.toHaveProperty('probability');
  expect((await whyOf('chels kitten')).exactWords).toEqual([]);
});

test('what is not wanted is no match where words on files or filters alone decide, and smart albums leave it out', async () => {
  const matchesOf = async (text: string) => {
    const list = await library.lists.open({ text });
    return list.cards.slice(0, list.sections.reduce((sum, { band, count }) => sum + (band === 'nearest' ? 0 : count), 0)); // prettier-ignore
  };
  const albumOf = async (text: string) => {
    const { id: albumId } = await library.albums.create({ name: text, rule: { text, least: 'likely', strictness: 0 } });
    return (await library.lists.open({ albumId })).cards;
  };
  const idsOf = (cards: readonly { id: number }[]) => cards.map((card) => card.id).sort((a, b) => a - b);
  const withDogs = idsOf(await matchesOf('in:home'));
  expect(withDogs).toContain(id('friends.jpg'));
  for (const text of ['in:home -dog', '-dog', 'home -dog']) {
    const matches = await matchesOf(text);
    expect(idsOf(matches), text).not.toContain(id('friends.jpg'));
    expect(idsOf(matches), text).toContain(id('chelsea.jpg'));
    expect(idsOf(await albumOf(text)), text).toEqual(idsOf(matches));
  }
});

test('a photo that a filter leaves out has no reason to be in the answer', async () => {
  const asked = library.photos.why(id('picos.jpg'), { text: 'dog in:home' }, false);
  await expect(asked).rejects.toMatchObject({ kind: 'not-found' });
});

test('the heat lies where the words are seen', async () => {
  const { heat } = await library.photos.why(id('dog on the right.jpg'), { text: 'dog' }, true);
  const { columns = 0, rows = 0, values = [] } = heat ?? {};
  expect(columns).toBeGreaterThan(3);
  expect(values).toHaveLength(columns * rows);
  for (const value of values) {
    expect(value).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(1);
  }
  expect(Math.max(...values)).toBe(1);
  const middle = (columns - 1) / 2;
  const sum = (isIn: (column: number) => boolean) =>
    values.reduce((total, value, i) => total + (isIn(i % columns) ? value : 0), 0);
  expect(sum((column) => column > middle)).toBeGreaterThan(2.5 * sum((column) => column < middle));
});

test('the model sees the whole of a wide photo, and so does the heat', async () => {
  const { heat } = await library.photos.why(id('picos.jpg'), { text: 'mountains' }, true);
  expect(heat?.area).toEqual({ x: 0, y: 0, w: 1, h: 1 });
});

test('a part of a photo finds photos like that part', async () => {
  const both = id('castle above kitchen.jpg');
  const others = async (region: string) => {
    const { cards } = await library.lists.open({ text: `photo:${both}@${region}` });
    return cards.map(({ name }) => name);
  };
  expect(await others('0,0,1,0.5')).not.toContain('castle above kitchen.jpg');
  expect((await others('0,0,1,0.5'))[0]).toBe('sample-23.jpg');
  expect((await others('0,0.5,1,0.5'))[0]).toBe('sample-04.jpg');
});

test('parts that are written oddly are read or said to be wrong; too many of them are refused', async () => {
  const photo = id('castle above kitchen.jpg');
  const first = async (text: string) => (await library.lists.open({ text })).cards[0]?.name;
  expect(await first(`photo:${photo}@0,0,1,5e-1`)).toBe(await first(`photo:${photo}@0,0,1,0.5`));
  for (const odd of ['.,.,.,.', '0,0,7,7', '-1,0,1,1', '0,0,0,0', '1,1,1,1', '0.5,0.5,0.9,0.9', ',,,'])
    expect((await library.lists.open({ text: `photo:${photo}@${odd} kitchen` })).count, odd).toBeGreaterThan(0);
  const many = Array.from({ length: 400 }, (_, i) => `photo:${photo}@0,0,1,0.${100 + i}`).join(' ');
  await expect(library.lists.open({ text: many })).rejects.toMatchObject({ kind: 'bad-input' });
});

test('why a photo is like a part of another one', async () => {
  const text = `photo:${id('castle above kitchen.jpg')}@0,0,1,0.5`;
  const { terms, heat } = await library.photos.why(id('sample-23.jpg'), { text }, true);
  expect(terms).toMatchObject([{ label: text, sign: 'plus', weight: 1 }]);
  expect(Math.max(...(heat?.values ?? []))).toBe(1);
});

test('a dropped picture is a term of a question; one that is no picture says so and leaves nothing behind', async () => {
  const bytes = fs.readFileSync(path.join(samples, 'home/chelsea.jpg'));
  const added = await library.pictures.add('chelsea again.jpg', bytes);
  expect(added.name).toBe('chelsea again.jpg');
  expect((await sharp(added.thumbnail).metadata()).format).toBe('jpeg');
  const { cards } = await library.lists.open({ text: `picture:${added.pictureId}` });
  expect(cards[0]?.name).toBe('chelsea.jpg');

  const add = (name: string, content: Uint8Array) => library.pictures.add(name, content);
  await expect(add('notes.jpg', Buffer.from('not a picture'))).rejects.toMatchObject({ kind: 'not-a-picture' });
  await expect(add('nothing.jpg', Buffer.alloc(0))).rejects.toMatchObject({ kind: 'empty' });
  await expect(add('half.jpg', bytes.subarray(0, bytes.length / 20))).rejects.toMatchObject({ kind: 'truncated' });
  expect(fs.readdirSync(home).filter((name) => name.startsWith('dropped'))).toEqual([]);
});

test('a picture that was dropped long ago is asked for again', async () => {
  await expect(library.lists.open({ text: 'picture:999' })).rejects.toMatchObject({ kind: 'not-found' });
});

test('a rating is the person’s own until it is taken away, and filters see it', async () => {
  const photo = id('picos.jpg');
  const rated = async () => (await library.lists.open({ text: 'rating:4' })).cards.map(({ name }) => name);
  library.photos.rate([photo], 4);
  expect(library.photos.get(photo).ownRating).toBe(4);
  expect(await rated()).toEqual(['picos.jpg']);
  library.photos.rate([photo], 0);
  expect(library.photos.get(photo).ownRating).toBe(0);
  library.photos.rate([photo], undefined);
  expect(library.photos.get(photo).ownRating).toBeUndefined();
  expect(await rated()).toEqual([]);
});

test('a place is said by its names, and one without coordinates has none', async () => {
  const { place } = await library.photos.getWithPlace(id('lisbon.jpg'));
  expect(place).toMatchObject({ city: 'Lisbon', country: 'Portugal' });
  expect((await library.photos.getWithPlace(id('picos.jpg'))).place).toBeUndefined();
});

function id(name: string): number {
  const found = ids.get(name);
  if (found === undefined) throw new Error(`${name} is not in the library`);
  return found;
}

function bandAt(sections: readonly { band: string; count: number }[], at: number): string | undefined {
  let end = 0;
  return sections.find(({ count }) => at < (end += count))?.band;
}

/** A square: plain grey on the left, the picture on the right. */
async function sideBySide(picture: string, name: string): Promise<void> {
  const right = await sharp(path.join(samples, picture)).resize(256, 512, { fit: 'cover' }).toBuffer();
  await sharp({ create: { width: 512, height: 512, channels: 3, background: '#8a9099' } })
    .composite([{ input: right, left: 256, top: 0 }])
    .jpeg()
    .toFile(path.join(folder, name));
}

async function oneAboveOther(top: string, bottom: string, name: string): Promise<void> {
  const half = (picture: string) => sharp(path.join(samples, picture)).resize(640, 480, { fit: 'cover' }).toBuffer();
  await sharp({ create: { width: 640, height: 960, channels: 3, background: '#000' } })
    .composite([
      { input: await half(top), left: 0, top: 0 },
      { input: await half(bottom), left: 0, top: 480 },
    ])
    .jpeg()
    .toFile(path.join(folder, name));
}

async function takenInLisbon(name: string): Promise<void> {
  await sharp({ create: { width: 64, height: 48, channels: 3, background: '#5a9' } })
    .withExif({
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '38/1 43/1 0/1',
        GPSLongitudeRef: 'W',
        GPSLongitude: '9/1 8/1 30/1',
      },
    })
    .jpeg()
    .toFile(path.join(folder, name));
}
