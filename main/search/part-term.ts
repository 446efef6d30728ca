import type { Term } from '../../preload/contract/query.ts';
import type { Region } from '../../preload/contract/region.ts';

/** A part of a photo, of a frame of a film, or all of a frame. */
export type PartTerm = Pick<Extract<Term, { is: 'region' }>, 'photoId' | 'region' | 'atMs'>;

const side = String.raw`([\d.]+(?:e-?\d+)?)`;
const time = String.raw`(\d{1,6}(?:\.\d{1,3})?)s`;
const whole: Region = { x: 0, y: 0, w: 1, h: 1 };

/**
 * What may stand behind `photo:12@`: a time in a film (`83.5s`), a part of a photo (`0.1,0.2,0.5,0.5`: left, top, width,
 * height), or both. Six groups, for {@link readPart}.
 */
export const partSource = `(?:${time}|(?:${time},)?${side},${side},${side},${side})`;

/** @param groups of {@link partSource} @returns undefined for a part that lies outside its photo */
export function readPart(groups: readonly (string | undefined)[]): Pick<PartTerm, 'region' | 'atMs'> | undefined {
  const [alone, before, ...sides] = groups;
  const seconds = alone ?? before;
  const atMs = seconds === undefined ? {} : { atMs: Math.round(Number(seconds) * 1_000) };
  if (alone !== undefined) return { region: whole, ...atMs };
  const [x = -1, y = -1, w = -1, h = -1] = sides.map(Number);
  return [x, y, w, h].every((one) => one >= 0 && one <= 1) ? { region: { x, y, w, h }, ...atMs } : undefined;
}

/** As it stands in the text of a question. */
export function partName({ photoId, region: { x, y, w, h }, atMs }: PartTerm): string {
  const at = atMs === undefined ? [] : [`${atMs / 1_000}s`];
  const isWhole = x === 0 && y === 0 && w === 1 && h === 1;
  const part = atMs !== undefined && isWhole ? [] : [x, y, w, h];
  return `photo:${photoId}@${[...at, ...part].join(',')}`;
}
