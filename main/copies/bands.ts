/** Places of the coarsest 64 that the hashes of one picture may differ in. Measured: docs/copies.md. */
export const mostCoarseBits = 15;

/** The coarsest 64 bits are looked at in four bands. */
const bandCount = 4;
const keyCount = 2 ** 16;
/** Of four bands that differ in 15 places together, one differs in three or fewer: 4 x 4 would be 16. */
const mostBandBits = Math.floor(mostCoarseBits / bandCount);

/** Bytes in which `most` bits or fewer are set, by `most`. */
const flips = Array.from({ length: mostBandBits + 1 }, (_, most) =>
  Uint32Array.from({ length: 256 }, (_bits, byte) => byte).filter((byte) => bitsOf(byte) <= most),
);

const none = new Uint32Array(0);

/**
 * Tells each pair of hashes whose coarsest 64 bits differ in `mostCoarseBits` places or fewer, once, in no order. By multi-index
 * hashing (Norouzi, Punjani, Fleet, 2012): each hash is filed four times, by each sixteenth of these bits; one that is near
 * lies in one of 697 of 65,536 drawers of one of the four.
 * @param words hashes as 32-bit words, `wordsEach` of them each, the coarsest first
 * @param isAsked only pairs with one of these, which is told first
 */
export function eachNear(
  words: Uint32Array,
  wordsEach: number,
  isAsked: (one: number) => boolean,
  tell: (one: number, other: number) => void,
): void {
  const all = Uint32Array.from({ length: words.length / wordsEach }, (_, at) => at);
  const asked = all.filter(isAsked);
  const others = all.filter((at) => !isAsked(at));
  for (let band = 0; band < bandCount; band++) {
    const [own, rest] = [asked, others].map((places) => fileBy(words, wordsEach, places, band));
    if (own === undefined || rest === undefined) continue;
    eachNearInBand(band, own, own, tell);
    if (others.length > 0) eachNearInBand(band, own, rest, tell);
  }
}

/**
 * Drawers of one upper byte lie together, and those who ask for them come together: what they read stays near the processor.
 * @param targets the cabinet itself: each pair is met from one side
 */
function eachNearInBand(
  band: number,
  { starts, order, low, high }: Cabinet,
  targets: Cabinet,
  tell: (one: number, other: number) => void,
): void {
  const isOwn = targets.order === order;
  for (let upper = 0; upper < 256; upper++) {
    for (const flip of flips[mostBandBits] ?? []) {
      if (isOwn && (upper ^ flip) < upper) continue;
      const lowerFlips = flips[mostBandBits - bitsOf(flip)] ?? none;
      for (let lower = 0; lower < 256; lower++) {
        const key = (upper << 8) | lower;
        const endOfAsking = starts[key + 1] ?? 0;
        for (let asking = starts[key] ?? 0; asking < endOfAsking; asking++)
          for (const lowerFlip of lowerFlips) {
            const drawer = key ^ ((flip << 8) | lowerFlip);
            if (isOwn && drawer < key) continue;
            const end = targets.starts[drawer + 1] ?? 0;
            const start = isOwn && drawer === key ? asking + 1 : (targets.starts[drawer] ?? 0);
            for (let place = start; place < end; place++) {
              const lows = (low[asking] ?? 0) ^ (targets.low[place] ?? 0);
              const highs = (high[asking] ?? 0) ^ (targets.high[place] ?? 0);
              if (bitsOf(lows) + bitsOf(highs) <= mostCoarseBits && !isNearBefore(band, lows, highs))
                tell(order[asking] ?? 0, targets.order[place] ?? 0);
            }
          }
      }
    }
  }
}

/** Whether a band before this one has told it already. */
function isNearBefore(band: number, lows: number, highs: number): boolean {
  for (let before = 0; before < band; before++)
    if (bitsOf(((before < 2 ? lows : highs) >>> ((before & 1) * 16)) & (keyCount - 1)) <= mostBandBits) return true;
  return false;
}

/** Hashes in the order of their keys, with where each drawer starts. What they say lies beside them, not somewhere in memory. */
interface Cabinet {
  readonly starts: Uint32Array;
  readonly order: Uint32Array;
  readonly low: Uint32Array;
  readonly high: Uint32Array;
}

function fileBy(words: Uint32Array, wordsEach: number, places: Uint32Array, band: number): Cabinet {
  const keyOf = (at: number) => ((words[at * wordsEach + (band >> 1)] ?? 0) >>> ((band & 1) * 16)) & (keyCount - 1);
  const starts = new Uint32Array(keyCount + 1);
  for (const at of places) starts[keyOf(at) + 1] = (starts[keyOf(at) + 1] ?? 0) + 1;
  for (let key = 0; key < keyCount; key++) starts[key + 1] = (starts[key + 1] ?? 0) + (starts[key] ?? 0);
  const free = starts.slice();
  const order = new Uint32Array(places.length);
  for (const at of places) {
    const place = free[keyOf(at)] ?? 0;
    free[keyOf(at)] = place + 1;
    order[place] = at;
  }
  const low = order.map((at) => words[at * wordsEach] ?? 0);
  const high = order.map((at) => words[at * wordsEach + 1] ?? 0);
  return { starts, order, low, high };
}

/** Bits that are set in a word of 32. */
export function bitsOf(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
