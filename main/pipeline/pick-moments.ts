import { differenceOf, distanceFromMix, type FrameLook } from './frame-look.ts';

export interface Candidate {
  readonly atS: number;
  readonly look: FrameLook;
}

/** Of a film beside a picture: how often there is a moment, how many at most, and what the picture shows already. */
export interface Beside {
  readonly gapS: number;
  readonly most: number;
  readonly seen: FrameLook;
}

/** Moments of one film, at most. */
export const mostMoments = 120;
/** Within a shot there is one at least so often, seconds. */
export const longestGapS = 8;

/** Cells this far apart are of two shots. Between frames of one shot, two seconds apart: 2 to 15; across cuts: 25 to 90. */
const newShot = 20;
/** Nearer than this they show the same. */
const sameView = 4;
/** Titles and fades: black, white, or any one colour. */
const leastContrast = 6;
const darkest = 10;
/** Less detail than this share of what the film usually has is blur, where it passes: a look that lasts is meant. */
const blurredShare = 0.3;
/** Mixes are rarely exact: video is compressed. */
const mixTolerance = 5;

/**
 * Which of a film's frames are its moments: of every shot the sharpest, and one more for each eight seconds that it lasts;
 * without what is black, blurred or between two shots, and without what shows the same as a moment before. If nothing is
 * left, the best of what there is.
 * @param candidates in the order of time
 * @param beside absent: the film stands alone
 * @returns indices, ascending; of a film that stands alone at least one if there is any candidate
 */
export function pickMoments(candidates: readonly Candidate[], durationS: number, beside?: Beside): number[] {
  const usable = withoutTransitions(candidates, withoutBlank(candidates));
  const shots = withoutBlur(candidates, shotsOf(candidates, usable));
  if (shots.length === 0) return beside === undefined ? richest(candidates) : [];
  const gapS = beside?.gapS ?? Math.max(longestGapS, durationS / mostMoments);
  const picked = shots.flatMap((shot) => sharpestOfEach(candidates, shot, gapS));
  const different = withoutRepeats(candidates, picked, beside?.seen);
  return spread(different, beside?.most ?? mostMoments);
}

function all(candidates: readonly Candidate[]): number[] {
  return candidates.map((_, at) => at);
}

function withoutBlank(candidates: readonly Candidate[]): number[] {
  return all(candidates).filter((at) => {
    const look = candidates[at]?.look;
    return look !== undefined && look.contrast >= leastContrast && look.brightness >= darkest;
  });
}

/** Of a shot that lasts the sharpest is taken anyway: it may be of fog, or of the sky. */
function withoutBlur(candidates: readonly Candidate[], shots: readonly number[][]): readonly number[][] {
  const detailOf = (at: number) => candidates[at]?.look.detail ?? 0;
  const details = shots
    .flat()
    .map(detailOf)
    .sort((a, b) => a - b);
  const usual = details[Math.floor(details.length / 2)] ?? 0;
  return shots.filter((shot) => shot.length > 1 || shot.some((at) => detailOf(at) >= usual * blurredShare));
}

function withoutTransitions(candidates: readonly Candidate[], usable: readonly number[]): number[] {
  return usable.filter((at, place) => {
    const [before, here, after] = [usable[place - 1], at, usable[place + 1]].map((it) =>
      it === undefined ? undefined : candidates[it]?.look,
    );
    if (before === undefined || here === undefined || after === undefined) return true;
    if (differenceOf(before, after) < newShot) return true;
    return distanceFromMix(here, before, after) > mixTolerance;
  });
}

function shotsOf(candidates: readonly Candidate[], usable: readonly number[]): number[][] {
  const shots: number[][] = [];
  for (const at of usable) {
    const shot = shots.at(-1);
    const last = candidates[shot?.at(-1) ?? -1]?.look;
    const here = candidates[at]?.look;
    if (shot !== undefined && last !== undefined && here !== undefined && differenceOf(last, here) < newShot)
      shot.push(at);
    else shots.push([at]);
  }
  return shots;
}

function sharpestOfEach(candidates: readonly Candidate[], shot: readonly number[], gapS: number): number[] {
  const startS = candidates[shot[0] ?? 0]?.atS ?? 0;
  const best = new Map<number, number>();
  for (const at of shot) {
    const candidate = candidates[at];
    if (candidate === undefined) continue;
    const piece = Math.floor((candidate.atS - startS) / gapS);
    const known = candidates[best.get(piece) ?? -1];
    if (known === undefined || candidate.look.detail > known.look.detail) best.set(piece, at);
  }
  return [...best.values()].sort((a, b) => a - b);
}

function withoutRepeats(candidates: readonly Candidate[], picked: readonly number[], seen?: FrameLook): number[] {
  const known = seen === undefined ? [] : [seen];
  const kept: number[] = [];
  for (const at of picked) {
    const look = candidates[at]?.look;
    if (look === undefined || known.some((other) => differenceOf(other, look) < sameView)) continue;
    known.push(look);
    kept.push(at);
  }
  return kept;
}

/** So many of them, over the whole length. */
function spread(picked: readonly number[], most: number): number[] {
  if (picked.length <= most) return [...picked];
  return Array.from({ length: most }, (_, i) => picked[Math.floor(((i + 0.5) * picked.length) / most)] ?? 0);
}

function richest(candidates: readonly Candidate[]): number[] {
  let best: number | undefined;
  candidates.forEach(({ look }, at) => {
    if (best === undefined || look.contrast > (candidates[best]?.look.contrast ?? 0)) best = at;
  });
  return best === undefined ? [] : [best];
}
