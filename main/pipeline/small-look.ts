/** @file Runs in the embedder process. */
import { type Look, lookOf, lumaSide } from '../copies/look.ts';
import type { Pixels } from '../formats/format.ts';
import { clearnessOf } from './clearness.ts';
import { loadSharp } from '../util/load-sharp.ts';

/** What a picture looks like, from pixels that are decoded already. */
export async function smallLook(pixels: Pixels): Promise<Look> {
  const { data, width, height } = pixels;
  const { sharp } = await loadSharp();
  const rgb = await sharp(data, { raw: { width, height, channels: 3 } })
    .resize({ width: lumaSide, height: lumaSide, fit: 'fill', kernel: 'linear' })
    .raw({ depth: 'uchar' })
    .toBuffer();
  return { ...lookOf(rgb), ...(await clearnessOf(pixels)) };
}

/** The same, of a thumbnail. */
export async function lookOfJpeg(jpeg: Uint8Array): Promise<Look> {
  const { sharp } = await loadSharp();
  const { data, info } = await sharp(jpeg)
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return smallLook({ data, width: info.width, height: info.height });
}
