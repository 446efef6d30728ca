/** @file Pixels are turned in the embedder process; the rest is arithmetic. */
import type { Turning } from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/region.ts';
import { loadSharp } from '../util/load-sharp.ts';
import type { Format, Pixels } from './format.ts';

/** How an upright picture is turned besides, as Exif counts: 2 is mirrored, 3 upside down, 6 a quarter to the right. */
export type Turn = 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** Mirrored first, then so many quarters to the right. Exif 2.32, tag 0x0112. */
const steps = {
  1: { isMirrored: false, quarters: 0 },
  2: { isMirrored: true, quarters: 0 },
  3: { isMirrored: false, quarters: 2 },
  4: { isMirrored: true, quarters: 2 },
  5: { isMirrored: true, quarters: 3 },
  6: { isMirrored: false, quarters: 1 },
  7: { isMirrored: true, quarters: 1 },
  8: { isMirrored: false, quarters: 3 },
} as const;

/** What a picture is that was turned and is turned again. @returns undefined: as it was at first */
export function turnedBy(turn: Turn | undefined, by: Turning): Turn | undefined {
  const { isMirrored, quarters } = steps[turn ?? 1];
  const after =
    by === 'flip'
      ? { isMirrored: !isMirrored, quarters: (4 - quarters) % 4 }
      : { isMirrored, quarters: (quarters + (by === 'right' ? 1 : 3)) % 4 };
  const found = ([2, 3, 4, 5, 6, 7, 8] as const).find(
    (one) => steps[one].isMirrored === after.isMirrored && steps[one].quarters === after.quarters,
  );
  return found;
}

/** How a picture is turned that its file turns (1: not at all) and the person turned besides, as Exif counts. */
export function turnedTogether(inFile: Turn | 1, turn: Turn | 1): Turn | 1 {
  const [first, then] = [steps[inFile], steps[turn]];
  const isMirrored = first.isMirrored !== then.isMirrored;
  const quarters = (then.quarters + (then.isMirrored ? 4 - first.quarters : first.quarters)) % 4;
  const found = ([1, 2, 3, 4, 5, 6, 7, 8] as const).find(
    (one) => steps[one].isMirrored === isMirrored && steps[one].quarters === quarters,
  );
  if (found === undefined) throw new Error('there are eight ways to turn a picture');
  return found;
}

/** What is still to be turned where so much of it is done. */
export function turnLeft(done: Turn | 1, whole: Turn | 1): Turn | 1 {
  return ([1, 2, 3, 4, 5, 6, 7, 8] as const).find((one) => turnedTogether(done, one) === whole) ?? 1;
}

/** What one of these does, as a turn by itself. */
export const turnOfStep = { right: 6, left: 8, flip: 2 } as const satisfies Record<Turning, Turn>;

/** A part of a picture, after that was turned. */
export function regionTurnedBy({ x, y, w, h }: Region, by: Turning): Region {
  if (by === 'flip') return { x: inside(1 - x - w), y, w, h };
  return by === 'right' ? { x: inside(1 - y - h), y: x, w: h, h: w } : { x: y, y: inside(1 - x - w), w: h, h: w };
}

/** Its width is the other's height. */
export function isSideways(turn: Turn): boolean {
  return turn >= 5;
}

/** The format of a picture that the person turned: whatever is made of it is turned. */
export function turnedFormat(format: Format, turn: Turn | undefined): Format {
  if (turn === undefined) return format;
  return {
    ...format,
    async decode(file, wanted, signal) {
      const { pixels, width, height } = await format.decode(file, wanted, signal);
      const size = isSideways(turn) ? { width: height, height: width } : { width, height };
      return { pixels: await turnPixels(pixels, turn), ...size };
    },
  };
}

/** 1 - 0.9 - 0.1 is less than nothing. */
function inside(share: number): number {
  return Math.max(0, share);
}

export async function turnPixels({ data, width, height }: Pixels, turn: Turn): Promise<Pixels> {
  const { sharp } = await loadSharp();
  const { isMirrored, quarters } = steps[turn];
  // A mirror image is made before the turn, in whichever order it is asked for.
  const { data: turned, info } = await sharp(data, { raw: { width, height, channels: 3 } })
    .flop(isMirrored)
    .rotate(quarters * 90)
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data: turned, width: info.width, height: info.height };
}

/** A thumbnail, turned: it is shown until it is made anew. */
export async function turnJpeg(jpeg: Uint8Array, turn: Turn): Promise<Buffer> {
  const { sharp } = await loadSharp();
  const { isMirrored, quarters } = steps[turn];
  return sharp(jpeg)
    .flop(isMirrored)
    .rotate(quarters * 90)
    .jpeg({ quality: 88 })
    .toBuffer();
}
