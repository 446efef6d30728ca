import { expect, test } from 'vitest';
import { vocabularySentences, vocabularyTrouble } from '../../../main/tags/vocabulary-trouble.ts';
import chinese from '../../../renderer/i18n/zh-CN.json' with { type: 'json' };
import english from '../../../renderer/i18n/en.json' with { type: 'json' };

test('the window has a sentence for each thing that can be wrong, with the same values', () => {
  for (const [code, sentence] of Object.entries(vocabularySentences))
    for (const catalogue of [english, chinese]) {
      const said = new Map<string, unknown>(Object.entries(catalogue)).get(`failure.bad-input.${code}`);
      expect([code, valuesIn(String(said))]).toEqual([code, valuesIn(sentence)]);
    }
});

test('a sentence is filled with what it is about, whatever signs are in it', () => {
  expect(vocabularyTrouble('concept-name-taken', { name: '$& {other}', other: 'dog' })).toEqual({
    kind: 'bad-input',
    message: '"$& {other}" is a name of "dog" too.',
    details: { code: 'concept-name-taken', name: '$& {other}', other: 'dog' },
  });
});

function valuesIn(sentence: string): string[] {
  return [...sentence.matchAll(/\{(\w+)\}/gu)].map(([, name = '']) => name).sort();
}
