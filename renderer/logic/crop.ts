import type { Region } from '../../preload/contract/region.ts';
import type { Point, Size } from './zoom.ts';

/** Shapes that a picture can be cropped to; `free` is any, `own` that of the picture. */
export const ratios = ['free', 'own', '1:1', '4:3', '3:2', '16:9'] as const;
export type Ratio = (typeof ratios)[number];

/**
 * Width by height of a region, both in fractions of a picture.
 * @param isUpright the shape stands: 3:2 is 2:3 then
 * @returns undefined where any shape will do
 */
export function shapeOf(ratio: Ratio, isUpright: boolean, { width, height }: Size): number | undefined {
  if (ratio === 'free') return undefined;
  const own = Math.max(width, height) / Math.min(width, height);
  const [long = own, short = 1] = ratio === 'own' ? [] : ratio.split(':').map(Number);
  return ((isUpright ? short / long : long / short) * height) / width;
}

/** The largest part of that shape, in the middle of a region. */
export function largestIn(region: Region, shape: number): Region {
  const w = Math.min(region.w, region.h * shape);
  const h = w / shape;
  return { x: region.x + (region.w - w) / 2, y: region.y + (region.h - h) / 2, w, h };
}

/** A region that is drawn from a corner, in that shape: as large as the hand has it, and within the picture. */
export function inShape(region: Region, shape: number, fixed: Point): Region {
  const isLeft = region.x + region.w / 2 < fixed.x;
  const isAbove = region.y + region.h / 2 < fixed.y;
  const room = { w: isLeft ? fixed.x : 1 - fixed.x, h: isAbove ? fixed.y : 1 - fixed.y };
  const w = Math.min(Math.max(region.w, region.h * shape), room.w, room.h * shape);
  const h = w / shape;
  return { x: isLeft ? fixed.x - w : fixed.x, y: isAbove ? fixed.y - h : fixed.y, w, h };
}

/** Nothing is cut off. */
export function isWholeOf({ x, y, w, h }: Region): boolean {
  return x < 0.001 && y < 0.001 && w > 0.998 && h > 0.998;
}
