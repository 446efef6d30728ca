/** @file Runs in the embedder process: the bytes are not trusted. */
import { createDecodePool } from '../decode-pool.ts';
import { tiffHeadBytes, tiffTailBytes, wrapAsTiff } from '../wrap-as-tiff.ts';
import type { DevelopAnswer, DevelopRequest } from '../develop-messages.ts';
import type { Source } from './source.ts';

/** A sensor of 24 MP takes 3 to 6 s of computing. */
const develop: (request: DevelopRequest) => Promise<DevelopAnswer> = createDecodePool({
  worker: 'develop-worker',
  timeLimitS: 60,
});
/** The file is in memory twice, and what is made of it once. */
const mostFileBytes = 250e6;
const mostPixels = 120e6;
/** Noise can't be packed smaller: lossy DNGs have 0.3. */
const leastBytesPerPixel = 0.1;

export interface Developed {
  /** A TIFF, upright, in sRGB. */
  readonly tiff: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * A picture of what the sensor saw, by LibRaw: half as wide as the sensor, where that is wide enough.
 * @param sensor its size, px, where it is known
 * @param enough px of its long edge
 * @returns undefined where LibRaw does not know the camera, where it takes too long, and where it would take too much memory
 */
export async function developed(
  whole: Source,
  sensor: { readonly width: number; readonly height: number } | undefined,
  enough: number,
): Promise<Developed | undefined> {
  if (whole.size > mostFileBytes || (sensor !== undefined && sensor.width * sensor.height > mostPixels))
    return undefined;
  const isHalf = sensor === undefined || Math.max(sensor.width, sensor.height) >= 2 * enough;
  const bytes = await whole.read(0, whole.size);
  // One that is broken or given up is gone, and the next file gets another.
  const answer = await develop({ bytes, isHalf }).catch(() => undefined);
  if (answer?.is !== 'developed') return undefined;
  const { rgb, width, height } = answer;
  // LibRaw takes what is not in the file for darkness.
  if (whole.size < width * height * (isHalf ? 4 : 1) * leastBytesPerPixel) return undefined;
  const tiff = Buffer.alloc(tiffHeadBytes + rgb.length + tiffTailBytes(height, 0));
  tiff.set(rgb, tiffHeadBytes);
  wrapAsTiff(tiff, { width, height, channels: 3, orientation: 1, icc: undefined });
  return { tiff, width, height };
}
