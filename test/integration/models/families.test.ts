import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probeModel } from '../../../main/embedder/probe-model.ts';
import { clipB32, clipB32Laion } from '../../../main/models/clip.ts';
import { leastCosine } from '../../../main/models/measure-provider.ts';
import type { Model } from '../../../main/models/model.ts';
import { openImageTower } from '../../../main/models/open-image-tower.ts';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { toModel } from '../../../main/models/own-model.ts';
import { siglip2Base, siglip2BaseExact, siglip2So400m } from '../../../main/models/siglip2.ts';
import { testBatch } from '../../../main/models/test-batch.ts';
import { forkNode } from '../../../main/util/fork-node.ts';
import { makeOnnx } from '../../fixtures/make-onnx.ts';
import {
  clip,
  type Family,
  imageGraph,
  openClip,
  siglip2,
  textGraph,
  writeHubFolder,
} from '../../fixtures/make-model.ts';
import { clipTokenizer, gemmaTokenizer } from '../../fixtures/make-tokenizer.ts';
import { openTestLibrary, until } from '../../fixtures/open-library.ts';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-families-'));
});
afterAll(() => fs.rmSync(folder, { recursive: true }));

describe('the towers of the list run graphs with their inputs and outputs', () => {
  const entries: [Model, Family][] = [
    [siglip2Base, siglip2],
    [siglip2BaseExact, { ...siglip2, isHalf: false }],
    [siglip2So400m, { ...siglip2, isHalf: true }],
    [clipB32, clip],
    [clipB32, { ...clip, isHalf: true }],
    [clipB32, { ...clip, text: { ...clip.text, hasMask: true } }],
    [clipB32Laion, openClip],
  ];
  test.each(entries.map((it, i) => ({ name: `${it[0].id} ${i}`, model: it[0], family: it[1] })))(
    '$name',
    async ({ name, model: listed, family }) => {
      const at = path.join(folder, name);
      fs.mkdirSync(at);
      const tokenizer = listed.id.startsWith('clip') ? clipTokenizer(undefined, 49_406) : gemmaTokenizer();
      fs.writeFileSync(path.join(at, 'tokenizer.json'), JSON.stringify(tokenizer.file));
      fs.writeFileSync(path.join(at, listed.image.file), makeOnnx(imageGraph(family)));
      fs.writeFileSync(path.join(at, listed.text.file), makeOnnx(textGraph(family, tokenizer.size)));
      const model = { ...listed, dim: family.dim };

      await using image = await openImageTower(model, at, { provider: 'cpu', threads: 1 });
      const five = await image.embedImages(testBatch(model.image.preprocess, 5), 5);
      expect(five).toHaveLength(5 * family.dim);
      for (let i = 0; i < 5; i++) expect(lengthOf(five, i, family.dim)).toBeCloseTo(1, 5);
      const alone = await image.embedImages(
        testBatch(model.image.preprocess, 5).subarray(0, 3 * model.image.preprocess.size ** 2),
        1,
      );
      for (let d = 0; d < family.dim; d++) expect(alone[d]).toBeCloseTo(five[d] ?? NaN, 5);

      await using text = await openTextTower(model, at);
      const words = await text.embedTexts(['a photo of a dog', 'a photo of a cat', 'A PHOTO  OF A DOG', '']);
      for (let i = 0; i < 4; i++) expect(lengthOf(words, i, family.dim)).toBeCloseTo(1, 5);
      if (listed.id.startsWith('clip')) expect(cosine(words, 0, 2, family.dim)).toBeCloseTo(1, 5);
      expect(cosine(words, 0, 1, family.dim)).toBeLessThan(0.9999);
    },
  );

  test("a graph with another family's inputs is refused, not fed", async () => {
    const at = path.join(folder, 'mixed');
    fs.mkdirSync(at);
    fs.writeFileSync(path.join(at, 'tokenizer.json'), JSON.stringify(gemmaTokenizer().file));
    fs.writeFileSync(path.join(at, siglip2Base.image.file), makeOnnx(imageGraph(openClip)));
    fs.writeFileSync(path.join(at, siglip2Base.text.file), makeOnnx(textGraph(openClip, 300)));
    await expect(openImageTower(siglip2Base, at, { provider: 'cpu', threads: 1 })).rejects.toMatchObject({
      kind: 'model-damaged',
      message: expect.stringContaining('wants the inputs image'),
    });
    await expect(openTextTower(siglip2Base, at)).rejects.toMatchObject({ kind: 'model-damaged' });
  });
});

