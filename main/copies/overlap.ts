import { lumaSide } from './look.ts';

/** Where the second of two shots looks, as seen from the first. */
export type Direction = 'right' | 'left' | 'up' | 'down';

/** Compared are pictures of so many rows and columns: enough for what overlaps, and 7 ms for two. */
const side = 32;
const middle = (side - 1) / 2;
/** From a fifth to four fifths of the picture. */
const leastShift = 6;
const mostShift = 25;
/** A hand does not swing level. */
const mostAside = 2;
/** Angles of view that a turned camera's picture is straightened by, degrees; 0: as it is, for long lenses. */
const angles = [0, 40, 60] as const;
/** Of what overlaps: see docs/stacks.md. */
const leastFit = 0.65;
/** The second best place, elsewhere, fits so much worse. */
const leastLead = 0.2;
const elsewhere = 3;

/**
 * Whether the second shot goes on where the first ends: what is to be seen at a border of the one lies at the other border of
 * the other. Compared are slopes, so that light that falls off, and a sky above a ground, are no likeness.
 * @param one @param other `Look.pixels`
 * @returns undefined where they do not, or where it is not sure
 */
export function overlapOf(one: Uint8Array, other: Uint8Array): Direction | undefined {
  let best: { direction: Direction; fit: number } | undefined;
  for (const isTilted of [false, true])
    for (const angle of angles) {
      const found = bestShift(slopesOf(one, angle, isTilted), slopesOf(other, angle, isTilted));
      if (found === undefined || found.fit <= (best?.fit ?? leastFit)) continue;
      const isAhead = found.shift > 0;
      best = { direction: isTilted ? (isAhead ? 'down' : 'up') : isAhead ? 'right' : 'left', fit: found.fit };
    }
  return best?.direction;
}

/** Along and across the way that the camera turned, `side` x `side`. */
interface Slopes {
  readonly along: Float32Array;
  readonly across: Float32Array;
}

function slopesOf(pixels: Uint8Array, angle: number, isTilted: boolean): Slopes {
  const small = straightened(pixels, angle, isTilted);
  const [along, across] = [new Float32Array(side ** 2), new Float32Array(side ** 2)];
  for (let y = 1; y < side - 1; y++)
    for (let x = 1; x < side - 1; x++) {
      const at = y * side + x;
      along[at] = (small[at + 1] ?? 0) - (small[at - 1] ?? 0);
      across[at] = (small[at + side] ?? 0) - (small[at - side] ?? 0);
    }
  return { along, across };
}

/** Half as large, and as on a cylinder: a turn of the camera is a shift there. @param isTilted rows become columns */
function straightened(pixels: Uint8Array, angle: number, isTilted: boolean): Float32Array {
  const scale = lumaSide / side;
  const at = (x: number, y: number) => pixels[isTilted ? x * lumaSide + y : y * lumaSide + x] ?? 0;
  const half = (angle * Math.PI) / 360;
  const into = new Float32Array(side ** 2);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      const turn = ((x - middle) / middle) * half;
      const fromX = angle === 0 ? x : middle + (Math.tan(turn) / Math.tan(half)) * middle;
      const fromY = angle === 0 ? y : middle + ((y - middle) * Math.cos(half)) / Math.cos(turn);
      const [left, top] = [Math.round(fromX * scale), Math.round(fromY * scale)];
      into[y * side + x] = (at(left, top) + at(left + 1, top) + at(left, top + 1) + at(left + 1, top + 1)) / 4;
    }
  return into;
}

/** The shift at which they fit best, where nothing else fits nearly as well. */
function bestShift(a: Slopes, b: Slopes): { shift: number; fit: number } | undefined {
  const fits = Array.from({ length: 2 * mostShift + 1 }, (_, at) => {
    let fit = -1;
    for (let aside = -mostAside; aside <= mostAside; aside++) fit = Math.max(fit, fitAt(a, b, at - mostShift, aside));
    return fit;
  });
  const fit = Math.max(...fits);
  const at = fits.indexOf(fit);
  const shift = at - mostShift;
  if (fit < leastFit || Math.abs(shift) < leastShift) return undefined;
  const second = Math.max(...fits.filter((_, other) => Math.abs(other - at) > elsewhere));
  return fit - second < leastLead ? undefined : { shift, fit };
}

/** Correlation of the slopes where `b`, moved by so many places, lies over `a`. */
function fitAt(a: Slopes, b: Slopes, shift: number, aside: number): number {
  let [both, own, others] = [0, 0, 0];
  const [fromX, toX] = [Math.max(1, 1 + shift), Math.min(side - 1, side - 1 + shift)];
  const [fromY, toY] = [Math.max(1, 1 + aside), Math.min(side - 1, side - 1 + aside)];
  for (let y = fromY; y < toY; y++)
    for (let x = fromX; x < toX; x++) {
      const at = y * side + x;
      const to = at - aside * side - shift;
      const ax = a.along[at] ?? 0;
      const ay = a.across[at] ?? 0;
      const bx = b.along[to] ?? 0;
      const by = b.across[to] ?? 0;
      both += ax * bx + ay * by;
      own += ax * ax + ay * ay;
      others += bx * bx + by * by;
    }
  return own === 0 || others === 0 ? 0 : both / Math.sqrt(own * others);
}
