import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Tokenizer } from '../../../main/models/model.ts';
import { loadStarterTokenizer } from '../../../main/models/starter-tokenizer.ts';

const folder = path.join(import.meta.dirname, '../../../resources/models/starter');
const { words } = z.object({ words: z.array(z.string()) }).parse(read(path.join(folder, 'vocabulary.json')));
const known = z
  .array(z.object({ text: z.string(), ids: z.array(z.number()) }))
  .parse(read(path.join(import.meta.dirname, '../../fixtures/starter-ids.json')));

function read(file: string): unknown {
  return JSON.parse(fs.readFileSync(file, 'utf8'));
}

let tokenizer: Tokenizer;
beforeAll(async () => {
  tokenizer = await loadStarterTokenizer(folder);
});

const wordsOf = (text: string) => [...tokenizer.encode(text)].filter((id) => id > 0n).map((id) => words[Number(id)]);

test.each(known)('"$text" has the ids that the tower was trained with', ({ text, ids }) => {
  const encoded = [...tokenizer.encode(text)].map(Number);
  expect(encoded.slice(0, ids.length)).toEqual(ids);
  expect(encoded.slice(ids.length).every((id) => id === 0)).toBe(true);
});

test('every text has the same number of ids, however long it is', () => {
  const lengths = new Set(
    ['', 'dog', 'dog '.repeat(500), '狗'.repeat(500)].map((text) => tokenizer.encode(text).length),
  );
  expect([...lengths]).toEqual([24]);
});

describe('a word that has no embedding', () => {
  test.each([
    ['the two words it is made of', 'kitesurfing', ['kite', 'surfing']],
    ['the word that was meant', 'umbrela', ['umbrella']],
    ['a word that says the same', 'mutt', ['dog']],
    ['the kind of thing it is', 'trout', ['fish']],
  ])('is read as %s', (_, text, expected) => {
    expect(words).not.toContain(text);
    expect(wordsOf(text)).toEqual(expected);
  });

  test('is not the unknown one for that', () => {
    expect(tokenizer.unknownWords('umbrela trout mutt kitesurfing')).toEqual([]);
  });
});

test('a word of the dictionary is no mistake for another, and no compound by its letters alone', () => {
  expect(tokenizer.unknownWords('passport receipt')).toEqual(['passport', 'receipt']);
});

test('a Chinese word that no sentence taught stands for the English one', () => {
  expect(words).not.toContain('长颈鹿');
  expect(wordsOf('长颈鹿')).toEqual(['giraffe']);
});

test('a word of twenty thousand letters is unknown at once', () => {
  const began = performance.now();
  expect(tokenizer.unknownWords('x'.repeat(20_000))).toHaveLength(1);
  expect(tokenizer.encode('狗'.repeat(20_000))).toHaveLength(24);
  expect(performance.now() - began).toBeLessThan(1000);
});

test('accents, capitals and wide letters make no difference', () => {
  expect(wordsOf('ＣＡＦÉ')).toEqual(wordsOf('cafe'));
});

test('words of Chinese are the longest that are known', () => {
  expect(wordsOf('生日蛋糕')).toEqual(['生日蛋糕']);
  expect(wordsOf('红色汽车')).toEqual(['红色', '汽车']);
});

describe('what is unknown', () => {
  test.each([
    ['a xyzzy on the beach', ['xyzzy']],
    ['море', ['море']],
    ['狗和猫', []],
    ['麤的狗', ['麤']],
    ['qwrtp QWRTP', ['qwrtp']],
    ['Café', []],
    ['', []],
  ])('of "%s" is told', (text, expected) => {
    expect(tokenizer.unknownWords(text)).toEqual(expected);
  });
});

describe('a vocabulary that is none', () => {
  let damaged: string;
  beforeAll(() => {
    damaged = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-vocabulary-'));
  });
  afterAll(() => fs.rmSync(damaged, { recursive: true }));

  test.each([
    ['is missing', undefined, 'model-missing'],
    ['is half there', '{"words":["<pad>","<unk>","dog"', 'model-damaged'],
    ['is of an earlier model', '{"words":["<pad>","<unk>","dog"],"maxWords":18}', 'model-damaged'],
    [
      'has no ids where it should',
      '{"words":["a","b","c"],"maxIds":4,"longestHan":2,"common":1,"wide":3,"standIns":{"x":"dog"}}',
      'model-damaged',
    ],
  ])('%s: the model says so', async (_, content, kind) => {
    const file = path.join(damaged, 'vocabulary.json');
    if (content === undefined) fs.rmSync(file, { force: true });
    else fs.writeFileSync(file, content);
    await expect(loadStarterTokenizer(damaged)).rejects.toMatchObject({ kind });
  });
});
