import { expect, test } from 'vitest';
import { asThePersonSays } from '../../../main/stacks/own-stacks.ts';
import type { Stack, StackFile } from '../../../main/stacks/stacks.ts';

const files = [1, 2, 3, 4, 5, 6].map((photoId): StackFile => ({
  photoId,
  folder: 'a',
  name: `${photoId}.jpg`,
  kind: photoId === 5 ? 'video' : 'image',
  isRaw: photoId === 4,
  takenWallMs: 100 - photoId,
  camera: undefined,
}));
const found: Stack[] = [
  { kind: 'raw', photoIds: [1, 2] },
  { kind: 'edit', photoIds: [3, 4, 6] },
];
const says = (stackOf: Record<number, number | undefined>, bestIds: number[] = []) =>
  asThePersonSays(
    found,
    { stackOf: new Map(Object.entries(stackOf).map(([id, n]) => [Number(id), n])), bestIds },
    files,
  );

test('where nothing was said, what was found stands', () => {
  expect(says({})).toEqual(found);
});

test('what was taken apart stays apart; of three, two are a stack still', () => {
  expect(says({ 1: undefined, 2: undefined, 6: undefined })).toEqual([{ kind: 'edit', photoIds: [3, 4] }]);
});

test('photos that were put together are one stack, out of whatever they were in: pictures, RAW, film', () => {
  expect(says({ 5: 7, 4: 7, 2: 7, 3: 7 })).toEqual([{ kind: 'hand', photoIds: [3, 2, 4, 5] }]);
});

test('one that has lost the others is no stack; the word is there when they come back', () => {
  const stackOf = new Map([[1, 3], [9, 3]]); // prettier-ignore
  expect(asThePersonSays([], { stackOf, bestIds: [] }, files)).toEqual([]);
  const back = [...files, { ...files[0], photoId: 9 } as StackFile];
  expect(asThePersonSays([], { stackOf, bestIds: [] }, back)[0]?.photoIds).toHaveLength(2);
});

test('the latest of those that are to stand for a stack does, in any kind of stack', () => {
  expect(says({ 1: 3, 5: 3 }, [4, 6, 5]).map(({ photoIds }) => photoIds)).toEqual([
    [6, 3, 4],
    [5, 1],
  ]);
});
