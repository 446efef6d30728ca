import type { Why } from '../../preload/contract/search.ts';

export type Heat = NonNullable<Why['heat']>;

/**
 * [Note: Colours of the heat map]
 * One hue, told apart by its lightness: what did not carry the match is darkened, what did glows amber. It reads the
 * same without red and green, and on a photo of any colour the photo stays visible below it.
 */
const ramp = [
  { at: 0, colour: [6, 8, 12], opacity: 0.54 },
  { at: 0.45, colour: [60, 36, 10], opacity: 0.2 },
  { at: 1, colour: [255, 178, 40], opacity: 0.5 },
] as const;
/** Past the edge of what the model saw the map fades over this many cells: a hard edge would look like a finding. */
const fadeCells = 1.2;

/** True when some part of the photo carried the match; otherwise there is nothing to show. */
export function hasHeat({ values }: Heat): boolean {
  return values.some((value) => value > 0);
}

/**
 * The map over the whole photo, smooth between the middles of its cells (Catmull-Rom).
 * @returns width * height RGBA values, row by row, not premultiplied
 */
export function heatPixels(heat: Heat, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      pixels.set(colourOf(heatAt(heat, (x + 0.5) / width, (y + 0.5) / height)), (y * width + x) * 4);
  return pixels;
}

/** @param x @param y fractions of the photo. What the model did not see has no heat, but for a short fade. */
export function heatAt({ columns, rows, values, area }: Heat, x: number, y: number): number {
  const [u, v] = [(x - area.x) / area.w, (y - area.y) / area.h];
  const beyond = Math.hypot(past(u) * columns, past(v) * rows);
  if (beyond >= fadeCells) return 0;
  const [cx, cy] = [clamp(u, 1) * columns - 0.5, clamp(v, 1) * rows - 0.5];
  const [left, top] = [Math.floor(cx), Math.floor(cy)];
  const acrossRow = (row: number) => {
    const at = (column: number) => values[clamp(row, rows - 1) * columns + clamp(column, columns - 1)] ?? 0;
    return between(at(left - 1), at(left), at(left + 1), at(left + 2), cx - left);
  };
  const value = between(acrossRow(top - 1), acrossRow(top), acrossRow(top + 1), acrossRow(top + 2), cy - top);
  return clamp(value, 1) * smooth(1 - beyond / fadeCells);
}

/** The colour of a heat of 0..1: red, green, blue, opacity, each 0..255. */
export function colourOf(value: number): [number, number, number, number] {
  const above = Math.max(1, ramp.findIndex(({ at }) => value <= at)); // prettier-ignore
  const [from, to] = [ramp[above - 1] ?? ramp[0], ramp[above] ?? ramp[2]];
  const t = (value - from.at) / (to.at - from.at);
  const mixed = (i: 0 | 1 | 2) => from.colour[i] + (to.colour[i] - from.colour[i]) * t;
  return [mixed(0), mixed(1), mixed(2), 255 * (from.opacity + (to.opacity - from.opacity) * t)];
}

function between(a: number, b: number, c: number, d: number, t: number): number {
  return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/** How far a fraction lies outside 0..1. */
function past(fraction: number): number {
  return Math.max(0, -fraction, fraction - 1);
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