describe("a person's own model", () => {
  const probe = (name: string) => probeModel({ fork: forkNode, folder: path.join(folder, name), id: 'own-x', name });

  test.each([
    ['clip', clip, 'clip'],
    ['siglip', siglip2, 'siglip'],
    ['masked', { ...clip, text: { ...clip.text, hasMask: true } }, 'clip'],
    ['open-clip', openClip, 'clip'],
    ['half', { ...clip, isHalf: true }, 'clip'],
  ] as const)('is tried: %s', async (name, family, kind) => {
    writeHubFolder(path.join(folder, `own ${name}`), family, { kind, external: name === 'masked' });
    const found = await probe(`own ${name}`);
    expect(found).toMatchObject({
      dim: family.dim,
      image: { input: family.image.input, output: family.image.output, preprocess: { size: family.image.size } },
      text: { input: family.text.input, tokenizer: { length: family.text.length } },
    });
    expect(found.files.map((it) => it.path)).toContain('tokenizer.json');
    expect(found.files.some((it) => it.path.endsWith('.onnx_data'))).toBe(name === 'masked');
  });

  test('with a picture graph in half precision beside the whole one has both, for GPUs; one that does not fit is left out', async () => {
    const at = path.join(folder, 'own both');
    writeHubFolder(at, clip, { kind: 'clip' });
    const half = path.join(at, 'onnx/vision_model_fp16.onnx');
    fs.writeFileSync(half, makeOnnx(imageGraph({ ...clip, isHalf: true })));
    const found = await probe('own both');
    expect(found.image).toMatchObject({ file: 'onnx/vision_model.onnx', halfFile: 'onnx/vision_model_fp16.onnx' });
    expect(found.files.map((it) => it.path)).toContain('onnx/vision_model_fp16.onnx');
    const model = toModel(found);
    const pixels = testBatch(model.image.preprocess, 3);
    await using whole = await openImageTower(model, at, { provider: 'cpu', threads: 1 });
    await using halved = await openImageTower(model, at, { provider: 'cpu', threads: 1, isHalf: true });
    const [exact, rounded] = [await whole.embedImages(pixels, 3), await halved.embedImages(pixels, 3)];
    expect(rounded).not.toEqual(exact);
    expect(leastCosine(exact, rounded, found.dim)).toBeGreaterThan(0.9999);

    fs.writeFileSync(half, makeOnnx(imageGraph({ ...clip, image: { ...clip.image, type: 'float16' } })));
    expect((await probe('own both')).image.halfFile).toBeUndefined();
    fs.writeFileSync(half, 'no graph');
    expect((await probe('own both')).files.map((it) => it.path)).not.toContain('onnx/vision_model_fp16.onnx');
  });

  test.each<[string, (at: string) => void, RegExp]>([
    ['no config', (at) => fs.rmSync(path.join(at, 'config.json')), /config\.json is missing/],
    ['no tokenizer', (at) => fs.rmSync(path.join(at, 'tokenizer.json')), /tokenizer\.json is missing/],
    [
      'a config that is none',
      (at) => fs.writeFileSync(path.join(at, 'preprocessor_config.json'), '{"size":"big"}'),
      /preprocessor_config\.json cannot be read \(size\)/,
    ],
    [
      'one graph for both',
      (at) => fs.renameSync(path.join(at, 'onnx/text_model.onnx'), path.join(at, 'onnx/model.onnx')),
      /onnx\/model\.onnx holds both towers.*bring vision_model\.onnx and text_model\.onnx/,
    ],
    ['one tower', (at) => fs.rmSync(path.join(at, 'onnx/text_model.onnx')), /text_model\.onnx is missing/],
    [
      'a corrupt graph',
      (at) => fs.writeFileSync(path.join(at, 'onnx/vision_model.onnx'), Buffer.alloc(5_000, 3)),
      /image graph vision_model\.onnx cannot be loaded/,
    ],
    [
      'a graph cut short',
      (at) => fs.truncateSync(path.join(at, 'onnx/text_model.onnx'), 700),
      /text graph text_model\.onnx cannot be loaded/,
    ],
    [
      'other inputs',
      (at) => fs.writeFileSync(path.join(at, 'onnx/vision_model.onnx'), makeOnnx(textGraph(clip, 545))),
      /image graph wants the inputs input_ids/,
    ],
    [
      'another size',
      (at) =>
        fs.writeFileSync(
          path.join(at, 'onnx/vision_model.onnx'),
          makeOnnx(imageGraph({ ...clip, image: { ...clip.image, size: 256 } })),
        ),
      /takes 256 pixels/,
    ],
    [
      'another dimension',
      (at) => fs.writeFileSync(path.join(at, 'onnx/text_model.onnx'), makeOnnx(textGraph({ ...clip, dim: 16 }, 545))),
      /text tower .* does not answer as it should/,
    ],
    [
      'a text tower of fewer words',
      (at) => fs.writeFileSync(path.join(at, 'onnx/text_model.onnx'), makeOnnx(textGraph(clip, 100))),
      /do not run with its tokenizer/,
    ],
    [
      'a filter that nobody has',
      (at) => fs.writeFileSync(path.join(at, 'preprocessor_config.json'), '{"size":224,"resample":0}'),
      /filter 0/,
    ],
    ['no folder at all', (at) => fs.rmSync(at, { recursive: true }), /cannot be read/],
  ])('is refused in one sentence: %s', async (name, spoil, why) => {
    const at = path.join(folder, `bad ${name}`);
    writeHubFolder(at, clip, { kind: 'clip' });
    spoil(at);
    await expect(probe(`bad ${name}`)).rejects.toMatchObject({
      kind: name === 'no folder at all' ? 'folder-missing' : 'model-unfit',
      message: expect.stringMatching(why),
    });
  });

  test('that ends the process is refused, and nothing else ends', async () => {
    const killing = (...given: Parameters<typeof forkNode>) => {
      const child = forkNode(...given);
      setTimeout(() => child.kill('SIGKILL'), 30);
      return child;
    };
    await expect(
      probeModel({ fork: killing, folder: path.join(folder, 'own clip'), id: 'own-x', name: 'x' }),
    ).rejects.toMatchObject({ kind: 'model-unfit', message: expect.stringContaining('ended the process') });
  });
});

