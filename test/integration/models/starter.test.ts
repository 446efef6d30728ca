import { appendFile, cp, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseProvider, type Verdict } from '../../../main/models/choose-provider.ts';
import { classPrompts } from '../../../main/models/class-prompts.ts';
import { modelById, vectorKey } from '../../../main/models/index.ts';
import { openImageTower } from '../../../main/models/open-image-tower.ts';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { testBatch } from '../../../main/models/test-batch.ts';
import { verifyModel, type VerifiedFiles } from '../../../main/models/verify.ts';

const folder = fileURLToPath(new URL('../../../resources/models/starter', import.meta.url));
const tokenizerBytes = starter.files.find(({ path }) => path === 'tokenizer.json')?.sizeBytes ?? 0;
let copies: string;
beforeAll(async () => {
  copies = await mkdtemp(join(tmpdir(), 'lumisift-model-'));
});
afterAll(() => rm(copies, { recursive: true }));

async function copyOfModel(name: string): Promise<string> {
  const copy = join(copies, name);
  await cp(folder, copy, { recursive: true });
  return copy;
}

test('the bundled model is the one that its sums name', async () => {
  await expect(verifyModel(starter, folder)).resolves.toBeUndefined();
});

test('a missing, a short and an altered file are told apart from a whole model', async () => {
  const missing = await copyOfModel('missing');
  await rm(join(missing, 'text.onnx'));
  await expect(verifyModel(starter, missing)).rejects.toMatchObject({ kind: 'model-missing' });
  const long = await copyOfModel('long');
  await appendFile(join(long, 'tokenizer.json'), ' ');
  await expect(verifyModel(starter, long)).rejects.toMatchObject({ kind: 'model-damaged' });
  const altered = await copyOfModel('altered');
  await writeFile(join(altered, 'tokenizer.json'), Buffer.alloc(tokenizerBytes, 32));
  await expect(verifyModel(starter, altered)).rejects.toMatchObject({ kind: 'model-damaged' });
});

test('a file that was found right is not read again until it is touched', async () => {
  const copy = await copyOfModel('touched');
  const verified: VerifiedFiles = new Map();
  await verifyModel(starter, copy, verified);
  expect(verified.size).toBe(3);
  await writeFile(join(copy, 'tokenizer.json'), Buffer.alloc(tokenizerBytes, 32));
  await utimes(join(copy, 'tokenizer.json'), new Date(0), new Date(0));
  await expect(verifyModel(starter, copy, verified)).rejects.toMatchObject({ kind: 'model-damaged' });
});

test('vectors are filed under id and revision', () => {
  expect(vectorKey(starter)).toBe('starter@2');
  expect(modelById('starter')).toBe(starter);
  expect(() => modelById('nobody')).toThrow(expect.objectContaining({ kind: 'model-missing' }));
});

test('a photo gets the same vector, to the last bit, whatever company it is in', async () => {
  await using tower = await openImageTower(starter, folder, { provider: 'cpu', threads: 1 });
  const six = testBatch(starter.image.preprocess, 6);
  const together = await tower.embedImages(six, 6);
  const length = six.length / 6;
  for (let i = 0; i < 6; i++) {
    const alone = await tower.embedImages(six.subarray(i * length, (i + 1) * length), 1);
    expect([...alone]).toEqual([...together.subarray(i * starter.dim, (i + 1) * starter.dim)]);
  }
  expect(Math.hypot(...together.subarray(0, starter.dim))).toBeCloseTo(1, 4);
});

test('a file that is no graph is a damaged model', async () => {
  const copy = await copyOfModel('no-graph');
  await writeFile(join(copy, 'image.onnx'), 'no graph');
  await expect(openImageTower(starter, copy, { provider: 'cpu', threads: 1 })).rejects.toMatchObject({
    kind: 'model-damaged',
  });
  await expect(openImageTower(starter, join(copies, 'nowhere'), { provider: 'cpu', threads: 1 })).rejects.toMatchObject(
    {
      kind: 'model-missing',
    },
  );
});

test('the text tower knows which sentence is nearer, in seven languages', async () => {
  await using tower = await openTextTower(starter, folder);
  const vectors = await tower.embedTexts([
    ...['a dog on the beach', 'a puppy in the sand', 'a plate of spaghetti', ''],
    ...['ein Hund am Strand', '海边的狗', 'собака на пляже', 'un chien à la plage', '浜辺の犬', 'un perro en la playa'],
  ]);
  const cosine = (a: number, b: number) => {
    let sum = 0;
    for (let d = 0; d < starter.dim; d++)
      sum += (vectors[a * starter.dim + d] ?? 0) * (vectors[b * starter.dim + d] ?? 0);
    return sum;
  };
  expect(cosine(0, 1)).toBeGreaterThan(cosine(0, 2) + 0.2);
  for (let other = 4; other < 10; other++) expect(cosine(0, other)).toBeGreaterThan(cosine(2, other) + 0.2);
});

test('texts are the same one by one as by the hundred', async () => {
  await using tower = await openTextTower(starter, folder);
  const texts = Array.from({ length: 130 }, (_, i) => `a dog and ${i} cats`);
  const all = await tower.embedTexts(texts);
  const last = await tower.embedTexts(texts.slice(129));
  last.forEach((value, d) => expect(value).toBeCloseTo(all[129 * starter.dim + d] ?? NaN, 5));
});

