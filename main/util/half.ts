import { Failure } from './failure.ts';

/**
 * [Note: Why half floats] index.db keeps unit vectors as IEEE 754 half floats: half the disk and half the reading at
 * start. Between 644 real photos of the starter model the cosine changes by 9e-6 (rms), 4e-5 at most: two photos that a
 * search tells apart differ by 1e-3. One vector of 512 takes 2 us to encode and 0.7 us to decode.
 *
 * @returns `v.length * 2` bytes, little-endian, rounded to the nearest (ties to even)
 */
export function encodeHalf(v: Float32Array): Buffer {
  const bytes = Buffer.allocUnsafe(v.length * 2);
  for (let i = 0; i < v.length; i++) {
    asFloat[0] = v[i] ?? 0;
    const half = halfOf(asBits[0] ?? 0);
    bytes[2 * i] = half & 0xff;
    bytes[2 * i + 1] = half >> 8;
  }
  return bytes;
}

/**
 * Writes `bytes.length / 2` floats into `into`, from `offset` on.
 * A table of all 65,536 halves (256 KB), because Electron 33 has no Float16Array.
 */
export function decodeHalf(bytes: Uint8Array, into: Float32Array, offset = 0): void {
  const length = bytes.length >> 1;
  if (bytes.length % 2 !== 0 || offset + length > into.length)
    throw new Failure('index-damaged', 'A stored vector has a wrong length.', {
      details: { bytes: bytes.length, room: into.length - offset },
    });
  floats ??= tableOfFloats();
  for (let i = 0; i < length; i++) into[offset + i] = floats[(bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8)] ?? 0;
}

const asFloat = new Float32Array(1);
const asBits = new Uint32Array(asFloat.buffer);
let floats: Float32Array | undefined;

function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const rest = bits & 0x7fffffff;
  if (rest > 0x7f800000) return sign | 0x7e00; // NaN
  if (rest >= 0x477ff000) return sign | 0x7c00; // rounds to infinity: 65,520 and more
  if (rest >= 0x38800000) {
    // Normal: drop 13 bits of the mantissa, the exponent's bias goes from 127 to 15. A carry ends in the exponent, rightly.
    return sign | ((rest - 0x38000000 + 0xfff + ((rest >>> 13) & 1)) >>> 13);
  }
  if (rest <= 0x33000000) return sign; // 2^-25 and less round to zero
  // Subnormal: the mantissa with its hidden bit, shifted right until the exponent is that of 2^-24.
  const mantissa = (rest & 0x7fffff) | 0x800000;
  const shift = 126 - (rest >>> 23);
  const kept = mantissa >>> shift;
  const dropped = mantissa & ((1 << shift) - 1);
  const tie = 1 << (shift - 1);
  return sign | (kept + (dropped > tie || (dropped === tie && kept % 2 === 1) ? 1 : 0));
}

function tableOfFloats(): Float32Array {
  const table = new Float32Array(65_536);
  for (let half = 0; half < table.length; half++) {
    const sign = half & 0x8000 ? -1 : 1;
    const exponent = (half >> 10) & 0x1f;
    const mantissa = half & 0x3ff;
    table[half] =
      exponent === 0x1f
        ? mantissa === 0
          ? sign * Infinity
          : NaN
        : exponent === 0
          ? sign * mantissa * 2 ** -24
          : sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
  }
  return table;
}
