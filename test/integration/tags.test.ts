import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');

test('what the person says of a photo outlives a restart and the loss of the index, and is found', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 12, 300);
  let first = 0;
  let second = 0;
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    [first = 0, second = 0] = (await library.lists.open({})).cards.map((card) => card.id);
    await library.tags.add([first, second], '  Hund & Katz ');
    await library.tags.add([first], 'Dog');
    await library.tags.decide([second], 'dog', 'rejected');
    expect(await idsOf(library, 'tag:dog')).toEqual([first]);
    expect(await idsOf(library, 'tag:狗')).toEqual([first]);
    expect((await idsOf(library, 'tag:"hund & katz"')).sort()).toEqual([first, second].sort());
    // Full text finds it too, in any language the concept has a name in.
    expect((await library.lists.open({ text: '犬' })).exactCount).toBe(1);
  }
  for (const name of ['index.db', 'index.db-wal', 'index.db-shm'])
    fs.rmSync(path.join(home.path, name), { force: true });
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  const tagsOf = async (id: number) =>
    (await library.tags.suggest(id))
      .filter(({ state }) => state !== 'suggested')
      .map(({ name, state }) => [name, state]);
  expect(await tagsOf(first)).toEqual([
    ['Hund & Katz', 'confirmed'],
    ['dog', 'confirmed'],
  ]);
  expect(await tagsOf(second)).toEqual([
    ['Hund & Katz', 'confirmed'],
    ['dog', 'rejected'],
  ]);
  expect(await idsOf(library, 'tag:dog')).toEqual([first]);
  expect((await library.lists.open({ text: '犬' })).exactCount).toBe(1);

  await library.tags.remove([first, second], 'hund & KATZ');
  expect(await library.tags.all()).toEqual([{ conceptId: 'dog', name: 'dog', confirmedCount: 1, rejectedCount: 1 }]);
});

test('tags are suggested for real photos; what was rejected is not suggested again, nor what it holds', async () => {
  using home = temporaryFolder();
  await using library = openTestLibrary(home.path);
  await library.folders.add(samples);
  await library.work.settled();
  const { cards } = await library.lists.open({});
  const suggestedFor = async (id: number) =>
    (await library.tags.suggest(id)).filter(({ state }) => state === 'suggested');
  const suggestions = await Promise.all(
    cards.map(async ({ id, name }) => ({ id, name, tags: await suggestedFor(id) })),
  );
  const any = suggestions.find(({ tags }) => tags.some(({ conceptId }) => conceptId === 'animal'));
  expect(suggestions.filter(({ tags }) => tags.length > 0).length).toBeGreaterThan(3);
  if (any === undefined) throw new Error('no animal among the sample photos');
  for (const { probability } of any.tags) expect(probability).toBeGreaterThan(0.5);

  await library.tags.decide([any.id], 'animal', 'rejected');
  expect((await suggestedFor(any.id)).map(({ conceptId }) => conceptId)).not.toContain('animal');
  const below = ['dog', 'cat', 'bird', 'horse', 'sheep', 'fish'];
  for (const { conceptId } of await suggestedFor(any.id)) expect(below).not.toContain(conceptId);

  await library.tags.decide([any.id], 'animal', undefined);
  // As it was, but for the rounding of probabilities that are kept as bytes.
  const again = await suggestedFor(any.id);
  expect(again.map(({ conceptId }) => conceptId)).toEqual(any.tags.map(({ conceptId }) => conceptId));
  again.forEach(({ probability = 0 }, at) =>
    expect(Math.abs(probability - (any.tags[at]?.probability ?? 0))).toBeLessThan(0.01),
  );
});

test('a concept that is not there is refused, and nothing is written', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 1);
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const [card] = (await library.lists.open({})).cards;
  await expect(library.tags.decide([card?.id ?? 0], 'no-such-thing', 'confirmed')).rejects.toMatchObject({
    kind: 'not-found',
  });
  await expect(library.tags.reject([card?.id ?? 0], 'quite my own')).rejects.toMatchObject({ kind: 'not-found' });
  await library.tags.add([999_999], 'nobody');
  expect(await library.tags.all()).toEqual([]);
});

async function idsOf(library: ReturnType<typeof openTestLibrary>, text: string): Promise<number[]> {
  return (await library.lists.open({ text })).cards.map((card) => card.id);
}
