import { hash } from '../../main/eval/band-truth.ts';
import { type Examples, fewestWithoutWords, heldOutScores, learnDirection } from '../../main/tags/learn.ts';
import { fitFor, type TagFit } from '../../main/tags/tag-fit.ts';
import { dot } from '../../main/util/dot.ts';
import type { Library, MeasuredSet } from './measured-set.ts';
import type { Point } from './platt.ts';
import { chanceAt } from '../../main/tags/chance.ts';

export const exampleCounts = [0, 1, 2, 5, 10, 20] as const;
/** Draws of examples for each concept and number. */
const draws = 10;
const taughtConcepts = 20;
/** Right photos that must be left to be found. */
const fewestLeft = 10;

export interface Taught {
  readonly conceptId: string;
  readonly right: number;
  /** Mean average precision by number of examples, as `exampleCounts`; undefined where too few photos are left. */
  readonly name: readonly (number | undefined)[];
  readonly words: readonly (number | undefined)[];
  readonly rejected: readonly (number | undefined)[];
  readonly examples: readonly (number | undefined)[];
}

/** The concepts with a known truth, words and the most right photos: a label with fewer cannot be taught and tested. */
export function conceptsToTeach(set: MeasuredSet, positions: readonly number[], most = taughtConcepts) {
  return set.asked
    .flatMap(({ concept, question }) => {
      const verdicts = set.truth.get(concept.id);
      const right = positions.filter((at) => verdicts?.[at] === 'right');
      return verdicts === undefined || right.length < 10 + fewestLeft ? [] : [{ concept, question, verdicts, right }];
    })
    .sort((a, b) => b.right.length - a.right.length)
    .slice(0, most);
}

/** How much better a concept is found once it was taught: average precision among the photos that did not teach it. */
export function measureTeaching(set: MeasuredSet, library: Library): Taught[] {
  const surroundings = { dim: set.dim, mean: library.mean, scoresOf: library.scoresOf };
  return conceptsToTeach(set, library.positions).map(({ concept, question, verdicts, right }) => {
    const curve = (kind: 'name' | 'words' | 'rejected' | 'examples') =>
      exampleCounts.map((count) => {
        if (right.length < count + fewestLeft || (kind === 'examples' && count < fewestWithoutWords)) return undefined;
        let sum = 0;
        for (let draw = 0; draw < draws; draw++) {
          const random = randomBy(hash(`${concept.id} ${draw}`));
          const confirmed = drawn(right, count, random);
          // What a person rejects is what was asked: the best wrong ones by the name.
          const rejected = drawn(bestWrong(set, library, question.vector, verdicts), count, random);
          const judged = library.positions.filter(
            (at) => verdicts[at] !== 'unsure' && !confirmed.includes(at) && !rejected.includes(at),
          );
          const direction =
            kind === 'name'
              ? question.vector
              : learnDirection(
                  kind === 'examples' ? undefined : question.vector,
                  examplesOf(set, confirmed, kind === 'rejected' ? rejected : []),
                  surroundings,
                );
          if (direction === undefined) return undefined;
          sum += averagePrecision(
            judged.map((at) => ({ score: dot(direction, set.vectorOf(at)), isRight: verdicts[at] === 'right' })),
          );
        }
        return sum / draws;
      });
    return {
      conceptId: concept.id,
      right: right.length,
      name: curve('name'),
      words: curve('words'),
      rejected: curve('rejected'),
      examples: curve('examples'),
    };
  });
}

/** What taught concepts promise, before the fit for them, and whether it was right: photos that did not teach them. */
export function taughtPoints(
  set: MeasuredSet,
  library: Library,
  fit: Pick<TagFit, 'slope' | 'bias'>,
): (Point & { hasWords: boolean; confirmedCount: number })[] {
  const surroundings = { dim: set.dim, mean: library.mean, scoresOf: library.scoresOf };
  return conceptsToTeach(set, library.positions, Infinity).flatMap(({ concept, question, verdicts, right }) =>
    [5, 10, 20].flatMap((count) =>
      [true, false].flatMap((hasWords) => {
        if (right.length < count + fewestLeft) return [];
        const confirmed = drawn(right, count, randomBy(hash(`${concept.id} ${count}`)));
        const vector = learnDirection(
          hasWords ? question.vector : undefined,
          examplesOf(set, confirmed, []),
          surroundings,
        );
        if (vector === undefined) return [];
        const shape = hasWords ? question : { is: 'text' as const, contentWords: 1 };
        const scores = library.scoresOf(vector);
        const held = heldOutScores(
          hasWords ? question.vector : undefined,
          examplesOf(set, confirmed, []),
          surroundings,
        );
        confirmed.forEach((at, i) => (scores[library.positions.indexOf(at)] = held.confirmed[i] ?? 0));
        const line = library.cutoff.line({ ...shape, vector }, scores);
        if (line === undefined) return [];
        const share = hasWords ? count / (count + 5) : 1;
        return library.positions
          .filter((at) => verdicts[at] !== 'unsure' && !confirmed.includes(at))
          .map((at) => {
            const x = line.base + line.slope * dot(vector, set.vectorOf(at));
            const offset = (1 - share) * (fit.bias + fit.slope * x);
            return { x, isRight: verdicts[at] === 'right', offset, share, hasWords, confirmedCount: count };
          });
      }),
    ),
  );
}

/** What those points promise with a fit. */
export function promisedBy(fit: TagFit, points: ReturnType<typeof taughtPoints>) {
  return points.map(({ x, isRight, hasWords, confirmedCount }) => {
    const { slope, bias, bends } = fitFor(fit, hasWords, confirmedCount);
    return { probability: chanceAt({ base: bias, slope, bends }, x), isRight };
  });
}

function examplesOf(set: MeasuredSet, confirmed: readonly number[], rejected: readonly number[]): Examples {
  const joined = (all: readonly number[]) => {
    const vectors = new Float32Array(all.length * set.dim);
    all.forEach((at, place) => vectors.set(set.vectorOf(at), place * set.dim));
    return vectors;
  };
  return { confirmed: joined(confirmed), rejected: joined(rejected) };
}

function bestWrong(set: MeasuredSet, library: Library, name: Float32Array, verdicts: readonly string[]): number[] {
  return library.positions
    .filter((at) => verdicts[at] === 'wrong')
    .map((at) => ({ at, score: dot(name, set.vectorOf(at)) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, 40)
    .map(({ at }) => at);
}

/** Mean over the right ones of the share of right ones up to there. */
function averagePrecision(photos: readonly { score: number; isRight: boolean }[]): number {
  let found = 0;
  let sum = 0;
  [...photos]
    .sort((a, b) => b.score - a.score)
    .forEach(({ isRight }, at) => {
      if (isRight) sum += ++found / (at + 1);
    });
  return found === 0 ? 0 : sum / found;
}

function drawn<T>(all: readonly T[], count: number, random: () => number): T[] {
  const left = [...all];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
}

/** Mulberry32: the same numbers for the same seed. */
function randomBy(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
