/** @file Runs in the embedder process. */
import { type Cicp, isHdr, transferOf } from './cicp.ts';
import type { Pixels } from './format.ts';

/** What white paper in the picture is shown as, cd/m2 (ITU-R BT.2408), and what a grading screen can show at most. */
const whiteNits = 203;
const peakNits = 1000;

/** Linear RGB of these primaries to linear sRGB (from the chromaticities of ITU-R BT.2020 and SMPTE RP 431 and EG 432, white D65). */
const toSrgbPrimaries: Readonly<Record<number, readonly number[]>> = {
  9: [1.660491, -0.587641, -0.07285, -0.12455, 1.1329, -0.008349, -0.018151, -0.100579, 1.11873],
  12: [1.22494, -0.22494, 0, -0.042057, 1.042057, 0, -0.019638, -0.078636, 1.098274],
};

/** Numbers that are not sRGB by their code points: HDR, or wide primaries without a profile. */
export function isForeign(cicp: Cicp | undefined): cicp is Cicp {
  return cicp !== undefined && (isHdr(cicp) || (toSrgbPrimaries[cicp.primaries] !== undefined && cicp.transfer !== 8));
}

/**
 * Colours as a plain screen shows them. What is as bright as white paper or darker keeps its brightness, but for a shoulder
 * into which the lights above it are pressed (Reinhard's curve, extended so that the peak becomes white); hues stay.
 * @param pixels RGB of 8 bits, in the code points' own numbers; it is overwritten
 */
export function toSrgb(pixels: Pixels, cicp: Cicp): Pixels {
  const { data } = pixels;
  const linear = linearOf(cicp.transfer);
  const matrix = toSrgbPrimaries[cicp.primaries] ?? [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const isBright = isHdr(cicp);
  const [rr = 0, rg = 0, rb = 0, gr = 0, gg = 0, gb = 0, br = 0, bg = 0, bb = 0] = matrix;
  for (let at = 0; at + 2 < data.length; at += 3) {
    let r = linear[data[at] ?? 0] ?? 0;
    let g = linear[data[at + 1] ?? 0] ?? 0;
    let b = linear[data[at + 2] ?? 0] ?? 0;
    // HLG tells the light of the scene; the screen's depends on how bright the whole pixel is (BT.2100, table 5).
    if (cicp.transfer === transferOf.hlg) {
      const gain = (peakNits / whiteNits) * (0.2627 * r + 0.678 * g + 0.0593 * b) ** 0.2;
      r *= gain;
      g *= gain;
      b *= gain;
    }
    const red = Math.max(0, rr * r + rg * g + rb * b);
    const green = Math.max(0, gr * r + gg * g + gb * b);
    const blue = Math.max(0, br * r + bg * g + bb * b);
    const most = Math.max(red, green, blue);
    const scale = isBright && most > shoulder ? pressed(most) / most : 1;
    data[at] = encoded(red * scale);
    data[at + 1] = encoded(green * scale);
    data[at + 2] = encoded(blue * scale);
  }
  return pixels;
}

const shoulder = 0.6;
const room = 1 - shoulder;
const peak = (peakNits / whiteNits - shoulder) / room;

function pressed(light: number): number {
  const above = (light - shoulder) / room;
  return shoulder + room * Math.min(1, (above * (1 + above / peak ** 2)) / (1 + above));
}

/** Light by number, 1 is white paper; of HLG the light of the scene, 1 is its most. */
function linearOf(transfer: number): Float64Array {
  return Float64Array.from({ length: 256 }, (_, level) => {
    const e = level / 255;
    if (transfer === transferOf.pq) return pqNits(e) / whiteNits;
    if (transfer === transferOf.hlg) return hlgScene(e);
    return e <= 0.04045 ? e / 12.92 : ((e + 0.055) / 1.055) ** 2.4;
  });
}

/** SMPTE ST 2084, equation 4.1. */
function pqNits(e: number): number {
  const [m1, m2, c1, c2, c3] = [1305 / 8192, 2523 / 32, 107 / 128, 2413 / 128, 2392 / 128];
  const power = e ** (1 / m2);
  return 10_000 * (Math.max(power - c1, 0) / (c2 - c3 * power)) ** (1 / m1);
}

/** The inverse of BT.2100's curve of HLG. */
function hlgScene(e: number): number {
  const [a, b, c] = [0.17883277, 0.28466892, 0.55991073];
  return e <= 0.5 ? e ** 2 / 3 : (Math.exp((e - c) / a) + b) / 12;
}

const steps = 4096;
const curve = Uint8Array.from({ length: steps + 1 }, (_, step) => {
  const light = step / steps;
  return Math.round(255 * (light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055));
});

function encoded(light: number): number {
  return curve[Math.min(steps, Math.round(light * steps))] ?? 255;
}
