import { months, type Period } from './span.ts';

/**
 * Meteorological seasons: three whole months. A winter is named for the December it begins in (in the south, a
 * summer is).
 * @param season 0 spring .. 3 winter
 */
export function seasonIn(season: number, year: number, isSouthern: boolean): Period | undefined {
  if (season < 0 || season > 3) return undefined;
  const first = [3, 6, 9, 12][isSouthern ? (season + 2) % 4 : season] ?? 3;
  return months(year, first, first + 2);
}
