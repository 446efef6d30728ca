import { CLIPImageProcessor, RawImage, SiglipImageProcessor } from '@huggingface/transformers';
import { describe, expect, test } from 'vitest';
import { clipB32 } from '../../../main/models/clip.ts';
import type { Preprocess } from '../../../main/models/model.ts';
import { siglip2Base } from '../../../main/models/siglip2.ts';
import { preprocess } from '../../../main/pipeline/preprocess.ts';
import { clipPreprocessor, siglipPreprocessor } from '../../fixtures/make-model.ts';
import { type Picture, pillowResize } from '../../fixtures/pillow-resize.ts';

/** Sizes that round, crop and stretch in every odd way. */
const sizes: readonly (readonly [number, number])[] = [
  [1, 1], [1, 2], [2, 1], [1, 40], [40, 1], [2, 3], [3, 2], [5, 7], [16, 16], [31, 33], [97, 61], [61, 97], [100, 100],
  [223, 223], [224, 224], [225, 225], [223, 225], [225, 223], [224, 225], [224, 300], [300, 224], [224, 671], [255, 255],
  [256, 256], [257, 257], [255, 257], [256, 257], [257, 256], [256, 400], [319, 240], [320, 240], [321, 241], [333, 500],
  [427, 640], [428, 640], [480, 640], [500, 333], [511, 383], [513, 385], [600, 450], [601, 451], [617, 640], [639, 479],
  [640, 360], [640, 426], [640, 427], [640, 429], [640, 480], [640, 640], [640, 227],
]; // prettier-ignore

const pictures = sizes.map(([width, height], i) => draw(width, height, i));

describe.each([
  ['CLIP', clipB32, (config: object) => new CLIPImageProcessor(config), clipPreprocessor(224)],
  ['SigLIP 2', siglip2Base, (config: object) => new SiglipImageProcessor(config), siglipPreprocessor(256)],
] as const)('%s', (name, model, create, config) => {
  const spec = model.image.preprocess;

  test("50 odd pictures are prepared as Pillow does it, which the reference's processor calls", async () => {
    const larger = { count: 0, max: 0, mean: 0 };
    const smaller = { count: 0, max: 0, mean: 0 };
    for (const picture of pictures) {
      const { max, mean } = difference(await ours(picture, spec), reference(picture, spec));
      const isEnlarged = Math.min(picture.width, picture.height) < spec.resizeTo;
      const group = isEnlarged ? larger : smaller;
      group.count++;
      group.max = Math.max(group.max, max);
      group.mean += mean;
    }
    console.log(
      `${name}, against Pillow: ${larger.count} enlarged pictures at most ${larger.max} of 255 levels apart;`,
      `${smaller.count} others at most ${smaller.max}, ${(smaller.mean / smaller.count).toFixed(2)} on average`,
    );
    expect(larger.count + smaller.count).toBe(50);
    expect(larger.max).toBe(0);
    expect(smaller.max).toBeLessThanOrEqual(mostLevels);
    expect(smaller.mean / smaller.count).toBeLessThan(0.6);
  });

  test("and as transformers.js' processor does it, where that does not scale down", async () => {
    const processor = create(config);
    const enlarged = { count: 0, max: 0 };
    const reduced = { count: 0, max: 0, mean: 0 };
    for (const picture of pictures) {
      const { pixel_values: values } = await processor(
        new RawImage(Uint8ClampedArray.from(picture.data), picture.width, picture.height, 3),
      );
      expect(values.dims).toEqual([1, 3, spec.size, spec.size]);
      const { max, mean } = difference(await ours(picture, spec), levels(values.data as Float32Array, spec)); // float32, as its dims say
      if (Math.min(picture.width, picture.height) === spec.resizeTo && isUnscaled(picture, spec)) {
        enlarged.count++;
        enlarged.max = Math.max(enlarged.max, max);
      } else if (Math.min(picture.width, picture.height) > spec.resizeTo) {
        reduced.count++;
        reduced.max = Math.max(reduced.max, max);
        reduced.mean += mean;
      }
    }
    // Its sharp back end takes single samples where Pillow takes areas: fine patterns turn out otherwise.
    console.log(
      `${name}, against transformers.js: ${enlarged.count} unscaled pictures at most ${enlarged.max} levels apart;`,
      `${reduced.count} reduced ones at most ${reduced.max}, ${(reduced.mean / reduced.count).toFixed(2)} on average`,
    );
    expect(enlarged.max).toBeLessThanOrEqual(1);
    expect(reduced.mean / reduced.count).toBeLessThan(20);
  });
});

/** Of 255; measured, see docs/models.md. */
const mostLevels = 24;

async function ours(picture: Picture, spec: Preprocess): Promise<Uint8Array> {
  const into = new Float32Array(spec.size * spec.size * 3);
  await preprocess({ ...picture, data: Buffer.from(picture.data) }, spec, into);
  return levels(into, spec);
}

/** Normalised values, NCHW, as the bytes that they were. */
function levels(values: Float32Array, { layout, size }: Preprocess): Uint8Array {
  if (layout.is !== 'float32-nchw') throw new Error('nothing to undo');
  const plane = size * size;
  return Uint8Array.from({ length: plane * 3 }, (_, i) => {
    const channel = i % 3;
    const value = values[channel * plane + Math.floor(i / 3)] ?? NaN;
    return Math.round((value * (layout.std[channel] ?? 1) + (layout.mean[channel] ?? 0)) * 255);
  });
}

/** transformers in Python: `int(size * long / short)`, Pillow, `(length - size) // 2`. */
function reference(picture: Picture, spec: Preprocess): Uint8Array {
  const { size, resizeTo } = spec;
  const filter = spec.filter === 'linear' ? 'linear' : 'cubic';
  if (spec.resize === 'squash') return pillowResize(picture, size, size, filter).data;
  const short = Math.min(picture.width, picture.height);
  const long = Math.floor((resizeTo * Math.max(picture.width, picture.height)) / short);
  const isWide = picture.width > picture.height;
  const scaled = pillowResize(picture, isWide ? long : resizeTo, isWide ? resizeTo : long, filter);
  const left = Math.floor((scaled.width - size) / 2);
  const top = Math.floor((scaled.height - size) / 2);
  const out = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++)
    out.set(
      scaled.data.subarray(((top + y) * scaled.width + left) * 3, ((top + y) * scaled.width + left + size) * 3),
      y * size * 3,
    );
  return out;
}

function isUnscaled({ width, height }: Picture, { resize, size }: Preprocess): boolean {
  return resize === 'short-edge' || (width === size && height === size);
}

function difference(a: Uint8Array, b: Uint8Array): { max: number; mean: number } {
  let max = 0;
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const apart = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN));
    if (!(apart <= max)) max = apart;
    sum += apart;
  }
  return { max, mean: sum / a.length };
}

/** Waves, edges and noise, each picture another mixture. */
function draw(width: number, height: number, seed: number): Picture {
  const data = new Uint8Array(width * height * 3);
  let state = seed + 1;
  for (let y = 0, at = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < 3; c++, at++) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
        const wave = 60 * Math.sin((x * (c + 1)) / (7 + seed)) + 40 * Math.cos((y * (3 - c)) / (5 + seed));
        const edge = (Math.trunc(x / 19) + Math.trunc(y / 13)) % 2 === 0 ? 25 : -25;
        data[at] = Math.max(0, Math.min(255, 128 + wave + edge + ((state >>> 24) - 128) * ((seed % 5) / 5)));
      }
  return { data, width, height };
}
