import { lumaSide as side } from './look.ts';
import { solve } from './solve.ts';

/** How one small picture lies over another: a place x of the one is at `scale * (x - middle) + middle + shift` of the other. */
export interface Alignment {
  readonly scaleX: number;
  readonly scaleY: number;
  /** In 64ths of the picture. */
  readonly shiftX: number;
  readonly shiftY: number;
  /** What is left of `one` when the aligned `other`, with its tones fitted, is taken away; NaN where they do not overlap. */
  readonly rest: Float32Array;
  /** Root mean square of `rest`, as a share of the standard deviation of `one`. */
  readonly restShare: number;
}

/** Smoothed luma with its slopes, made once for each picture. */
export interface Plane {
  readonly values: Float32Array;
  readonly slopeX: Float32Array;
  readonly slopeY: Float32Array;
  /** Standard deviation, 0..255. */
  readonly contrast: number;
  /** Of the six unknowns of `align`, 6 x 6. */
  readonly hessian: Float64Array;
}

const middle = (side - 1) / 2;
/** Rows and columns at the borders that are left out: a crop's neighbours are not there. */
const margin = 3;
const rounds = 10;
/** After this many rounds copies have little left; what has more than this share of the contrast never will. */
const hopelessRound = 2;
const hopeless = 0.4;
const insideCount = (side - 2 * margin) ** 2;
/** Below this standard deviation a picture is one tone, and nothing can be told of it. */
const plain = 4;
/** Further off than this they are no copies, and need not be brought nearer. */
const mostShift = 4;
const mostScale = 0.1;

/** Used again and again. */
const across = new Float32Array(side ** 2);

/** 3 x 3 binomial, so that half a pixel of a resize is no difference. @param pixels as `Look.pixels` */
export function planeOf(pixels: Uint8Array): Plane {
  const values = new Float32Array(side ** 2);
  const slopeX = new Float32Array(side ** 2);
  const slopeY = new Float32Array(side ** 2);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const at = y * side + x;
      const [left, right] = [x > 0 ? at - 1 : at, x < side - 1 ? at + 1 : at];
      across[at] = ((pixels[left] ?? 0) + 2 * (pixels[at] ?? 0) + (pixels[right] ?? 0)) / 4;
    }
  let [sum, squares] = [0, 0];
  for (let at = 0; at < side ** 2; at++) {
    const value =
      ((across[at < side ? at : at - side] ?? 0) +
        2 * (across[at] ?? 0) +
        (across[at >= side * (side - 1) ? at : at + side] ?? 0)) /
      4;
    values[at] = value;
    sum += value;
    squares += value * value;
  }
  for (let y = 1; y < side - 1; y++)
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x;
      slopeX[at] = ((values[at + 1] ?? 0) - (values[at - 1] ?? 0)) / 2;
      slopeY[at] = ((values[at + side] ?? 0) - (values[at - side] ?? 0)) / 2;
    }
  const mean = sum / side ** 2;
  const contrast = Math.sqrt(Math.max(0, squares / side ** 2 - mean * mean));
  return { values, slopeX, slopeY, contrast, hessian: hessianOf(values, slopeX, slopeY) };
}

/**
 * Lays one picture over another: scale, shift, gain and offset together by Gauss and Newton's way, with the slopes of the
 * one (Baker and Matthews, 2004), then the curve of tones.
 * @returns undefined where one of them is nearly plain, or they are too far apart
 */
export function align(one: Plane, other: Plane): Alignment | undefined {
  if (one.contrast < plain || other.contrast < plain) return undefined;
  const { hessian } = one;
  let [scaleX, scaleY, shiftX, shiftY, gain, offset] = [1, 1, 0, 0, one.contrast / other.contrast, 0];
  for (let round = 0; round < rounds; round++) {
    const right = new Float64Array(6);
    let squares = 0;
    let [a, b, c, d, e, f] = [0, 0, 0, 0, 0, 0];
    for (let y = margin; y < side - margin; y++) {
      const py = scaleY * (y - middle) + middle + shiftY;
      const far = (y - middle) / middle;
      for (let x = margin; x < side - margin; x++) {
        const at = y * side + x;
        const value = one.values[at] ?? 0;
        const wrong = value - gain * sample(other.values, scaleX * (x - middle) + middle + shiftX, py) - offset;
        const overX = wrong * (one.slopeX[at] ?? 0);
        const overY = wrong * (one.slopeY[at] ?? 0);
        squares += wrong * wrong;
        a += (overX * (x - middle)) / middle;
        b += overY * far;
        c += overX;
        d += overY;
        e += wrong * (value - 128);
        f += wrong;
      }
    }
    right.set([a, b, c, d, e, f]);
    if (round === hopelessRound && Math.sqrt(squares / insideCount) > hopeless * one.contrast) return undefined;
    const step = solve(hessian, right);
    if (step === undefined) return undefined;
    const [sx = 0, sy = 0, tx = 0, ty = 0, more = 0, lift = 0] = step;
    scaleX += sx / middle;
    scaleY += sy / middle;
    shiftX += tx;
    shiftY += ty;
    offset += lift - more * 128 + more * offset;
    gain *= 1 + more;
    const isFar = Math.max(Math.abs(shiftX), Math.abs(shiftY)) > mostShift;
    if (isFar || Math.max(Math.abs(scaleX - 1), Math.abs(scaleY - 1)) > mostScale || gain < 0.2) return undefined;
    if (Math.max(Math.abs(sx), Math.abs(sy), Math.abs(tx), Math.abs(ty)) < 0.004) break;
  }
  const rest = restOf(one.values, other.values, { scaleX, scaleY, shiftX, shiftY });
  return { scaleX, scaleY, shiftX, shiftY, rest, restShare: size(rest) / one.contrast };
}

