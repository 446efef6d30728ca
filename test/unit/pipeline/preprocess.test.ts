import { expect, test } from 'vitest';
import type { Pixels } from '../../../main/formats/format.ts';
import type { Preprocess } from '../../../main/models/model.ts';
import { preprocess, wantedFor } from '../../../main/pipeline/preprocess.ts';
import { encodeJpeg, makeThumbnail } from '../../../main/pipeline/thumbnail.ts';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import { decode, sharpOf, texture } from '../formats/pictures.ts';

const starter: Preprocess = {
  resize: 'short-edge',
  resizeTo: 256,
  size: 224,
  filter: 'cubic',
  rounding: 'nearest',
  layout: { is: 'uint8-nhwc' },
};

/** Red says the column, green the row, so that a crop can be read off. */
function ramp(width: number, height: number): Pixels {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      data.set([Math.round((x * 255) / (width - 1)), Math.round((y * 255) / (height - 1)), 0], (y * width + x) * 3);
  return { data, width, height };
}

const pixelsOf = (data: Uint8Array, width: number, height: number): Pixels => ({ data, width, height });

async function inputOf(pixels: Pixels, spec = starter, original?: { width: number; height: number }) {
  const into = new Uint8Array(spec.size * spec.size * 3);
  await preprocess(pixels, spec, into, original);
  return into;
}

test('the middle of the picture is taken, at the scale of the short edge', async () => {
  const input = await inputOf(ramp(512, 256));
  const at = (x: number, y: number) => [...input.subarray((y * 224 + x) * 3, (y * 224 + x) * 3 + 2)];
  // Columns 144 to 367 of 512 and rows 16 to 239 of 256.
  expect(at(0, 0)).toEqual([Math.round((144 * 255) / 511), 16]);
  expect(at(223, 223)).toEqual([Math.round((367 * 255) / 511), 239]);
});

test('a portrait is cropped above and below', async () => {
  const input = await inputOf(ramp(256, 512));
  expect([...input.subarray(0, 2)]).toEqual([16, Math.round((144 * 255) / 511)]);
});

test('squashed, the whole picture is there', async () => {
  const input = await inputOf(ramp(448, 300), { ...starter, resize: 'squash' });
  expect(input[0]).toBeLessThan(3);
  expect(input[(223 * 224 + 223) * 3]).toBeGreaterThan(252);
  expect(input[(223 * 224 + 223) * 3 + 1]).toBeGreaterThan(252);
});

test('float32 NCHW is normalised with the mean and deviation of each channel', async () => {
  const mean = [0.5, 0.4, 0.3];
  const std = [0.2, 0.25, 0.3];
  const spec: Preprocess = { ...starter, layout: { is: 'float32-nchw', mean, std } };
  const picture = ramp(300, 300);
  const bytes = await inputOf(picture);
  const into = new Float32Array(224 * 224 * 3);
  await preprocess(picture, spec, into);
  for (const [channel, pixel] of [
    [0, 5],
    [1, 40_000],
    [2, 777],
  ] as const)
    // prettier-ignore
    expect(into[channel * 224 * 224 + pixel]).toBeCloseTo(
      ((bytes[pixel * 3 + channel] ?? 0) / 255 - (mean[channel] ?? 0)) / (std[channel] ?? 1),
      5,
    );
});

test.each([
  [1, 1],
  [3, 2000],
  [2000, 3],
  [5000, 60],
  [225, 223],
])('%i x %i pixels become an input too, without filling the memory', async (width, height) => {
  const memory = process.memoryUsage().rss;
  const input = await inputOf(pixelsOf(texture(width, height), width, height));
  expect(process.memoryUsage().rss - memory).toBeLessThan(100e6);
  expect(input.some((level) => level > 0)).toBe(true);
});

test('too little room is a bug and said so', async () => {
  await expect(preprocess(ramp(300, 300), starter, new Uint8Array(10))).rejects.toThrow('150528');
  await expect(preprocess(ramp(300, 300), starter, new Float32Array(224 * 224 * 3))).rejects.toThrow('Uint8Array');
});

test('by way of 640 px the input is nearly that of the original', async () => {
  const { sharp } = await loadSharp();
  const smooth = await (
    await sharpOf(texture(168, 128), 168, 128)
  )
    .resize(2016, 1536, { fit: 'fill' })
    .raw()
    .toBuffer();
  const jpeg = await sharp(smooth, { raw: { width: 2016, height: 1536, channels: 3 } })
    .jpeg({ quality: 95 })
    .toBuffer();
  const decoded = await decode(jpeg, wantedFor(starter));
  expect(decoded.pixels.width).toBe(640);
  const whole = await sharp(jpeg).raw().toBuffer();
  const direct = await inputOf(pixelsOf(whole, 2016, 1536));
  expect(psnr(await inputOf(decoded.pixels, starter, decoded), direct)).toBeGreaterThan(42);
});

test('the crop is measured on the original, not on what it was decoded to', async () => {
  // 650 x 472 is 353 px wide at 256, but the 640 x 465 that are decoded of it only 352: the crop begins a pixel earlier.
  const original = texture(650, 472);
  const { sharp } = await loadSharp();
  const small = await sharp(original, { raw: { width: 650, height: 472, channels: 3 } })
    .resize(640, 465, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  const direct = await inputOf(pixelsOf(original, 650, 472));
  const measured = psnr(await inputOf(pixelsOf(small, 640, 465), starter, { width: 650, height: 472 }), direct);
  const unmeasured = psnr(await inputOf(pixelsOf(small, 640, 465)), direct);
  expect(measured).toBeGreaterThan(unmeasured + 3);
});

test('a thumbnail has a long edge of 512 px, a small picture stays as it is', async () => {
  const { sharp } = await loadSharp();
  const sizeOf = async (jpeg: Buffer) => {
    const { format, width, height } = await sharp(jpeg).metadata();
    return [format, width, height];
  };
  expect(await sizeOf(await makeThumbnail(pixelsOf(texture(640, 480), 640, 480)))).toEqual(['jpeg', 512, 384]);
  expect(await sizeOf(await makeThumbnail(pixelsOf(texture(50, 90), 50, 90)))).toEqual(['jpeg', 50, 90]);
  expect(await sizeOf(await makeThumbnail(pixelsOf(texture(12_800, 256), 12_800, 256)))).toEqual(['jpeg', 512, 10]);
  const preview = await encodeJpeg(pixelsOf(texture(640, 480), 640, 480), { longEdge: 2048, quality: 90 });
  expect(await sizeOf(preview)).toEqual(['jpeg', 640, 480]);
});

function psnr(a: Uint8Array, b: Uint8Array): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return 10 * Math.log10(255 ** 2 / (squares / a.length + 1e-9));
}