describe('through the library', () => {
  test.each([
    ['SigLIP 2', siglip2, 'siglip'],
    ['CLIP', clip, 'clip'],
  ] as const)('%s: added, every photo embedded, asked, removed again', async (name, family, kind) => {
    const at = path.join(folder, `My ${name}`);
    writeHubFolder(at, family, { kind });
    await using library = openTestLibrary(path.join(folder, `library ${kind}`));
    const { id, models } = await library.models.addOwn(at);
    expect(models.find((it) => it.id === id)).toMatchObject({
      name: `My ${name}`,
      goodFor: 'own',
      files: { is: 'ready' },
      isInUse: false,
    });
    await library.folders.add(path.join(import.meta.dirname, '../../../resources/sample-photos'));
    await library.work.settled();
    library.engine.switchTo(id);
    await until('the change of models', () => library.engine.switchState().is === 'kept');
    expect(library.engine.switchState()).toMatchObject({ model: { id }, former: { id: 'starter' } });

    const all = await library.lists.open({ text: '' });
    const asked = await library.lists.open({ text: 'a photo of a dog' });
    expect(all.count).toBeGreaterThan(30);
    expect(asked.isRanked).toBe(true);
    // What it says means nothing with such weights; that it is this model's vectors, whole and ordered, can be told.
    expect((await library.embedTexts(['a photo of a dog'])).length).toBe(family.dim);
    const like = await library.lists.open({ similarTo: all.cards[0]?.id ?? 0 });
    expect(like.count).toBeGreaterThan(0);

    await expect(library.models.remove(id)).rejects.toMatchObject({ kind: 'model-in-use' });
    await expect(library.models.remove('starter')).rejects.toMatchObject({ kind: 'model-in-use' });
    await library.stop();
    await using again = openTestLibrary(path.join(folder, `library ${kind}`));
    expect((await again.lists.open({ text: '' })).count).toBe(all.count);
    expect((await again.embedTexts(['dog'])).length).toBe(family.dim);
  });
});

function lengthOf(vectors: Float32Array, at: number, dim: number): number {
  return Math.hypot(...vectors.subarray(at * dim, (at + 1) * dim));
}

function cosine(vectors: Float32Array, a: number, b: number, dim: number): number {
  let dot = 0;
  for (let d = 0; d < dim; d++) dot += (vectors[a * dim + d] ?? NaN) * (vectors[b * dim + d] ?? NaN);
  return dot;
}
