/**
 * What a picture looks like, small: enough to tell whether two files show the same picture, made once when the picture is
 * decoded anyway. Luma of BT.601 of the upright picture in sRGB, squashed to a square.
 */
export interface Look {
  /** 256 bits, the coarsest first: the signs of the lowest frequencies. */
  readonly hash: Uint8Array;
  /** `lumaSide` rows of luma, then `chromaSide` rows each of Cb and Cr. */
  readonly pixels: Uint8Array;
  /** As pipeline/clearness.ts has them, where they were measured. */
  readonly sharpness?: number;
  readonly brightness?: number;
}

export const lumaSide = 64;
export const chromaSide = 16;
export const hashBytes = 32;
export const pixelBytes = lumaSide ** 2 + 2 * chromaSide ** 2;

/** @param rgb `lumaSide` x `lumaSide`, 3 bytes a pixel */
export function lookOf(rgb: Uint8Array): Look {
  const count = lumaSide ** 2;
  if (rgb.length !== count * 3) throw new Error(`expected ${count * 3} bytes, got ${rgb.length}`);
  const pixels = new Uint8Array(pixelBytes);
  const cells = new Float32Array(2 * chromaSide ** 2);
  const step = lumaSide / chromaSide;
  for (let at = 0; at < count; at++) {
    const [r = 0, g = 0, b = 0] = rgb.subarray(at * 3, at * 3 + 3);
    pixels[at] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
    const cell = Math.floor(at / lumaSide / step) * chromaSide + Math.floor((at % lumaSide) / step);
    cells[cell] = (cells[cell] ?? 0) + (-0.168736 * r - 0.331264 * g + 0.5 * b) / step ** 2;
    cells[chromaSide ** 2 + cell] =
      (cells[chromaSide ** 2 + cell] ?? 0) + (0.5 * r - 0.418688 * g - 0.081312 * b) / step ** 2;
  }
  cells.forEach((value, at) => (pixels[count + at] = Math.max(0, Math.min(255, Math.round(value + 128)))));
  return { hash: hashOf(pixels), pixels };
}

const half = lumaSide / 2;
/** The cosine transform's frequencies of the hash, both ways: 16 x 16, without the mean. */
const side = 16;
const cosines = Float32Array.from({ length: side * half }, (_, at) =>
  Math.cos((Math.PI / half) * ((at % half) + 0.5) * Math.floor(at / half)),
);
const order = Array.from({ length: side ** 2 }, (_, at) => at).sort(
  (a, b) => frequency(a) - frequency(b) || Math.abs(a - b) || a - b,
);

function frequency(at: number): number {
  return Math.floor(at / side) + (at % side);
}

/** Zauner's perceptual hash (2010) with signs in place of the median: contrast and brightness leave it as it is. */
function hashOf(pixels: Uint8Array): Uint8Array {
  const small = new Float32Array(half ** 2);
  for (let y = 0; y < lumaSide; y++)
    for (let x = 0; x < lumaSide; x++) {
      const at = (y >> 1) * half + (x >> 1);
      small[at] = (small[at] ?? 0) + (pixels[y * lumaSide + x] ?? 0);
    }
  const rows = new Float32Array(half * side);
  for (let y = 0; y < half; y++)
    for (let u = 0; u < side; u++) {
      let sum = 0;
      for (let x = 0; x < half; x++) sum += (small[y * half + x] ?? 0) * (cosines[u * half + x] ?? 0);
      rows[y * side + u] = sum;
    }
  const bits = new Uint8Array(hashBytes);
  order.forEach((at, bit) => {
    const [v, u] = [Math.floor(at / side), at % side];
    let sum = 0;
    for (let y = 0; y < half; y++) sum += (rows[y * side + u] ?? 0) * (cosines[v * half + y] ?? 0);
    // The mean is never negative: its bit tells nothing and stays 0.
    if (at !== 0 && sum > 0) bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
  });
  return bits;
}
