import type { Region } from '../../preload/contract/region.ts';
import type { Point } from './zoom.ts';

/** What a press on the photo takes hold of: the region, one of its corners (the opposite one stays), or nothing yet. */
export type Grip =
  | { readonly is: 'new'; readonly from: Point }
  | { readonly is: 'corner'; readonly from: Point }
  | { readonly is: 'whole'; readonly offset: Point };

/** Smaller parts have too few pixels to mean anything. */
export const leastSide = 0.02;
const edge = 1000;

/** The part between two points of the photo, both in fractions of it, in any order. */
export function regionBetween(a: Point, b: Point): Region {
  const [x, y] = [clamp(Math.min(a.x, b.x)), clamp(Math.min(a.y, b.y))];
  return { x, y, w: clamp(Math.max(a.x, b.x)) - x, h: clamp(Math.max(a.y, b.y)) - y };
}

/** Where the keyboard begins: the middle ninth of what is seen. */
export function middleOf(seen: Region): Region {
  return { x: seen.x + seen.w / 3, y: seen.y + seen.h / 3, w: seen.w / 3, h: seen.h / 3 };
}

/** @param reach how near, in fractions of the photo's width and height, a press must be to a corner to take it */
export function gripAt(region: Region | undefined, at: Point, reach: Point): Grip {
  if (!region) return { is: 'new', from: at };
  const { x, y, w, h } = region;
  for (const [cx, cy] of [
    [0, 0],
    [1, 0],
    [0, 1],
    [1, 1],
  ] as const)
    // prettier-ignore
    if (Math.abs(at.x - (x + cx * w)) <= reach.x && Math.abs(at.y - (y + cy * h)) <= reach.y)
      return { is: 'corner', from: { x: x + (1 - cx) * w, y: y + (1 - cy) * h } };
  const isInside = at.x >= x && at.x <= x + w && at.y >= y && at.y <= y + h;
  return isInside ? { is: 'whole', offset: { x: at.x - x, y: at.y - y } } : { is: 'new', from: at };
}

/** The region while a grip is drawn to a point. */
export function drawn(region: Region | undefined, grip: Grip, to: Point): Region | undefined {
  if (grip.is !== 'whole') return regionBetween(grip.from, to);
  return region && moved(region, to.x - grip.offset.x - region.x, to.y - grip.offset.y - region.y);
}

/** Moved as far as the photo's edge allows. */
export function moved({ x, y, w, h }: Region, dx: number, dy: number): Region {
  return { x: clamp(x + dx, 1 - w), y: clamp(y + dy, 1 - h), w, h };
}

/** Its right and lower sides moved: never past the photo, never to nothing. */
export function grown({ x, y, w, h }: Region, dw: number, dh: number): Region {
  return { x, y, w: clamp(Math.max(leastSide, w + dw), 1 - x), h: clamp(Math.max(leastSide, h + dh), 1 - y) };
}

export function isUsable({ w, h }: Region): boolean {
  return w >= leastSide && h >= leastSide;
}

/** As it stands in a question. Three decimals are a pixel of a 1,000 pixel edge; it stays within the photo. */
export function rounded({ x, y, w, h }: Region): Region {
  const [left, top] = [Math.min(edge - 1, Math.round(x * edge)), Math.min(edge - 1, Math.round(y * edge))];
  const right = Math.max(left + 1, Math.min(edge, Math.round((x + w) * edge)));
  const bottom = Math.max(top + 1, Math.min(edge, Math.round((y + h) * edge)));
  return { x: left / edge, y: top / edge, w: (right - left) / edge, h: (bottom - top) / edge };
}

/** The region as CSS `object-view-box` takes it: only that part of a picture is drawn. */
export function viewBoxOf({ x, y, w, h }: Region): string {
  const percent = (share: number) => `${Math.round(Math.max(0, share) * 100_000) / 1000}%`;
  return `inset(${percent(y)} ${percent(1 - x - w)} ${percent(1 - y - h)} ${percent(x)})`;
}

function clamp(value: number, most = 1): number {
  return Math.min(most, Math.max(0, value));
}
