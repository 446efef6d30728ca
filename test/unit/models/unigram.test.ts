import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadHubTokenizer } from '../../../main/models/hub-tokenizer.ts';
import { splitByTable, unigramIn, withoutPieces } from '../../../main/models/unigram.ts';

const root = path.join(import.meta.dirname, '../../..');
const json = (file: string): object => JSON.parse(fs.readFileSync(path.join(root, file), 'utf8')) as object;

describe("the starter's pieces", () => {
  let library: Tokenizer;
  let own: Tokenizer;
  beforeAll(() => {
    const file = json('resources/models/starter/tokenizer.json') as { model: object };
    const model = unigramIn(file.model);
    if (model === undefined) throw new Error('no Unigram');
    library = new Tokenizer(file, {});
    own = new Tokenizer({ ...file, model: withoutPieces(model) }, {});
    splitByTable(own, model);
  });

  test.each([
    ['sentences', Object.values(json('resources/calibration/background-sentences.json')) as string[]],
    [
      'everything that the window says',
      [...texts(json('renderer/i18n/en.json')), ...texts(json('renderer/i18n/zh-CN.json'))],
    ],
    [
      'other scripts',
      ['собака на пляже', 'Öl, Größe & Straße', '日本語のテスト。', '한국어 문장', 'مرحبا بالعالم', 'ไทย', 'हिन्दी'],
    ],
    ['signs and letters that no piece has', ['', ' ', '😀🎉 x', '👨‍👩‍👧‍👦', 'ɸꙮ𓀀𓀁 𓀁𓀀', 'a𓀀b', 'ＦＵＬＬ ｗｉｄｔｈ', '<s> </s> <unk> x', '\u200fabc', 'x'.repeat(300)]], // prettier-ignore
  ])('%s give the same ids as the library', (_, all) => {
    expect(all.length).toBeGreaterThan(5);
    for (const text of all) expect([text, own.encode(text).ids]).toEqual([text, library.encode(text).ids]);
  });
});

describe('pieces that somebody else made', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-unigram-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));
  const load = (model: object) => {
    const parts = { normalizer: null, pre_tokenizer: null, post_processor: null, decoder: null, added_tokens: [] };
    fs.writeFileSync(path.join(folder, 'tokenizer.json'), JSON.stringify({ ...parts, model }));
    const options = {
      length: 8,
      padTo: 'longest',
      padId: 0,
      endId: 9,
      isLowerCase: false,
      languages: ['mul'],
    } as const;
    return loadHubTokenizer(folder, options);
  };
  const vocab = [['<unk>', 0], ['a', -1], ['b', -2], ['ab', -2.5], ['abc', -9], ['c', -1]]; // prettier-ignore

  test('the most probable pieces are taken, and what no piece has is one unknown', async () => {
    const { encode } = await load({ type: 'Unigram', unk_id: 0, vocab });
    const idsOf = (text: string) => [...encode(text)].map(Number).slice(0, -1);
    expect(idsOf('abc')).toEqual([3, 5]);
    expect(idsOf('ba')).toEqual([2, 1]);
    expect(idsOf('aßß€b')).toEqual([1, 0, 2]);
    expect(idsOf('')).toEqual([]);
  });

  test.each([
    ['no unknown piece', { type: 'Unigram', unk_id: 60, vocab }],
    ['pieces without a number', { type: 'Unigram', unk_id: 0, vocab: [['<unk>'], ['a']] }],
    ['pieces that are none', { type: 'Unigram', unk_id: 0, vocab: [1, 2] }],
    ['no pieces', { type: 'Unigram', unk_id: 0 }],
  ])('%s: a damaged model', async (_, model) => {
    await expect(load(model)).rejects.toMatchObject({ kind: 'model-damaged' });
  });
});

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [];
}
