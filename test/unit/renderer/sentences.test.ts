import { expect, test } from 'vitest';
import { longestSentence, mostSentences, offers, withSentence } from '../../../renderer/logic/sentences.ts';

test('a sentence is added once, without the spaces around it', () => {
  expect(withSentence(['a dog'], '  a   cat ')).toEqual(['a dog', 'a cat']);
});

test('nothing, the same again, and one too many change nothing', () => {
  const full = Array.from({ length: mostSentences }, (_, i) => `sentence ${i}`);
  const one = ['a dog'];
  expect(withSentence(one, '  ')).toBe(one);
  expect(withSentence(one, 'a dog ')).toBe(one);
  expect(withSentence(full, 'another')).toBe(full);
});

test('a sentence is cut to what the library takes', () => {
  expect(withSentence([], 'x'.repeat(5_000))[0]).toHaveLength(longestSentence);
});

test('past searches are offered as what they mean: without filters, minus terms, weights and pictures', () => {
  expect(offers(['2*sunset + harbour', 'beach -people', 'camera:fuji dog', 'photo:12@0,0,1,0.5 snow'], [])).toEqual([
    'sunset harbour',
    'beach',
    'dog',
    'snow',
  ]);
  expect(offers(['photo:12', 'in:"My photos"', '-people', ''], [])).toEqual([]);
});

test('what is asked already is not offered, nothing is offered twice, and a few are enough', () => {
  expect(offers(['dog', 'cat', 'dog'], ['cat'])).toEqual(['dog']);
  expect(offers(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'], [])).toHaveLength(6);
});
