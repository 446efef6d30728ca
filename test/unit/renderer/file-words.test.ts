import { expect, test } from 'vitest';
import { otherWords } from '../../../renderer/logic/file-words.ts';

test('people stand apart, parents are shown, and what was confirmed is not said twice', () => {
  expect(otherWords(['People|Oma', 'animal|dog', 'Places|Lisbon', 'Beach'], ['Dog', 'beach'])).toEqual({
    people: ['Oma'],
    keywords: ['Places › Lisbon'],
  });
});
