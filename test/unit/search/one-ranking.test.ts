import { expect, test } from 'vitest';
import { oneRanking, type WordMatches } from '../../../main/search/one-ranking.ts';

const list = {
  photoIds: Uint32Array.of(11, 12, 13, 14, 15, 16),
  scores: Float32Array.of(0.6, 0.5, 0.4, 0.3, 0.2, 0.1),
};
const cut = { sureCount: 2, likelyCount: 2 };
const words = (found: Partial<WordMatches>): WordMatches => ({
  chosen: [],
  whole: [],
  begun: [],
  some: () => [],
  unwanted: [],
  ...found,
});
const parts = (found: Partial<WordMatches>, isCut = true) => {
  const { photoIds, sureCount, likelyCount } = oneRanking(list, isCut ? cut : undefined, words(found));
  const ids = [...photoIds];
  return [ids.slice(0, sureCount), ids.slice(sureCount, sureCount + likelyCount), ids.slice(sureCount + likelyCount)];
};

test('where words find nothing the list is as meaning has it', () => {
  expect(parts({})).toEqual([
    [11, 12],
    [13, 14],
    [15, 16],
  ]);
  expect(oneRanking(list, cut, words({})).photoIds).toBe(list.photoIds);
});

test('photos with every word match, before all others, and each is there once', () => {
  expect(parts({ whole: [16, 99] })).toEqual([[16, 99, 11, 12], [13, 14], [15]]);
  expect(parts({ whole: [12] })).toEqual([
    [12, 11],
    [13, 14],
    [15, 16],
  ]);
  expect(oneRanking(list, cut, words({ whole: [16, 99] })).certain?.count).toBe(2);
});

test('of two photos with every word the one that shows it comes first', () => {
  // 15 is first by words, but place 4 by meaning; 11 is second by words, and first by meaning.
  expect(parts({ whole: [15, 11] })[0]?.slice(0, 2)).toEqual([11, 15]);
});

test('a half typed word makes a photo one that may match, and moves none down', () => {
  expect(parts({ begun: [16, 11] })).toEqual([[11, 12], [16, 13, 14], [15]]);
});

test('some of the words move a photo within its part, never out of it', () => {
  const asked: number[][] = [];
  const some = (ids: Uint32Array) => {
    asked.push([...ids]);
    return [14, 12];
  };
  expect(parts({ some })).toEqual([
    [12, 11],
    [14, 13],
    [15, 16],
  ]);
  expect(asked).toEqual([[11, 12, 13, 14]]);
});

test('what is not wanted comes last, whatever else speaks for it', () => {
  expect(parts({ whole: [11], begun: [13], unwanted: [11, 13, 77] })).toEqual([[12], [14], [15, 16, 11, 13]]);
});

test('what the person chose is first of all, and certain', () => {
  expect(parts({ chosen: [15], whole: [16, 15] })).toEqual([[15, 16, 11, 12], [13, 14], []]);
  expect(oneRanking(list, cut, words({ chosen: [15] })).certain?.has(15)).toBe(true);
});

test('without a cut the words decide alone, and the rest is one part', () => {
  expect(parts({ whole: [14] }, false)).toEqual([[14], [], [11, 12, 13, 15, 16]]);
});

test('a photo without a vector has no score, all others keep theirs', () => {
  const { photoIds, scores } = oneRanking(list, cut, words({ whole: [99, 13] }));
  const scoreOf = (id: number) => scores[photoIds.indexOf(id)];
  expect(scoreOf(99)).toBeNaN();
  expect(scoreOf(13)).toBe(list.scores[2]);
  expect(scoreOf(16)).toBe(list.scores[5]);
});
