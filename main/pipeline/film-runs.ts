import type { Film, FilmPacket } from '../formats/video/film.ts';
import { longestGapS, mostMoments } from './pick-moments.ts';

/** Frames to look at, all decoded from one key frame on. */
export interface Run {
  readonly key: FilmPacket;
  /** Times in the film, ascending, seconds; the first is the key frame's own, or 0 where an edit list begins behind it. */
  readonly wantedS: readonly number[];
}

/** Key frames are looked at about so often, seconds: they cost one decoded frame each. */
const keyStepS = 2;
/** How often frames are looked at, seconds: key frames, and where none comes for `gapS`, frames between. */
export interface Pace {
  readonly stepS: number;
  readonly gapS: number;
}
const usualPace: Pace = { stepS: keyStepS, gapS: longestGapS };
/** A moment is chosen out of two or so. */
const mostCandidates = 2 * mostMoments;
/** No film has more than twice its candidates; one that goes round in circles is left. */
const mostRuns = 2 * mostCandidates;

/**
 * Which frames of a film are looked at: key frames about every two seconds, of long films as many over the whole length;
 * where none comes for long, frames between, for which all since the last key frame are decoded.
 */
export async function* runsOf(film: Film, durationS: number, pace: Pace = usualPace): AsyncGenerator<Run> {
  const stepS = Math.max(pace.stepS, durationS / mostCandidates);
  const gapS = Math.max(pace.gapS, durationS / mostMoments);
  let key = await film.keyAt(0);
  for (let count = 0; key !== undefined && count < mostRuns; count++) {
    const next = await keyAfter(film, key, stepS);
    const untilS = Math.max(next?.atS ?? durationS, key.atS, 0);
    yield { key, wantedS: times(Math.max(0, key.atS), untilS, gapS) };
    key = next;
  }
}

async function keyAfter(film: Film, key: FilmPacket, stepS: number): Promise<FilmPacket | undefined> {
  const near = await film.keyAt(key.atS + stepS);
  if (near !== undefined && near.atS > key.atS) return near;
  const next = await film.nextKey(key);
  return next !== undefined && next.atS > key.atS ? next : undefined;
}

/**
 * From one key frame to the next, no further apart than the gap, and as early as that allows: all frames since the key frame
 * are decoded to reach one.
 */
function times(fromS: number, untilS: number, gapS: number): number[] {
  const pieces = Math.min(Math.max(1, Math.ceil((untilS - fromS) / gapS)), mostMoments);
  const between = Array.from({ length: pieces - 1 }, (_, i) => untilS - gapS * (pieces - 1 - i));
  return [fromS, ...between.filter((atS) => atS > fromS)];
}