/** Of the six unknowns: scale x, scale y (both at the border), shift x, shift y, gain, offset. */
function hessianOf(values: Float32Array, slopeX: Float32Array, slopeY: Float32Array): Float64Array {
  // One by one, and each pair once: a loop over both takes three times as long, and each photo has one of these.
  let [s00, s01, s02, s03, s04, s05, s11, s12, s13, s14, s15] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  let [s22, s23, s24, s25, s33, s34, s35, s44, s45, s55] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let y = margin; y < side - margin; y++)
    for (let x = margin; x < side - margin; x++) {
      const at = y * side + x;
      const dx = slopeX[at] ?? 0;
      const dy = slopeY[at] ?? 0;
      const wide = (dx * (x - middle)) / middle;
      const high = (dy * (y - middle)) / middle;
      const value = (values[at] ?? 0) - 128;
      s00 += wide * wide;
      s01 += wide * high;
      s02 += wide * dx;
      s03 += wide * dy;
      s04 += wide * value;
      s05 += wide;
      s11 += high * high;
      s12 += high * dx;
      s13 += high * dy;
      s14 += high * value;
      s15 += high;
      s22 += dx * dx;
      s23 += dx * dy;
      s24 += dx * value;
      s25 += dx;
      s33 += dy * dy;
      s34 += dy * value;
      s35 += dy;
      s44 += value * value;
      s45 += value;
      s55 += 1;
    }
  return Float64Array.of(
    ...[s00, s01, s02, s03, s04, s05, s01, s11, s12, s13, s14, s15, s02, s12, s22, s23, s24, s25],
    ...[s03, s13, s23, s33, s34, s35, s04, s14, s24, s34, s44, s45, s05, s15, s25, s35, s45, s55],
  );
}

function addSquare(matrix: Float64Array, row: Float64Array): void {
  const n = row.length;
  for (let i = 0; i < n; i++) {
    const factor = row[i] ?? 0;
    for (let j = 0; j < n; j++) matrix[i * n + j] = (matrix[i * n + j] ?? 0) + factor * (row[j] ?? 0);
  }
}

/** `one` less a cubic of the aligned `other`: brightness, contrast, gamma and colour spaces are a curve. */
function restOf(
  one: Float32Array,
  other: Float32Array,
  { scaleX, scaleY, shiftX, shiftY }: Pick<Alignment, 'scaleX' | 'scaleY' | 'shiftX' | 'shiftY'>,
): Float32Array {
  const matrix = new Float64Array(16);
  const right = new Float64Array(4);
  const row = new Float64Array(4);
  const values = new Float32Array(side ** 2).fill(NaN);
  for (let y = margin; y < side - margin; y++)
    for (let x = margin; x < side - margin; x++) {
      const px = scaleX * (x - middle) + middle + shiftX;
      const py = scaleY * (y - middle) + middle + shiftY;
      if (px < 0.5 || py < 0.5 || px > side - 1.5 || py > side - 1.5) continue;
      const at = y * side + x;
      const value = sample(other, px, py) / 128 - 1;
      values[at] = value;
      row[0] = 1;
      row[1] = value;
      row[2] = value * value;
      row[3] = value * value * value;
      addSquare(matrix, row);
      for (let power = 0; power < 4; power++) right[power] = (right[power] ?? 0) + (row[power] ?? 0) * (one[at] ?? 0);
    }
  const [a = 0, b = 0, c = 0, d = 0] = solve(matrix, right) ?? [];
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN;
    values[at] = (one[at] ?? 0) - (a + value * (b + value * (c + value * d)));
  }
  return values;
}

/** Linear between four pixels; beyond the border its own row or column goes on. */
function sample(from: Float32Array, px: number, py: number): number {
  const x = px < 0 ? 0 : px > side - 1.001 ? side - 1.001 : px;
  const y = py < 0 ? 0 : py > side - 1.001 ? side - 1.001 : py;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const fx = x - left;
  const at = top * side + left;
  const upper = (from[at] ?? 0) * (1 - fx) + (from[at + 1] ?? 0) * fx;
  const lower = (from[at + side] ?? 0) * (1 - fx) + (from[at + side + 1] ?? 0) * fx;
  return upper + (lower - upper) * (y - top);
}

function size(rest: Float32Array): number {
  let [squares, count] = [0, 0];
  for (const value of rest)
    if (!Number.isNaN(value)) {
      squares += value * value;
      count++;
    }
  return Math.sqrt(squares / Math.max(1, count));
}
