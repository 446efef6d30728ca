import type { Preprocess } from './model.ts';
import type { ImageInput } from './open-image-tower.ts';

/**
 * Pictures that are the same on every machine, each another: smooth waves in other directions and colours, with edges,
 * so that an execution provider that errs anywhere in a tower errs here.
 * @returns `count` inputs as `preprocess.layout` says
 */
export function testBatch(preprocess: Preprocess, count: number): ImageInput {
  const { size, layout } = preprocess;
  const bytes = new Uint8Array(count * size * size * 3);
  let at = 0;
  for (let n = 0; n < count; n++)
    for (let y = 0; y < size; y++)
      for (let x = 0; x < size; x++)
        for (let c = 0; c < 3; c++) {
          const wave = Math.sin((x * (n + 1) + y * (c + 1)) / 17) + Math.sin((x * (c + 2) - y * n) / 29);
          const edge = (Math.trunc(x / 32) + Math.trunc(y / (24 + 8 * n))) % 2 === 0 ? 40 : -40;
          bytes[at++] = 127 + 40 * wave + edge;
        }
  if (layout.is === 'uint8-nhwc') return bytes;

  const floats = new Float32Array(bytes.length);
  const plane = size * size;
  for (let n = 0; n < count; n++)
    for (let c = 0; c < 3; c++)
      for (let i = 0; i < plane; i++)
        floats[(n * 3 + c) * plane + i] =
          ((bytes[(n * plane + i) * 3 + c] ?? 0) / 255 - (layout.mean[c] ?? 0)) / (layout.std[c] ?? 1);
  return floats;
}
