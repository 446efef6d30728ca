import { expect, test } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Rating } from '../../../../renderer/state/rating.svelte.ts';
import { Ratings } from '../../../../renderer/state/ratings.ts';
import { Undo } from '../../../../renderer/state/undo.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

/** The library's side: who has which stars. */
function create(given: [id: number, stars: number][] = []) {
  const own = new Map(given);
  const state = { isFull: false };
  const bridge = createTestBridge({
    'photos.rate': ({ ids, rating }) => {
      if (state.isFull) throw new Failure('disk-full', 'full');
      const changed = ids.filter((id) => own.get(id) !== rating);
      const before = changed.map((id) => ({ id, ...(own.has(id) && { before: own.get(id) }) }));
      for (const id of ids)
        if (rating === undefined) own.delete(id);
        else own.set(id, rating);
      return before;
    },
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const undo = new Undo(notices, language);
  return { own, state, notices, undo, ratings: new Ratings(bridge.api, language, undo) };
}

test('stars of a whole library are taken back by one key, each photo to what it had', async () => {
  const { own, notices, undo, ratings } = create([
    [1, 2],
    [2, 5],
  ]);
  const ids = Array.from({ length: 25_000 }, (_, at) => at + 1);
  await ratings.rate(ids, 5);
  expect([own.size, own.get(1), own.get(25_000)]).toEqual([25_000, 5, 5]);
  expect(notices.list.at(-1)?.text).toContain('24,999 photos rated');
  await undo.last();
  expect([...own].sort()).toEqual([
    [1, 2],
    [2, 5],
  ]);
});

test('stars of the photo that is open are the last thing: Ctrl+Z takes those back and nothing else', async () => {
  const { own, state, notices, undo, ratings } = create();
  await ratings.rate([9], 1);
  const photo = {
    card: { id: 3 },
    detailRead: Promise.resolve(),
    detail: {
      ...{
        id: 3,
        name: 'a.jpg',
        width: 4,
        height: 3,
        takenWallMs: 0,
        kind: 'image' as const,
        isOffline: false,
        version: 1,
      },
      ...{ format: 'JPEG', files: [], sources: {}, metadata: { keywords: [] }, isOwnPlace: false, isShownAsIs: true },
    },
  };
  const rating = new Rating(ratings, photo);
  const told = notices.list.length;
  await rating.give(4);
  // It is seen on the photo.
  expect(notices.list).toHaveLength(told);
  expect(own.get(3)).toBe(4);
  await undo.last();
  expect([...own]).toEqual([[9, 1]]);

  state.isFull = true;
  await rating.give(2);
  expect(photo.detail).not.toHaveProperty('ownRating', 2);
  expect(notices.list.at(-1)?.tone).toBe('failure');
});
