import { hashBytes } from '../../../main/copies/look.ts';

/**
 * Hashes drawn by chance (those of 644 real photos lie as far apart); every twentieth is one of before with 8 of the coarsest
 * bits and 12 others changed.
 */
export function madeHashes(count: number): Uint8Array {
  let state = 1;
  const random = (below: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  const hashes = Uint8Array.from({ length: count * hashBytes }, () => random(256));
  for (let at = 19; at < count; at += 20) {
    const of = random(at);
    hashes.copyWithin(at * hashBytes, of * hashBytes, (of + 1) * hashBytes);
    for (let flip = 0; flip < 20; flip++) {
      const bit = flip < 8 ? random(64) : 64 + random(192);
      const place = at * hashBytes + (bit >> 3);
      hashes[place] = (hashes[place] ?? 0) ^ (1 << (bit & 7));
    }
  }
  return hashes;
}
