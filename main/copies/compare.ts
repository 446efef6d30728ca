import { type Alignment, align, type Plane, planeOf } from './align.ts';
import { chromaSide, lumaSide as side } from './look.ts';
import { nth } from './nth.ts';

/** A small picture that was made ready to be compared. */
export interface Compared {
  readonly plane: Plane;
  /** As `Look.pixels`. */
  readonly pixels: Uint8Array;
  /** Upright size of the original. */
  readonly width: number;
  readonly height: number;
}

/** What decides whether two pictures are one, and by how much. */
export interface Comparison {
  /** How far the one reaches beyond the other's border where it is shifted more than a crop can be: 64ths. */
  readonly stray: number;
  /** The larger scale by the smaller, 1 and more: what a crop of them left. */
  readonly scale: number;
  /** The scales across and down, the larger by the smaller. */
  readonly skew: number;
  /** What is left of the light that the other does not explain: a share of the contrast, in all. */
  readonly rest: number;
  /** The same in the block that is left over most, when a twelfth of the blocks is let go: gray levels. */
  readonly worst: number;
  /** How far blocks have moved against the whole: root mean square without that twelfth, 64ths. */
  readonly flow: number;
  /** Shares of the pixels that are others, by 6 and by 10 gray levels. */
  readonly faintSpots: number;
  readonly strongSpots: number;
  /** What is left of the colours, 0..255. */
  readonly chroma: number;
  /** One has as many pixels as the other, both ways. */
  readonly isSameSize: boolean;
}

/** [Note: When two pictures are one] */
const limits = { stray: 0.16, scale: 1.045, scaleOfSameSize: 1.004, skew: 1.012, rest: 0.1, worst: 6.5, flow: 0.14, faintSpots: 0.03, strongSpots: 0.006, chroma: 8 }; // prettier-ignore

/**
 * [Note: When two pictures are one]
 * Copies of a picture lie over each other everywhere; two shots of a scene do not. So the small pictures are laid over each
 * other by scale and shift, their tones are fitted by a curve, and what is left decides: a shift that no crop explains, a
 * scale without a change of size, blocks that moved against the others, light and colours that the other does not have.
 * A twelfth of the blocks may differ (a date in the corner, a spot that was covered). The limits were chosen on half of the
 * photos of docs/copies.md, and measured on the others.
 */
export function areCopies(one: Compared, other: Compared): boolean {
  const found = compare(one, other);
  if (found === undefined) return false;
  return (
    found.stray <= limits.stray &&
    found.scale <= (found.isSameSize ? limits.scaleOfSameSize : limits.scale) &&
    found.skew <= limits.skew &&
    found.rest <= limits.rest &&
    found.worst <= limits.worst &&
    found.flow <= limits.flow &&
    found.faintSpots <= limits.faintSpots &&
    found.strongSpots <= limits.strongSpots &&
    found.chroma <= limits.chroma
  );
}

/** @param pixels as `Look.pixels` */
export function toCompare(pixels: Uint8Array, { width, height }: { width: number; height: number }): Compared {
  return { plane: planeOf(pixels), pixels, width, height };
}

/** @returns undefined where they can't be laid over each other */
export function compare(one: Compared, other: Compared): Comparison | undefined {
  if (!haveOneShape(one, other)) return undefined;
  const found = align(one.plane, other.plane);
  if (found === undefined) return undefined;
  return {
    stray: Math.max(strayOf(found.scaleX, found.shiftX), strayOf(found.scaleY, found.shiftY)),
    scale: over(found.scaleX * found.scaleY) ** 0.5,
    skew: over(found.scaleX / found.scaleY),
    rest: found.restShare,
    ...blocksOf(one.plane, found),
    ...spotsOf(found.rest),
    chroma: chromaOf(one.pixels, other.pixels),
    isSameSize: one.width === other.width && one.height === other.height,
  };
}

/** A crop of a few hundredths may change the ratio of the sides by as much. */
function haveOneShape(one: Compared, other: Compared): boolean {
  return over((one.width * other.height) / (one.height * other.width)) < 1.06;
}

function over(ratio: number): number {
  return ratio < 1 ? 1 / ratio : ratio;
}

