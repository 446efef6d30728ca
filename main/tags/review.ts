import { dot } from '../util/dot.ts';
import { probabilityOf, type ScoreList } from './score-list.ts';

/** A question that may be worth asking. */
export interface Candidate {
  readonly photoId: number;
  readonly conceptId: string;
  readonly probability: number;
}

/**
 * The questions of one concept that teach most, and some that will likely be confirmed. Uncertain is what stands near
 * the threshold: an answer there moves the line between what is suggested and what is not.
 * @param turn any number: with another one come other photos among equals
 */
export function candidatesOf(
  conceptId: string,
  found: ScoreList,
  threshold: number,
  most: number,
  turn = 0,
): { uncertain: Candidate[]; likely: Candidate[] } {
  const uncertain = createBest(most);
  const likely = createBest(Math.ceil(most / 2));
  for (let at = 0; at < found.count; at++) {
    const probability = probabilityOf(found.chances[at] ?? 0);
    // A little chance, so that not always the same photos of a burst are met.
    const luck = 0.1 * mixed((found.ids[at] ?? 0) + turn);
    uncertain.offer(at, 1 - Math.abs(probability - threshold) / 0.4 + luck);
    if (probability >= threshold) likely.offer(at, probability + luck);
  }
  const taken = (ats: readonly number[]) =>
    ats.map((at) => ({
      photoId: found.ids[at] ?? 0,
      conceptId,
      probability: probabilityOf(found.chances[at] ?? 0),
    }));
  return { uncertain: taken(uncertain.all()), likely: taken(likely.all()) };
}

/**
 * The next questions out of the candidates: most useful first, varied over concepts and far from each other, every third
 * one likely to be confirmed, because nobody likes to say no for ever.
 * @param vectorOf unit vector of a photo
 * @param isOpen the last word on whether a question may be asked
 */
export function chooseQuestions(
  pools: { readonly uncertain: readonly Candidate[]; readonly likely: readonly Candidate[] },
  count: number,
  by: {
    usefulness: (candidate: Candidate) => number;
    vectorOf: (photoId: number) => Float32Array | undefined;
    isOpen: (candidate: Candidate) => boolean;
  },
): Candidate[] {
  const chosen: Candidate[] = [];
  const vectors = new Map<number, Float32Array | undefined>();
  const vectorOf = (photoId: number) => {
    if (!vectors.has(photoId)) vectors.set(photoId, by.vectorOf(photoId)?.slice());
    return vectors.get(photoId);
  };
  const timesAsked = new Map<string, number>();
  const weigh = (all: readonly Candidate[]) =>
    all
      .map((candidate) => ({ candidate, worth: by.usefulness(candidate), nearest: 0 }))
      .sort((a, b) => b.worth - a.worth)
      .slice(0, mostWeighed);
  const waiting = { uncertain: weigh(pools.uncertain), likely: weigh(pools.likely) };

  while (chosen.length < count) {
    const isForJoy = chosen.length % 3 === 2;
    const [first, second] = isForJoy ? [waiting.likely, waiting.uncertain] : [waiting.uncertain, waiting.likely];
    const next = takeBest(first) ?? takeBest(second);
    if (next === undefined) return chosen;
    chosen.push(next);
    timesAsked.set(next.conceptId, (timesAsked.get(next.conceptId) ?? 0) + 1);
    const vector = vectorOf(next.photoId);
    if (vector === undefined) continue;
    for (const one of [...waiting.uncertain, ...waiting.likely]) {
      const other = vectorOf(one.candidate.photoId);
      if (other !== undefined) one.nearest = Math.max(one.nearest, dot(vector, other));
    }
  }
  return chosen;

  function takeBest(pool: typeof waiting.likely): Candidate | undefined {
    for (;;) {
      let best: (typeof pool)[number] | undefined;
      let most = -Infinity;
      for (const one of pool) {
        // The same concept again is worth less, and so is what looks like a photo that is asked about already.
        const worth = one.worth * 0.6 ** (timesAsked.get(one.candidate.conceptId) ?? 0) * (1 - Math.max(0, one.nearest) ** 2); // prettier-ignore
        if (worth > most) [best, most] = [one, worth];
      }
      if (best === undefined) return undefined;
      pool.splice(pool.indexOf(best), 1);
      const { candidate } = best;
      const isAsked = chosen.some((it) => it.photoId === candidate.photoId && it.conceptId === candidate.conceptId);
      if (!isAsked && by.isOpen(candidate)) return candidate;
    }
  }
}

/** Candidates that are compared with each other: 200 x 50 cosines take 4 ms. */
const mostWeighed = 200;

/** 0..1, the same for the same number. */
function mixed(value: number): number {
  let mix = Math.imul(value ^ 0x9e3779b9, 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return ((mix ^ (mix >>> 16)) >>> 0) / 2 ** 32;
}

/** Keeps the few best of many. */
function createBest(most: number) {
  const kept: { at: number; worth: number }[] = [];
  return {
    offer(at: number, worth: number): void {
      if (kept.length === most && worth <= (kept.at(-1)?.worth ?? 0)) return;
      let place = kept.length;
      while (place > 0 && (kept[place - 1]?.worth ?? 0) < worth) place--;
      kept.splice(place, 0, { at, worth });
      if (kept.length > most) kept.pop();
    },
    all: (): number[] => kept.map(({ at }) => at),
  };
}
