import path from 'node:path';
import { expect, test } from 'vitest';
import { starter } from '../../../main/models/starter.ts';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { askConcepts, prepareConcepts, probabilitiesOf, suggestionsOf } from '../../../main/tags/suggest.ts';
import type { Concept } from '../../../main/tags/vocabulary.ts';

const concepts = [
  concept('animal'),
  concept('dog', { parent: 'animal' }),
  concept('beagle', { parent: 'dog' }),
  concept('indoors', { exclusions: ['outdoors'] }),
  concept('kitchen', { parent: 'indoors' }),
  concept('outdoors'),
];
const vocabulary = { byId: new Map(concepts.map((one) => [one.id, one])) };
const nothing = { confirmed: new Set<string>(), rejected: new Set<string>() };
const idsOf = (all: readonly { conceptId: string }[]) => all.map(({ conceptId }) => conceptId);

test('a wider concept is at least as probable as what it holds, asked of the model or not', () => {
  const probabilities = probabilitiesOf(
    [Float32Array.of(1, 0)],
    [
      { concept: only('beagle'), vector: Float32Array.of(1, 0), line: { base: 0, slope: 2 } },
      { concept: only('dog'), vector: Float32Array.of(0, 1), line: { base: -1, slope: 2 } },
    ],
    vocabulary,
  );
  const beagle = 1 / (1 + Math.exp(-2));
  expect(probabilities.get('beagle')).toBeCloseTo(beagle, 6);
  expect(probabilities.get('dog')).toBeCloseTo(beagle, 6);
  expect(probabilities.get('animal')).toBeCloseTo(beagle, 6);
  expect(probabilities.has('kitchen')).toBe(false);
});

test('suggestions start at the threshold, the most probable first, the narrowest of equals first', () => {
  const probabilities = new Map([['animal', 0.9], ['dog', 0.9], ['kitchen', 0.95], ['beagle', 0.79]]); // prettier-ignore
  expect(idsOf(suggestionsOf(probabilities, vocabulary, nothing, 0.8))).toEqual(['kitchen', 'dog', 'animal']);
  expect(idsOf(suggestionsOf(probabilities, vocabulary, nothing, 0.79))).toContain('beagle');
});

test('of two that exclude each other, or are in such, the more probable one is suggested', () => {
  const probabilities = new Map([['outdoors', 0.85], ['kitchen', 0.9], ['indoors', 0.9]]); // prettier-ignore
  expect(idsOf(suggestionsOf(probabilities, vocabulary, nothing, 0.8))).toEqual(['kitchen', 'indoors']);
  const confirmed = { ...nothing, confirmed: new Set(['outdoors']) };
  expect(suggestionsOf(probabilities, vocabulary, confirmed, 0.8)).toEqual([]);
});

test('what the person answered is not suggested, nor what is in something rejected', () => {
  const probabilities = new Map([['animal', 0.9], ['dog', 0.9], ['beagle', 0.9], ['kitchen', 0.9]]); // prettier-ignore
  const answered = { confirmed: new Set(['kitchen']), rejected: new Set(['dog']) };
  expect(idsOf(suggestionsOf(probabilities, vocabulary, answered, 0.8))).toEqual(['animal']);
});

test('the fit moves the line, and a concept without a line is left out', () => {
  const asked = ['dog', 'kitchen'].map((id) => ({
    concept: only(id),
    question: { is: 'text' as const, vector: Float32Array.of(1, 0), contentWords: 1 },
  }));
  let count = 0;
  const cutoff = { line: () => (count++ === 0 ? { base: -1, slope: 4 } : undefined) };
  const prepared = prepareConcepts(asked, {
    cutoff,
    scoresOf: () => new Float32Array(3),
    fit: { slope: 2, bias: 0.5 },
  });
  expect(prepared.map(({ concept: { id }, line }) => ({ id, line }))).toEqual([
    { id: 'dog', line: { base: -1.5, slope: 8 } },
  ]);
});

test('a concept is asked by the first name that the model can read, and not at all where it can read none', async () => {
  await using text = await openTextTower(starter, path.join(import.meta.dirname, '../../../resources/models/starter'));
  const asked = await askConcepts(
    [
      concept('taxi', { names: { en: ['𓀀', 'taxi'], 'zh-CN': ['出租车'] } }),
      concept('hieroglyph', { names: { en: ['𓀀'], 'zh-CN': ['麤'] } }),
      concept('crane', { prompts: ['𓀀 𓀀'] }),
    ],
    {
      model: starter,
      embedTexts: (texts) => text.embedTexts(texts),
      reads: (words) => text.reads(words),
    },
  );
  expect(asked.map((one) => one.concept.id)).toEqual(['taxi']);
  expect(Math.hypot(...(asked[0]?.question.vector ?? []))).toBeCloseTo(1, 4);
});

function concept(id: string, more: Partial<Concept> = {}): Concept {
  return { id, names: { en: [id], 'zh-CN': ['某物'] }, ...more };
}

function only(id: string): Concept {
  const found = vocabulary.byId.get(id);
  if (found === undefined) throw new Error(`no concept ${id}`);
  return found;
}
