import type { Month } from '../../preload/contract/list.ts';

/** A month, or a year where the months are too many to be told apart, or not known of every photo. */
export interface Bar {
  readonly year: number;
  readonly month: number | undefined;
  readonly count: number;
  /** 0..1 of the highest; a bar that stands for a photo is never invisible. */
  readonly height: number;
}

const leastHeight = 0.12;

/**
 * Bars from the first month to the last, those without photos too.
 * @param months oldest first
 */
export function barsOf(months: readonly Pick<Month, 'year' | 'month' | 'count'>[], mostBars: number): Bar[] {
  const dated = months.flatMap(({ year, month, count }) => (year === undefined ? [] : [{ year, month, count }]));
  const first = dated[0];
  const last = dated.at(-1);
  if (!first || !last) return [];
  const span = (last.year - first.year) * 12 + (last.month ?? 12) - (first.month ?? 1) + 1;
  const byMonth = span <= mostBars && dated.every(({ month }) => month !== undefined);
  const counts = new Map<number, number>();
  for (const { year, month = 1, count } of dated) {
    const at = byMonth ? year * 12 + month - 1 : year;
    counts.set(at, (counts.get(at) ?? 0) + count);
  }
  // Photos with a clock that was never set lie decades apart: then only the years there are.
  const isSparse = !byMonth && last.year - first.year >= mostBars;
  const from = byMonth ? first.year * 12 + (first.month ?? 1) - 1 : first.year;
  const places = isSparse
    ? [...counts.keys()].slice(-mostBars)
    : Array.from({ length: byMonth ? span : last.year - first.year + 1 }, (_, i) => from + i);
  const highest = Math.max(...counts.values());
  return places.map((at) => {
    const count = counts.get(at) ?? 0;
    return {
      year: byMonth ? Math.floor(at / 12) : at,
      month: byMonth ? (at % 12) + 1 : undefined,
      count,
      // The square root: beside one holiday of a thousand photos the rest can still be seen.
      height: count === 0 ? 0 : Math.max(leastHeight, Math.sqrt(count / highest)),
    };
  });
}

/** The date filter for the bars from one to another, in either order: `2019-06..2019-08`, `2019`. */
export function dateOperandOf(bars: readonly Bar[], one: number, other: number): string | undefined {
  const first = bars[Math.min(one, other)];
  const last = bars[Math.max(one, other)];
  if (!first || !last) return undefined;
  const [from, to] = [pointOf(first), pointOf(last)];
  return from === to ? from : `${from}..${to}`;
}

function pointOf({ year, month }: Bar): string {
  const y = String(year).padStart(4, '0');
  return month === undefined ? y : `${y}-${String(month).padStart(2, '0')}`;
}
