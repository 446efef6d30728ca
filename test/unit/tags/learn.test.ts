import { expect, test } from 'vitest';
import { fewestWithoutWords, heldOutScores, learnDirection } from '../../../main/tags/learn.ts';
import { dot } from '../../../main/util/dot.ts';

const dim = 32;
/** What the words mean, what the person means by them, and what merely looks like it. */
const words = axis(0);
const meant = axis(1);
const lookalike = axis(2);

const library = Array.from({ length: 400 }, (_, seed) => photo(seed + 1_000));
const surroundings = {
  dim,
  mean: new Float32Array(dim),
  scoresOf: (vector: Float32Array) => Float32Array.from(library, (one) => dot(one, vector)),
};
const shows =
  (...parts: [Float32Array, number][]) =>
  (seed: number) =>
    photo(seed, ...parts);
const right = (count: number, from = 0) => joined(from, count, shows([words, 0.3], [meant, 0.6]));
const wrong = (count: number, from = 0) => joined(from + 500, count, shows([words, 0.3], [lookalike, 0.6]));
const none = new Float32Array(0);

test('without examples a concept is its words, and without either nothing', () => {
  expect(learnDirection(words, { confirmed: none, rejected: none }, surroundings)).toBe(words);
  expect(learnDirection(undefined, { confirmed: none, rejected: none }, surroundings)).toBeUndefined();
});

test('what was confirmed is found better, the better the more there is of it', () => {
  const gaps = [0, 1, 5, 20].map((count) => gapOf(learn(words, right(count), none)));
  expect(gaps[0]).toBeLessThan(0.05); // the words alone cannot tell them apart
  for (let at = 1; at < gaps.length; at++) expect(gaps[at]).toBeGreaterThan((gaps[at - 1] ?? 1) + 0.02);
});

test('what was rejected teaches too', () => {
  expect(gapOf(learn(words, right(5), wrong(5)))).toBeGreaterThan(gapOf(learn(words, right(5), none)) + 0.02);
  expect(gapOf(learn(words, none, wrong(5)))).toBeGreaterThan(gapOf(words) + 0.02);
});

test('with few examples the words still count', () => {
  const one = learn(words, right(1), none);
  expect(dot(one, words)).toBeGreaterThan(0.9);
});

test('without words five photos are needed', () => {
  const few = fewestWithoutWords - 1;
  expect(learnDirection(undefined, { confirmed: right(few), rejected: none }, surroundings)).toBeUndefined();
  const direction = learn(undefined, right(fewestWithoutWords), none);
  expect(gapOf(direction)).toBeGreaterThan(0.3);
  expect(Math.hypot(...direction)).toBeCloseTo(1, 5);
});

test('photos that are all the same, or all that there is, teach nothing wrong', () => {
  const same = joined(7, 1, shows([meant, 1]));
  const repeated = new Float32Array(dim * 6);
  for (let at = 0; at < 6; at++) repeated.set(same, at * dim);
  expect(learn(words, repeated, repeated).every(Number.isFinite)).toBe(true);
  const flat = { ...surroundings, scoresOf: () => new Float32Array(400) };
  expect(learnDirection(words, { confirmed: right(3), rejected: none }, flat)).toBe(words);
});

test('an example is held against what the others teach, not against itself', () => {
  for (const name of [words, undefined])
    for (const count of [6, 20]) {
      const examples = { confirmed: right(count), rejected: wrong(3) };
      const held = heldOutScores(name, examples, surroundings);
      for (let at = 0; at < count; at++) {
        const photo = examples.confirmed.subarray(at * dim, (at + 1) * dim);
        const others = Float32Array.from(examples.confirmed.filter((_, d) => Math.floor(d / dim) !== at));
        // The spread is that of all examples.
        expect(held.confirmed[at]).toBeCloseTo(dot(learn(name, others, examples.rejected), photo), 1);
        expect(held.confirmed[at]).toBeLessThan(dot(learn(name, examples.confirmed, examples.rejected), photo));
      }
      expect(held.rejected).toHaveLength(3);
    }
});

test('held out, photos that were drawn alike score like those that taught nothing', () => {
  const examples = { confirmed: right(10), rejected: none };
  const direction = learn(undefined, examples.confirmed, none);
  const mean = (scores: Iterable<number>) => [...scores].reduce((sum, one, _, { length }) => sum + one / length, 0);
  const scoresIn = (vectors: Float32Array) =>
    Array.from({ length: vectors.length / dim }, (_, at) => dot(direction, vectors.subarray(at * dim, (at + 1) * dim)));
  const unseen = mean(scoresIn(right(100, 100)));
  expect(Math.abs(mean(heldOutScores(undefined, examples, surroundings).confirmed) - unseen)).toBeLessThan(0.05);
  expect(mean(scoresIn(examples.confirmed)) - unseen).toBeGreaterThan(0.05);
});

test('one example and nothing else is held against nothing', () => {
  const held = heldOutScores(words, { confirmed: right(1), rejected: none }, surroundings);
  expect(held.confirmed[0]).toBeCloseTo(dot(words, right(1)), 5);
  expect(heldOutScores(undefined, { confirmed: right(1), rejected: none }, surroundings).confirmed[0]).toBeCloseTo(
    1,
    5,
  );
});

function learn(name: Float32Array | undefined, confirmed: Float32Array, rejected: Float32Array): Float32Array {
  const direction = learnDirection(name, { confirmed, rejected }, surroundings);
  if (direction === undefined) throw new Error('nothing was learned');
  return direction;
}

/** How much higher new right photos score than new wrong ones. */
function gapOf(direction: Float32Array): number {
  const mean = (vectors: Float32Array) => {
    let sum = 0;
    for (let at = 0; at < vectors.length; at += dim) sum += dot(direction, vectors.subarray(at, at + dim));
    return (sum * dim) / vectors.length;
  };
  return mean(right(50, 100)) - mean(wrong(50, 100));
}

function joined(from: number, count: number, make: (seed: number) => Float32Array): Float32Array {
  const all = new Float32Array(count * dim);
  for (let at = 0; at < count; at++) all.set(make(from + at), at * dim);
  return all;
}

function photo(seed: number, ...parts: [Float32Array, number][]): Float32Array {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  const random = () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
  const vector = Float32Array.from({ length: dim }, () => (random() + random() + random() - 1.5) / Math.sqrt(dim));
  for (const [part, weight] of parts) part.forEach((value, d) => (vector[d] = (vector[d] ?? 0) + weight * value));
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function axis(at: number): Float32Array {
  const vector = new Float32Array(dim);
  vector[at] = 1;
  return vector;
}
