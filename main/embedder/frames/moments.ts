/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Pixels, WantedSize } from '../../formats/format.ts';
import { type Turn, turnPixels } from '../../formats/turn.ts';
import type { Film } from '../../formats/video/film.ts';
import { lookOf } from '../../pipeline/frame-look.ts';
import { type Candidate, pickMoments } from '../../pipeline/pick-moments.ts';
import { Failure } from '../../util/failure.ts';
import { framesOf } from './film-frames.ts';
import type { FilmPage } from './film-page.ts';

export interface Moment {
  readonly atMs: number;
  readonly pixels: Pixels;
}

interface Beside {
  readonly shown: Pixels;
  readonly turn: Turn | undefined;
}

/** One film at a time: its candidates are in memory, 100 MB at most, and the page decodes no faster for two. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * @param wanted how large, as for a picture
 * @param beside the picture that the film was taken with, as the person turned both: what shows the same is no moment, and
 *   there may be none
 * @throws Failure where no frame can be decoded
 */
export function momentsOf(film: Film, page: FilmPage, wanted: WantedSize, beside?: Beside): Promise<Moment[]> {
  const mine = turn.then(() => lookedAt(film, page, wanted, beside));
  turn = mine.catch(() => undefined);
  return mine;
}

async function lookedAt(film: Film, page: FilmPage, wanted: WantedSize, beside?: Beside): Promise<Moment[]> {
  const durationS = film.durationMs / 1000;
  const pace = beside === undefined ? undefined : besidePicture;
  const candidates: (Candidate & { pixels: Pixels })[] = [];
  // A page that ended while this film was in it is opened once more; the second time it is the film.
  for (let attempt = 1; ; attempt++)
    try {
      candidates.length = 0;
      for await (const { atS, pixels: frame } of framesOf(film, page, wanted, durationS, pace)) {
        const pixels = beside?.turn === undefined ? frame : await turnPixels(frame, beside.turn);
        candidates.push({ atS, pixels, look: lookOf(pixels) });
      }
      break;
    } catch (error) {
      if (!(error instanceof Failure) || error.kind !== 'crashed' || attempt === 2) throw error;
    }
  const picked = pickMoments(candidates, durationS, beside && { ...besidePicture, seen: lookOf(beside.shown) });
  return picked.flatMap((at) => {
    const candidate = candidates[at];
    return candidate === undefined ? [] : [{ atMs: Math.round(candidate.atS * 1000), pixels: candidate.pixels }];
  });
}

/** The film of a photo lasts three seconds, a second and a half before the photo and after it. */
const besidePicture = { stepS: 1, gapS: 1, most: 3 } as const;
