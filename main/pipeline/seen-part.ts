import type { Preprocess } from '../models/model.ts';

/** The part of a photo that a model sees, in fractions of its width and height: what a centre crop leaves of it. */
export function seenPart(
  { resize, resizeTo, size }: Pick<Preprocess, 'resize' | 'resizeTo' | 'size'>,
  width: number,
  height: number,
): { x: number; y: number; w: number; h: number } {
  if (resize === 'squash') return { x: 0, y: 0, w: 1, h: 1 };
  const short = Math.min(width, height);
  const w = Math.min(1, (size * short) / (resizeTo * width));
  const h = Math.min(1, (size * short) / (resizeTo * height));
  return { x: (1 - w) / 2, y: (1 - h) / 2, w, h };
}
