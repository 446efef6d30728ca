import { candidatePairs } from './candidates.ts';
import { areCopies, type Compared, toCompare } from './compare.ts';
import { hashBytes } from './look.ts';
import { type Shot, areTwoShots } from './two-shots.ts';

/** A photo as it is matched with the others. */
export interface Matched extends Shot {
  readonly id: number;
  readonly hash: Uint8Array;
  /** It was not compared yet. */
  readonly isFresh: boolean;
  readonly width: number;
  readonly height: number;
  /** A sensor's own values: no picture that was made of them is its copy. */
  readonly isRaw: boolean;
}

/**
 * Pairs of photos that show the same picture, with at least one that is fresh.
 * @param pixelsOf as `Look.pixels`; undefined where they are not there (any more)
 * @returns ids, the lower first
 */
export function matchCopies(
  photos: readonly Matched[],
  pixelsOf: (id: number) => Uint8Array | undefined,
): [number, number][] {
  const hashes = new Uint8Array(photos.length * hashBytes);
  photos.forEach(({ hash }, at) => hashes.set(hash, at * hashBytes));
  const ready = createReady(photos, pixelsOf);
  const found: [number, number][] = [];
  const pairs = candidatePairs(hashes, (at) => photos[at]?.isFresh === true);
  for (let at = 0; at < pairs.length; at += 2) {
    const [one, other] = [pairs[at] ?? 0, pairs[at + 1] ?? 0];
    const [a, b] = [photos[one], photos[other]];
    if (a === undefined || b === undefined) continue;
    if (a.isRaw !== b.isRaw || areTwoShots(a, b)) continue;
    const [left, right] = [ready(one), ready(other)];
    if (left !== undefined && right !== undefined && areCopies(left, right))
      found.push([Math.min(a.id, b.id), Math.max(a.id, b.id)]);
  }
  return found;
}

/** So many are kept ready: 90 kB each. */
const mostReady = 2_000;

function createReady(photos: readonly Matched[], pixelsOf: (id: number) => Uint8Array | undefined) {
  const kept = new Map<number, Compared | undefined>();
  return (at: number): Compared | undefined => {
    const before = kept.get(at);
    if (before !== undefined || kept.has(at)) return before;
    const photo = photos[at];
    const pixels = photo && pixelsOf(photo.id);
    const made = photo && pixels && toCompare(pixels, photo);
    const [oldest] = kept.keys();
    if (kept.size >= mostReady && oldest !== undefined) kept.delete(oldest);
    kept.set(at, made);
    return made;
  };
}