/** A crop lies within the whole: its middle may be off by what was cut away on that side, and no more. */
function strayOf(scale: number, shift: number): number {
  const larger = Math.max(scale, 1 / scale);
  const moved = scale >= 1 ? Math.abs(shift) : Math.abs(shift) / scale;
  return moved - (side / 2) * (larger - 1);
}

const block = 8;
const step = 4;
const letGo = 1 / 12;
/** Slopes of less than this make no place: gray levels squared, a pixel. */
const noise = 0.8;

function blocksOf({ slopeX, slopeY }: Plane, { rest }: Pick<Alignment, 'rest'>): { worst: number; flow: number } {
  const rests: number[] = [];
  const flows: number[] = [];
  for (let top = 4; top + block <= side - 4; top += step)
    for (let left = 4; left + block <= side - 4; left += step) {
      let [xx, xy, yy, xr, yr, rr, n] = [0, 0, 0, 0, 0, 0, 0];
      for (let y = top; y < top + block; y++)
        for (let x = left; x < left + block; x++) {
          const at = y * side + x;
          const r = rest[at] ?? NaN;
          if (Number.isNaN(r)) continue;
          const dx = slopeX[at] ?? 0;
          const dy = slopeY[at] ?? 0;
          xx += dx * dx;
          xy += dx * dy;
          yy += dy * dy;
          xr += dx * r;
          yr += dy * r;
          rr += r * r;
          n++;
        }
      if (n < (block * block) / 2) continue;
      rests.push(Math.sqrt(rr / n));
      const [a, b] = [xx + noise * n, yy + noise * n];
      const det = a * b - xy * xy;
      flows.push(Math.hypot(b * xr - xy * yr, a * yr - xy * xr) / det);
    }
  const kept = Math.max(1, Math.ceil(rests.length * (1 - letGo)));
  rests.sort((a, b) => a - b);
  flows.sort((a, b) => a - b);
  const squares = flows.slice(0, kept).reduce((sum, value) => sum + value * value, 0);
  return { worst: rests[kept - 1] ?? Infinity, flow: Math.sqrt(squares / kept) };
}

/** What is left of Cb and Cr when a gain (more or less colour) and a small cast are taken away. */
function chromaOf(one: Uint8Array, other: Uint8Array): number {
  const cells = chromaSide ** 2;
  let most = 0;
  for (let from = side ** 2; from < side ** 2 + 2 * cells; from += cells) {
    let [squares, product, sumOne, sumOther] = [0, 0, 0, 0];
    for (let at = from; at < from + cells; at++) {
      const p = (one[at] ?? 0) - 128;
      const q = (other[at] ?? 0) - 128;
      squares += q * q;
      product += p * q;
      sumOne += p;
      sumOther += q;
    }
    const variance = squares / cells - (sumOther / cells) ** 2;
    const fitted = (product / cells - (sumOne * sumOther) / cells ** 2) / Math.max(variance, 1);
    const gain = variance < 4 ? 1 : Math.max(0.6, Math.min(1.6, fitted));
    const offset = (sumOne - gain * sumOther) / cells;
    let left = 0;
    for (let at = from; at < from + cells; at++)
      left += ((one[at] ?? 0) - 128 - gain * ((other[at] ?? 0) - 128) - offset) ** 2;
    most = Math.max(most, Math.sqrt(left / cells) + Math.abs(offset) / 2);
  }
  return most;
}

/** Gray levels of what is left that make a pixel another one; where all is noisy, six times what is usual. */
const faint = 6;
const strong = 10;

/** Used again and again: memory that comes and goes by the 16 kB takes longer than the reckoning. */
const sizes = new Float32Array(side ** 2);

/** Shares of the pixels that are others: what moved leaves a place and takes one. */
function spotsOf(rest: Float32Array): { faintSpots: number; strongSpots: number } {
  let count = 0;
  for (const value of rest) if (!Number.isNaN(value)) sizes[count++] = Math.abs(value);
  const there = sizes.subarray(0, count);
  const noisy = 6 * (nth(there, count >> 1) ?? 0);
  const above = (least: number) => {
    let more = 0;
    for (const value of there) if (value > Math.max(least, noisy)) more++;
    return more / Math.max(1, count);
  };
  return { faintSpots: above(faint), strongSpots: above(strong) };
}
