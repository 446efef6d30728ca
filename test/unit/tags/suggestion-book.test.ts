import { expect, test } from 'vitest';
import { scoreListOf } from '../../../main/tags/score-list.ts';
import { createSuggestionBook } from '../../../main/tags/suggestion-book.ts';
import { type Answered, suggestionsOf } from '../../../main/tags/suggest.ts';
import type { Concept } from '../../../main/tags/vocabulary.ts';

const concepts = [
  concept('animal'),
  concept('dog', { parent: 'animal' }),
  concept('beagle', { parent: 'dog' }),
  concept('indoors', { exclusions: ['outdoors'] }),
  concept('kitchen', { parent: 'indoors' }),
  concept('outdoors'),
  concept('secret', { isHidden: true }),
];
const vocabulary = { byId: new Map(concepts.map((one) => [one.id, one])) };
const thresholdOf = (id: string) => (id === 'dog' ? 0.6 : 0.8);
const photoCount = 2_000;
const random = seeded(5);
const lists = concepts.map(({ id }) => ({
  id,
  found: Array.from({ length: photoCount }, (_, at) => ({ id: at + 1, chance: Math.floor(random() * 256) })).filter(
    ({ chance }) => chance >= 102,
  ),
}));
const answers = new Map<number, Answered>();
for (let id = 1; id <= photoCount; id += 3)
  answers.set(id, {
    confirmed: new Set(id % 2 === 0 ? ['outdoors'] : ['beagle']),
    rejected: new Set(id % 5 === 0 ? ['animal'] : ['kitchen']),
  });
const between = (from: number, to: number) => new Map([...answers].filter(([id]) => id >= from && id <= to));
const rules = { vocabulary, thresholdOf, answers: between };

test('the book of a library says of every photo what is said of one photo by itself', () => {
  const book = filled();
  for (let from = 0; from <= photoCount; from += 512) book.resolve(from, from + 511, rules);
  let open = 0;
  for (let id = 1; id <= photoCount; id++) {
    const given = answers.get(id) ?? { confirmed: new Set<string>(), rejected: new Set<string>() };
    const alone = suggestionsOf(book.probabilitiesOf(id, vocabulary), vocabulary, given, thresholdOf);
    expect(sorted(book.openFor(id))).toEqual(sorted(alone));
    open += alone.length;
  }
  expect(open).toBeGreaterThan(500);
  expect(book.openCount()).toBe(open);
  expect(book.openConcepts().map(({ conceptId }) => conceptId)).not.toContain('secret');
});

test('a wider concept is at least as probable as what it holds', () => {
  const book = filled();
  let raised = 0;
  for (let id = 1; id <= photoCount; id++) {
    const chances = book.probabilitiesOf(id, vocabulary);
    const of = (conceptId: string) => chances.get(conceptId) ?? 0;
    expect(of('dog')).toBeGreaterThanOrEqual(of('beagle'));
    expect(of('animal')).toBeGreaterThanOrEqual(of('dog'));
    if (of('animal') === of('beagle') && of('beagle') > 0) raised++;
  }
  expect(raised).toBeGreaterThan(50);
});

test('one photo after the other, or all at once: it comes to the same', () => {
  const once = filled();
  once.resolve(0, photoCount, rules);
  const before = new Map(answers);
  answers.clear();
  const bit = filled();
  bit.resolve(0, photoCount, rules);
  for (const [id, given] of before) answers.set(id, given);
  for (const id of before.keys()) bit.resolve(id, id, rules);
  for (const { id } of concepts) {
    const [a, b] = [once.open(id), bit.open(id)];
    expect([...b.ids.subarray(0, b.count)]).toEqual([...a.ids.subarray(0, a.count)]);
    expect([...b.chances.subarray(0, b.count)]).toEqual([...a.chances.subarray(0, a.count)]);
  }
});

test('a photo that is asked about anew has only what was found now, and its lists are told', () => {
  const book = filled();
  book.resolve(0, photoCount, rules);
  const id = 2;
  const changed = book.setPhoto(id, new Map([['outdoors', 250]]));
  expect(changed).toContain('outdoors');
  book.resolve(id, id, rules);
  expect(book.openFor(id)).toEqual([{ conceptId: 'outdoors', probability: 250 / 255 }]);
  expect(book.setPhoto(id, new Map([['outdoors', 250]]))).toEqual([]);
  book.setPhoto(id, new Map());
  book.resolve(id, id, rules);
  expect(book.openFor(id)).toEqual([]);
});

function filled() {
  const book = createSuggestionBook();
  for (const { id, found } of lists) book.setFound(id, scoreListOf(found));
  return book;
}

function sorted(all: readonly { conceptId: string; probability: number }[]): [string, number][] {
  return all
    .map(({ conceptId, probability }): [string, number] => [conceptId, Math.round(probability * 255)])
    .sort(([a], [b]) => a.localeCompare(b));
}

function concept(id: string, more: Partial<Concept> = {}): Concept {
  return { id, names: { en: [id] }, ...more };
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}
