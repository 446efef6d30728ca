import { expect, test } from 'vitest';
import type { ReviewQuestion } from '../../../preload/contract/review.ts';
import { askedOf, keyOf, newOnes } from '../../../renderer/logic/questions.ts';

const question = (photoId: number, conceptId: string): ReviewQuestion => ({
  photo: {
    id: photoId,
    name: 'a.jpg',
    width: 3,
    height: 2,
    takenWallMs: 0,
    kind: 'image',
    isOffline: false,
    version: 1,
  },
  conceptId,
  name: conceptId,
  probability: 0.5,
});

test('a photo can be asked about several things, and about each once', () => {
  const known = [question(1, 'dog')];
  const more = [question(1, 'dog'), question(1, 'beach'), question(2, 'dog')];
  expect(newOnes(more, known).map(keyOf)).toEqual(['1/beach', '2/dog']);
});

test('what was asked is told by photo and concept alone', () => {
  expect(askedOf([question(7, 'own-3')])).toEqual([{ photoId: 7, conceptId: 'own-3' }]);
});
