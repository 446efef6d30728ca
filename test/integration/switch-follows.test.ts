import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';
import { bringSecondModel } from '../fixtures/second-model.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
type TestLibrary = ReturnType<typeof openTestLibrary>;

test('answers, what was taught, albums and suggestions follow the model there and back', async () => {
  using home = temporaryFolder();
  const second = bringSecondModel(home.path);
  await using library = openTestLibrary(home.path);
  await library.folders.add(samples);
  await library.work.settled();
  const { cards } = await library.lists.open({});
  const taught = cards.filter(({ name }) => /^sample-1\d/.test(name)).map(({ id }) => id);
  const [other = 0] = cards.filter(({ id }) => !taught.includes(id)).map(({ id }) => id);
  expect(taught.length).toBeGreaterThan(5);
  const { conceptId } = await library.suggestions.teach('Qxzv Brrk', taught, [other]);
  const album = await library.albums.create({
    name: 'Brrk',
    rule: { text: 'tag:"Qxzv Brrk"', least: 'likely', strictness: 0 },
  });
  const before = await seen(library);
  expect(before.suggested.length).toBeGreaterThan(10);

  library.engine.switchTo(second);
  await until('the change', () => library.engine.switchState().is === 'kept', 120_000);
  const now = await seen(library);
  expect(library.settings.get().modelId).toBe(second);
  expect(now.answers).toEqual(before.answers);
  expect(now.album).toEqual(before.album);
  expect(now.learned).toEqual(before.learned);
  // Random weights know nothing in common with the starter: what was suggested by it is not suggested any more.
  expect(now.suggested).not.toEqual(before.suggested);

  expect(await library.engine.rollBack()).toMatchObject({ is: 'kept', model: { id: 'starter' } });
  const back = await seen(library);
  expect(back).toEqual(before);

  /** What the person said, what follows from it, and what the model says, once the pass is over. */
  async function seen(from: TestLibrary) {
    const { count } = await from.lists.open({});
    const isDone = ({ state, done, total } = from.suggestions.state()) =>
      state === 'idle' && total === count && done === total;
    await from.albums.settled();
    await until('the pass', () => isDone());
    const { name, confirmedCount, rejectedCount } = await from.suggestions.learned(conceptId, 10);
    const list = await from.lists.open({ albumId: album.id });
    return {
      answers: await Promise.all(cards.map(async ({ id }) => (await from.tags.suggest(id)).filter(isAnswer))),
      learned: { name, confirmedCount, rejectedCount },
      album: (await from.lists.page(list.id, 0, 100)).map(({ id }) => id).sort((a, b) => a - b),
      suggested: (await from.suggestions.photos()).map((one) => `${one.photoId} ${one.conceptId}`).sort(),
    };
  }
});

function isAnswer({ state }: { state: string }): boolean {
  return state === 'confirmed' || state === 'rejected';
}
