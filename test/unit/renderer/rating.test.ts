import { expect, test } from 'vitest';
import { given, pressed, ratingOf } from '../../../renderer/logic/rating.ts';

const photo = (own: number | undefined, file: number | undefined) =>
  ratingOf({
    ...(own !== undefined && { ownRating: own }),
    metadata: { keywords: [], ...(file !== undefined && { rating: file }) },
  });

test('a person’s own stars are above the file’s', () => {
  expect(photo(undefined, undefined)).toEqual({ is: 'none' });
  expect(photo(undefined, 0)).toEqual({ is: 'none' });
  expect(photo(undefined, 4)).toEqual({ is: 'file', stars: 4 });
  expect(photo(undefined, -1)).toEqual({ is: 'file', stars: -1 });
  expect(photo(2, 4)).toEqual({ is: 'own', stars: 2, fileStars: 4 });
  expect(photo(0, 4)).toEqual({ is: 'own', stars: 0, fileStars: 4 });
});

test('giving no stars overrules a file that has some, and is nothing to keep where it has none', () => {
  expect(given(photo(undefined, 4), 0)).toBe(0);
  expect(given(photo(3, 4), 0)).toBe(0);
  expect(given(photo(3, undefined), 0)).toBeUndefined();
  expect(given(photo(undefined, undefined), 5)).toBe(5);
});

test('pressing the star that is theirs takes it away; the file’s star becomes theirs', () => {
  expect(pressed(photo(3, undefined), 3)).toBeUndefined();
  expect(pressed(photo(3, undefined), 4)).toBe(4);
  expect(pressed(photo(undefined, 4), 4)).toBe(4);
});
