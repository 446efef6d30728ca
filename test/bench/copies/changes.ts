import type { Sharp } from 'sharp';
import { loadSharp } from '../../../main/util/load-sharp.ts';

/** A picture as a file has it. */
export interface Picture {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

type Change = (picture: Picture) => Promise<Buffer>;

async function of({ jpeg }: Picture): Promise<Sharp> {
  const { sharp } = await loadSharp();
  return sharp(jpeg);
}

/** What people and programs do to a photo without making it another. */
export const copies: Readonly<Record<string, Change>> = {
  'half the width': async (it) => (await of(it)).resize({ width: Math.round(it.width / 2) }).jpeg({ quality: 80 }).toBuffer(),
  'quality 40': async (it) => (await of(it)).jpeg({ quality: 40 }).toBuffer(),
  '2 % cut away': async (it) => (await of(it)).extract(middle(it, 0.98)).jpeg({ quality: 88 }).toBuffer(),
  'another colour space': async (it) => (await of(it)).withIccProfile('p3').jpeg({ quality: 88 }).toBuffer(),
  'a little brighter and more colourful': async (it) =>
    (await of(it)).modulate({ brightness: 1.08, saturation: 1.1 }).jpeg({ quality: 85 }).toBuffer(),
}; // prettier-ignore

/** What the next photo of the same motif looks like: each is another picture. */
export const neighbours: Readonly<Record<string, Change>> = {
  'the camera swung by an eighth': async (it) => (await of(it)).extract(part(it, 1 / 8, 0, 7 / 8, 1)).jpeg({ quality: 88 }).toBuffer(),
  'a step nearer': async (it) => (await of(it)).extract(middle(it, 0.85)).resize({ width: it.width, height: it.height, fit: 'fill' }).jpeg({ quality: 88 }).toBuffer(),
  // A burst on a tripod: a fifth of the width, where something is to be seen, went aside.
  'what is in the middle moved': async (it) => {
    const moved = await (await of(it)).extract(part(it, 0.4, 0.35, 0.2, 0.3)).toBuffer();
    return (await of(it)).composite([{ input: moved, left: Math.round(it.width * 0.46), top: Math.round(it.height * 0.38) }]).jpeg({ quality: 88 }).toBuffer();
  },
}; // prettier-ignore

function middle(it: Picture, share: number) {
  return part(it, (1 - share) / 2, (1 - share) / 2, share, share);
}

function part({ width, height }: Picture, x: number, y: number, w: number, h: number) {
  return {
    left: Math.round(width * x),
    top: Math.round(height * y),
    width: Math.min(Math.round(width * w), width - Math.round(width * x)),
    height: Math.min(Math.round(height * h), height - Math.round(height * y)),
  };
}
