/** @file Runs in the embedder process. */
import type { Pixels } from '../formats/format.ts';
import { loadSharp } from '../util/load-sharp.ts';

/** How clearly something is to be seen in a picture. */
export interface Clearness {
  /** Of its sharpest tenth: the mean variance of the Laplacian, of a picture whose long edge is 384 px (0 and up). */
  readonly sharpness: number;
  /** Mean of its luma, 0..255. */
  readonly brightness: number;
}

const longEdge = 384;
const block = 16;
const sharpestShare = 0.1;

/**
 * Sharpness after Pech-Pacheco (2000), block by block: a portrait before a soft background is sharp where it matters, and
 * a picture in which nothing is sharp is blurred. Smaller pictures are not enlarged.
 */
export async function clearnessOf({ data, width, height }: Pixels): Promise<Clearness> {
  const { sharp } = await loadSharp();
  const small = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: longEdge, height: longEdge, fit: 'inside', withoutEnlargement: true, kernel: 'linear' })
    .greyscale()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  const { width: w, height: h } = small.info;
  const variances: number[] = [];
  for (let top = 0; top + 3 <= h; top += block)
    for (let left = 0; left + 3 <= w; left += block) variances.push(varianceAt(small.data, w, h, left, top));
  variances.sort((a, b) => b - a);
  const sharpest = variances.slice(0, Math.max(1, Math.round(variances.length * sharpestShare)));
  let light = 0;
  for (const value of small.data) light += value;
  return {
    sharpness: sharpest.reduce((sum, value) => sum + value, 0) / Math.max(1, sharpest.length),
    brightness: light / Math.max(1, small.data.length),
  };
}

function varianceAt(grey: Uint8Array, w: number, h: number, left: number, top: number): number {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = Math.max(1, top); y < Math.min(h - 1, top + block); y++)
    for (let x = Math.max(1, left); x < Math.min(w - 1, left + block); x++) {
      const at = y * w + x;
      const beside = (grey[at - 1] ?? 0) + (grey[at + 1] ?? 0) + (grey[at - w] ?? 0) + (grey[at + w] ?? 0);
      const laplacian = 4 * (grey[at] ?? 0) - beside;
      sum += laplacian;
      squares += laplacian * laplacian;
      count++;
    }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