test('words get the ids that the Rust tokenizer gives them, behind what E5 was trained with', async () => {
  const tokenizer = await starter.text.loadTokenizer(folder);
  const [query, stop] = [
    [0, 41, 1294, 12],
    [6, 5],
  ];
  expect(tokenizer.encode('a photo .').join()).toBe(tokenizer.encode('a photo').join());
  expect([...tokenizer.encode('a photo')].map(Number)).toEqual([...query, 10, 16181, ...stop, 2]);
  expect(tokenizer.encode('  a  photo ').join()).toBe(tokenizer.encode('a photo').join());
  expect([...tokenizer.encode('')].map(Number)).toEqual([...query, ...stop, 2]);
  expect([...tokenizer.encode('麤')].map(Number)).toEqual([...query, 6, 3, ...stop, 2]);
});

test('however long, of whatever script or empty: a text is a unit vector', async () => {
  await using tower = await openTextTower(starter, folder);
  const odd = [
    'dog '.repeat(2_500),
    '狗'.repeat(10_000),
    'x'.repeat(10_000),
    '😀',
    'the of and',
    '',
    '\u0000',
    '\ud83d',
  ];
  const mixed = ['Strand 海边 пляж', '\u202eלחוף\u202c beach', '\u200f\u200e'];
  const vectors = await tower.embedTexts([...odd, ...mixed]);
  for (let at = 0; at < vectors.length; at += starter.dim)
    expect(Math.hypot(...vectors.subarray(at, at + starter.dim))).toBeCloseTo(1, 4);
  expect([...odd, ...mixed].filter((text) => !tower.reads(text))).toEqual(['', '\u0000', '\ud83d', '\u200f\u200e']);
});

test('a class is the mean of its prompts, at unit length', async () => {
  const embed = (texts: string[]) =>
    Promise.resolve(Float32Array.from(texts.flatMap((text) => (text.startsWith('a ') ? [0.6, 0.8] : [1, 0]))));
  const prompts = await classPrompts(['dog', 'cat'], ['{}', 'a {}'], embed);
  const length = Math.hypot(1.6, 0.8);
  expect(prompts).toHaveLength(4);
  expect(prompts[2]).toBeCloseTo(1.6 / length);
  expect(prompts[3]).toBeCloseTo(0.8 / length);
});

function memory(known: Record<string, Verdict> = {}) {
  const said: [string, Verdict][] = [];
  return {
    said,
    recall: (provider: string) => known[provider],
    remember: (provider: string, verdict: Verdict) => void said.push([provider, verdict]),
  };
}
const choose = (wanted: Parameters<typeof chooseProvider>[0]['wanted'], remembered = memory()) =>
  chooseProvider({ model: starter, folder, wanted, threads: 1, memory: remembered, log: () => {} });

test('a provider that is not usable here ends with the CPU and a reason', async () => {
  // DirectML is for Windows, CUDA for Linux: on each system one of them is no part of the runtime.
  const foreign = process.platform === 'win32' ? 'cuda' : 'dml';
  const engine = await choose(foreign);
  expect(engine).toMatchObject({ provider: 'cpu', modelId: 'starter' });
  expect(engine.why).toContain(foreign);
  expect(engine.candidates[0]).toMatchObject({ provider: foreign, verdict: 'absent' });
  expect(engine.candidates.at(-1)).toEqual({ provider: 'cpu', verdict: 'used' });
});

test('the CPU can be chosen, and nothing else is tried', async () => {
  const remembered = memory();
  expect(await choose('cpu', remembered)).toMatchObject({ provider: 'cpu' });
  expect(remembered.said).toEqual([]);
});

test('a provider that ended the process is not tried again', async () => {
  const remembered = memory({ webgpu: { is: 'trying' } });
  const engine = await choose('webgpu', remembered);
  expect(engine.provider).toBe('cpu');
  expect(engine.candidates[0]).toMatchObject({ provider: 'webgpu', verdict: 'failed' });
  expect(engine.candidates[0]?.note).toContain('ended the process');
  expect(remembered.said).toEqual([]);
});

test('a provider that was wrong is not used, a right one is only if it is faster', async () => {
  expect(await choose('webgpu', memory({ webgpu: { is: 'wrong', agreement: 0.9 } }))).toMatchObject({
    provider: 'cpu',
  });
  const right = { is: 'right', agreement: 1 } as const;
  const others = process.platform === 'darwin' ? 'coreml' : process.platform === 'win32' ? 'dml' : 'webgpu';
  const known = (msPerPhoto: number) =>
    memory({
      coreml: { is: 'wrong', agreement: 0 },
      dml: { is: 'wrong', agreement: 0 },
      webgpu: { is: 'wrong', agreement: 0 },
      [others]: { ...right, msPerPhoto },
    });
  expect(await choose('auto', known(0.01))).toMatchObject({ provider: others });
  expect(await choose('auto', known(10_000))).toMatchObject({ provider: 'cpu' });
});

test('whatever this machine has, the choice gives the CPU’s answer', async () => {
  const engine = await choose('auto');
  const used = engine.candidates.filter(({ verdict }) => verdict === 'used');
  expect(used.map(({ provider }) => provider)).toEqual([engine.provider]);
  expect(engine.why).not.toBe('');
  if (engine.provider !== 'cpu') expect(used[0]?.agreement).toBeGreaterThanOrEqual(0.999);
});
