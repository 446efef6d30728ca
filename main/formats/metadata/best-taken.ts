import type { Metadata, TakenFrom } from '../../../preload/contract/photo.ts';
import { endOfPeriod } from './dates.ts';

/** A date and where it was read; one without `takenWallMs` says nothing. */
export type Taken = Pick<Metadata, 'takenWallMs' | 'takenOffsetMin' | 'takenPrecision' | 'takenFrom'>;

/** The less the better. What says when the photo was taken is equal: of these the first that speaks is heard. */
const distrust: Readonly<Record<TakenFrom, number>> = {
  ...{ person: -1, exif: 0, xmp: 0, iptc: 0, json: 0 },
  ...{ digitized: 1, created: 2, name: 3, gps: 4, modified: 5, file: 6 },
};

/**
 * The date of a photo, of all that its files say:
 * 1. the most trustworthy kind, and of one kind the first;
 * 2. a later one of that kind that says more of the same period says it better: of "1993" and "1993-08-04" the second;
 * 3. an export's JSON knows the moment but not the clock on the wall: a clock that agrees with it is taken instead;
 * 4. a clock without an offset gets the one by which it agrees with a moment that is known (satellites, JSON).
 * @param says in the order in which sources are heard
 * @returns the date, and which of `says` it is
 */
export function bestTaken(says: readonly Taken[]): { readonly taken: Taken; readonly index: number } | undefined {
  const dated = says.flatMap((one, index) => {
    const { takenWallMs: wallMs, takenFrom: from = 'file' } = one;
    return wallMs === undefined ? [] : [{ wallMs, from, one, index, distrust: distrust[from] }];
  });
  const least = Math.min(...dated.map((it) => it.distrust));
  let best = dated.find((it) => it.distrust === least);
  if (best === undefined) return undefined;
  for (const it of dated) if (it.distrust === least && isFiner(it, best)) best = it;
  const moments = dated.filter((it) => it.distrust <= distrust.gps && momentOf(it) !== undefined);
  if (best.from === 'json') {
    const moment = best;
    best =
      dated.find((it) => it.from !== 'json' && it.distrust <= distrust.name && offsetAt(it, [moment]) !== undefined) ??
      best;
  }
  const offsetMin = best.one.takenOffsetMin ?? offsetAt(best, moments);
  return {
    taken: { ...best.one, ...(offsetMin !== undefined && { takenOffsetMin: offsetMin }) },
    index: best.index,
  };
}

interface Dated {
  readonly wallMs: number;
  readonly one: Taken;
}

const precisions = ['year', 'month', 'day', undefined] as const;

function isFiner(it: Dated, other: Dated): boolean {
  const { takenPrecision } = other.one;
  if (precisions.indexOf(it.one.takenPrecision) <= precisions.indexOf(takenPrecision)) return false;
  return it.wallMs >= other.wallMs && it.wallMs < endOfPeriod(other.wallMs, takenPrecision);
}

/** In UTC milliseconds, where that is known. */
function momentOf({ wallMs, one }: Dated): number | undefined {
  const { takenOffsetMin, takenPrecision } = one;
  return takenOffsetMin === undefined || takenPrecision !== undefined ? undefined : wallMs - takenOffsetMin * 60_000;
}

/** A satellite's fix may be a little old. */
const toleranceMs = 90_000;

/** The offset by which a clock without one shows one of these moments. */
function offsetAt(clock: Dated, moments: readonly Dated[]): number | undefined {
  const { takenPrecision, takenOffsetMin } = clock.one;
  if (takenPrecision !== undefined) return undefined;
  for (const moment of moments) {
    const atMs = momentOf(moment);
    if (moment === clock || atMs === undefined) continue;
    const offsetMin = Math.round((clock.wallMs - atMs) / 60_000 / 15) * 15;
    if (Math.abs(clock.wallMs - atMs - offsetMin * 60_000) > toleranceMs || !isOnEarth(offsetMin)) continue;
    if (takenOffsetMin === undefined || takenOffsetMin === offsetMin) return offsetMin;
  }
  return undefined;
}

/** Time zones that have been in use since there were cameras with clocks: whole hours, and these (IANA tz database). */
const oddOffsets = new Set(
  [-9.5, -3.5, -2.5, 3.5, 4.5, 5.5, 5.75, 6.5, 8.75, 9.5, 10.5, 12.75, 13.75].map((hours) => hours * 60),
);
function isOnEarth(offsetMin: number): boolean {
  return (offsetMin % 60 === 0 && offsetMin >= -12 * 60 && offsetMin <= 14 * 60) || oddOffsets.has(offsetMin);
}
