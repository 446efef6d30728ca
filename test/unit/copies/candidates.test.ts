import { expect, test } from 'vitest';
import { bitsOf, mostCoarseBits } from '../../../main/copies/bands.ts';
import { candidatePairs, mostBits, mostEach } from '../../../main/copies/candidates.ts';
import { hashBytes } from '../../../main/copies/look.ts';

function createRandom(seed: number) {
  let state = seed * 2654435761 + 1;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What is meant, each with each: pairs within both bounds, of each fresh photo the nearest among those before it and the old ones. */
function eachWithEach(hashes: Uint8Array, isFresh: (at: number) => boolean): string[] {
  const count = hashes.length / hashBytes;
  const bits = (one: number, other: number, bytes: number) => {
    let sum = 0;
    for (let at = 0; at < bytes; at++)
      sum += bitsOf((hashes[one * hashBytes + at] ?? 0) ^ (hashes[other * hashBytes + at] ?? 0));
    return sum;
  };
  const all = Array.from({ length: count }, (_, at) => at);
  return all
    .filter(isFresh)
    .flatMap((one) =>
      all
        .filter((other) => other !== one && (other < one || !isFresh(other)))
        .filter((other) => bits(one, other, 8) <= mostCoarseBits && bits(one, other, hashBytes) <= mostBits)
        .sort((a, b) => bits(one, a, hashBytes) - bits(one, b, hashBytes) || a - b)
        .slice(0, mostEach)
        .map((other) => `${Math.min(one, other)} ${Math.max(one, other)}`),
    )
    .sort();
}

function told(hashes: Uint8Array, isFresh: (at: number) => boolean): string[] {
  const pairs = candidatePairs(hashes, isFresh);
  return Array.from(
    { length: pairs.length / 2 },
    (_, at) => `${pairs[at * 2] ?? ''} ${pairs[at * 2 + 1] ?? ''}`,
  ).sort();
}

/** Hashes around a few middles: up to `far` bits away, most of them coarse ones, so that both bounds are met and passed. */
function around(random: (below: number) => number, count: number, middles: number, far: number): Uint8Array {
  const hashes = Uint8Array.from({ length: count * hashBytes }, () => random(256));
  for (let at = middles; at < count; at++) {
    const middle = random(middles);
    hashes.copyWithin(at * hashBytes, middle * hashBytes, (middle + 1) * hashBytes);
    for (let flip = random(far + 1); flip > 0; flip--) {
      const bit = random(random(2) === 0 ? 64 : 256);
      const place = at * hashBytes + (bit >> 3);
      hashes[place] = (hashes[place] ?? 0) ^ (1 << (bit & 7));
    }
  }
  return hashes;
}

const shapes = {
  'few middles, some far away': { count: 120, middles: 6, far: 60 },
  'all around one, at the edge of the coarse bound': { count: 150, middles: 1, far: 24 },
  'hardly another': { count: 150, middles: 1, far: 3 },
  'every one the same': { count: 130, middles: 1, far: 0 },
  'nothing alike': { count: 80, middles: 80, far: 0 },
} as const;

test.each(Object.entries(shapes))(
  'banding tells the very pairs that comparing each with each does: %s',
  (_, { count, middles, far }) => {
    for (let seed = 1; seed <= 4; seed++) {
      const random = createRandom(seed);
      const hashes = around(random, count, middles, far);
      const old = Array.from({ length: count }, () => random(3) === 0);
      for (const isFresh of [() => true, (at: number) => old[at] !== true, (at: number) => at === count - 1])
        expect(told(hashes, isFresh)).toEqual(eachWithEach(hashes, isFresh));
    }
  },
);

test('the bounds hold to the bit: 15 coarse places and 64 in all are near, one more is not', () => {
  const pairs = (coarse: number, fine: number, step: number) => {
    const hashes = new Uint8Array(2 * hashBytes);
    for (let flip = 0; flip < coarse; flip++) flipBit(hashes, (flip * step) % 64);
    for (let flip = 0; flip < fine; flip++) flipBit(hashes, 64 + flip);
    return candidatePairs(hashes).length / 2;
  };
  // 13 and 64 have no common divisor: spread over all bands. 1: in one band and what follows.
  for (const step of [1, 13]) {
    expect(pairs(15, 0, step)).toBe(1);
    expect(pairs(16, 0, step)).toBe(0);
    expect(pairs(15, 49, step)).toBe(1);
    expect(pairs(15, 50, step)).toBe(0);
  }
});

function flipBit(hashes: Uint8Array, bit: number): void {
  hashes[hashBytes + (bit >> 3)] = (hashes[hashBytes + (bit >> 3)] ?? 0) ^ (1 << (bit & 7));
}

test('thousands that are the very same, and thousands that hardly differ, are told with the nearest of each only', () => {
  const count = 3_000;
  const same = new Uint8Array(count * hashBytes).fill(7);
  const pairsOfSame = candidatePairs(same).length / 2;
  expect(pairsOfSame).toBe((mostEach * (mostEach - 1)) / 2 + (count - mostEach) * mostEach);
  const alike = same.slice();
  for (let at = 0; at < count; at++) new DataView(alike.buffer).setUint16(at * hashBytes + 20, at);
  expect(candidatePairs(alike).length / 2).toBe(pairsOfSame);
});
