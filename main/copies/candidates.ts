import { bitsOf, eachNear } from './bands.ts';
import { hashBytes } from './look.ts';

/** Hashes one after the other, `hashBytes` each. */
export type Hashes = Uint8Array;

/** Bits of 256 that the hashes of one picture may differ in. Measured: docs/copies.md. */
export const mostBits = 64;
/** So many of a photo's candidates are looked at, the nearest first: thousands of empty pages must not take for ever. */
export const mostEach = 48;

/**
 * Pairs whose hashes are near: the coarsest 64 bits differ in `mostCoarseBits` places or fewer (bands.ts), all 256 in
 * `mostBits` or fewer. Exactly these: of each photo the `mostEach` nearest, of those that are as near the first.
 * @param isFresh only pairs with one of these, two of them met from the later one; absent: all
 * @returns places in `hashes`, the lower first, flat
 */
export function candidatePairs(hashes: Hashes, isFresh: (at: number) => boolean = () => true): Uint32Array {
  const looks = distinctLooks(hashes, isFresh);
  const words = wordsOf(hashes, looks);
  const nearOf = new Map<Look, NearLooks>();
  for (const look of looks) if (look.fresh.length > 0 && look.fresh.length + look.old.length > 1) listOf(look);
  eachNear(
    words,
    wordsEach,
    (at) => (looks[at]?.fresh.length ?? 0) > 0,
    (at, otherAt) => {
      const bits = distance(words, at, otherAt);
      const [look, other] = [looks[at], looks[otherAt]];
      if (bits > mostBits || look === undefined || other === undefined) return;
      // Where all that has the other look comes later, or is not asked for, it is met from there.
      if (other.old.length > 0 || other.lowest < (look.fresh.at(-1) ?? 0)) listOf(look).add(other, bits);
      if (other.fresh.length === 0) return;
      if (look.old.length > 0 || look.lowest < (other.fresh.at(-1) ?? 0)) listOf(other).add(look, bits);
    },
  );
  const pairs: number[] = [];
  for (const [{ fresh }, near] of nearOf)
    for (const one of fresh)
      for (const other of near.nearest(one)) pairs.push(Math.min(one, other), Math.max(one, other));
  return Uint32Array.from(pairs);

  function listOf(look: Look): NearLooks {
    let near = nearOf.get(look);
    if (near === undefined) nearOf.set(look, (near = createNearLooks(look)));
    return near;
  }
}

/** Photos with the very same hash, by place, the lowest first: looked for once, however many they are. */
interface Look {
  readonly lowest: number;
  readonly fresh: number[];
  readonly old: number[];
}

function distinctLooks(hashes: Hashes, isFresh: (at: number) => boolean): Look[] {
  const byHash = new Map<string, Look>();
  const bytes = Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength);
  for (let at = 0; at < hashes.length / hashBytes; at++) {
    const key = bytes.toString('latin1', at * hashBytes, (at + 1) * hashBytes);
    let look = byHash.get(key);
    if (look === undefined) byHash.set(key, (look = { lowest: at, fresh: [], old: [] }));
    (isFresh(at) ? look.fresh : look.old).push(at);
  }
  return [...byHash.values()];
}

/** What is near one look, as far as its photos can want it: thousands that are all alike must not fill the memory. */
function createNearLooks(mine: Look) {
  const first = mine.fresh[0] ?? 0;
  let near = [{ look: mine, bits: 0 }];
  let lookAgainAt = 4 * mostEach;
  const sort = () => near.sort((a, b) => a.bits - b.bits || a.look.lowest - b.look.lowest);

  /** Drops what comes after `mostEach` others of which each of my photos can have one. */
  function thin(): void {
    let left = mostEach;
    const end = sort().findIndex(({ look }) => (look.old[0] === look.lowest || look.lowest < first) && --left < 0);
    if (end >= 0) near = near.slice(0, end);
    lookAgainAt = 2 * near.length + 4 * mostEach;
  }

  return {
    add(look: Look, bits: number): void {
      near.push({ look, bits });
      if (near.length >= lookAgainAt) thin();
    },
    /** Places of photos for one of mine, which is fresh. */
    nearest(one: number): number[] {
      if (near.length > mostEach) thin();
      const found: { at: number; bits: number }[] = [];
      for (const { look, bits } of near) {
        for (const at of look.old.slice(0, mostEach)) found.push({ at, bits });
        for (const at of look.fresh.slice(0, Math.min(mostEach, countBelow(look.fresh, one)))) found.push({ at, bits });
      }
      const sorted = found.sort((a, b) => a.bits - b.bits || a.at - b.at);
      return sorted.slice(0, mostEach).map(({ at }) => at);
    },
  };
}
type NearLooks = ReturnType<typeof createNearLooks>;

/** @param sorted the lowest first */
function countBelow(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

const wordsEach = hashBytes / 4;

function wordsOf(hashes: Hashes, looks: readonly Look[]): Uint32Array {
  const bytes = new Uint8Array(looks.length * hashBytes);
  looks.forEach(({ lowest: at }, place) =>
    bytes.set(hashes.subarray(at * hashBytes, (at + 1) * hashBytes), place * hashBytes),
  );
  return new Uint32Array(bytes.buffer);
}

/** Bits that differ; more than `mostBits` is not counted to its end. */
function distance(words: Uint32Array, one: number, other: number): number {
  let bits = 0;
  for (let at = 0; at < wordsEach && bits <= mostBits; at++)
    bits += bitsOf((words[one * wordsEach + at] ?? 0) ^ (words[other * wordsEach + at] ?? 0));
  return bits;
}
