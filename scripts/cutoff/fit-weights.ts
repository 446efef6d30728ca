import type { BandQuestion } from '../../main/eval/band-truth.ts';
import { hash } from '../../main/eval/band-truth.ts';
import { dots } from '../../main/eval/metrics.ts';
import type { Reference, Weights } from '../../main/search/calibration/calibration.ts';
import {
  backgroundOf,
  featuresOf,
  momentsOf,
  withReference,
  type Background,
} from '../../main/search/cutoff-features.ts';
import type { Question } from '../../main/search/cutoff.ts';

export interface Sample {
  readonly truth: BandQuestion;
  readonly question: Question;
  /** Of the library's photos in the set. */
  readonly positions: readonly number[];
  readonly library: Float32Array;
  readonly scores: Float32Array;
  readonly background: Float32Array;
}

interface Row {
  readonly values: readonly number[];
  readonly isRight: boolean;
  readonly question: number;
  weight: number;
}

/**
 * Logistic regression on the 30 best photos of every question, each kind of question weighing what it is worth to a
 * person; then the lowest bar at which, on questions left out of three part-fits, 86 % are right in "sure", counted by
 * photos, 84 % by questions, and 3 % of the hopeless ones have a photo there. Single words, on which the model errs less,
 * have a bar of their own, with a larger margin: a half does not foresee the other to the last point.
 */
export function fitWeights(
  samples: readonly Sample[],
  by: { dim: number; reference: Reference; is: 'text' | 'photo' },
): Weights {
  const rows = rowsOf(samples, by);
  const left = new Float64Array(rows.length);
  for (const fold of [0, 1, 2]) {
    const isLeftOut = (row: Row) => (hash(samples[row.question]?.truth.text ?? '') >>> 14) % 3 === fold;
    const part = regress(rows.filter((row) => !isLeftOut(row)));
    rows.forEach((row, at) => {
      if (isLeftOut(row)) left[at] = sigmoid(dot(part, row.values));
    });
  }
  const sureAt = lowestBar(samples, rows, left, barOfAll);
  const isWord = ({ question }: Row) => (samples[question]?.question.contentWords ?? 0) <= 1;
  const words = by.is === 'text' && { wordSureAt: lowestBar(samples, rows, left.map((value, at) => (rows[at] && isWord(rows[at]) ? value : 0)), barOfWords) }; // prettier-ignore
  const [bias = 0, height = 0, spread = 0, level = 0, wordsWeight = 0] = regress(rows).map((value) =>
    Number(value.toFixed(4)),
  );
  return { bias, height, spread, level, words: wordsWeight, size: -0.4, sureAt, ...words, likelyAt: 0.2 };
}

function rowsOf(
  samples: readonly Sample[],
  { dim, reference, is }: { dim: number; reference: Reference; is: 'text' | 'photo' },
): Row[] {
  const backgrounds = new Map<Float32Array, Background>();
  const counts = new Map<string, number>();
  for (const { truth } of samples) counts.set(truth.group, (counts.get(truth.group) ?? 0) + 1);
  return samples.flatMap(({ truth, question, positions, library, scores, background }, at) => {
    const normal =
      backgrounds.get(library) ?? backgroundOf(background, dim, (vector) => dots(vector, library), reference);
    backgrounds.set(library, normal);
    const moments = withReference(momentsOf(scores), question.vector, reference);
    const features = featuresOf(moments, normal, question);
    const right = new Set(truth.right);
    const unsure = new Set(truth.unsure);
    const order = Array.from(scores.keys())
      .sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
      .slice(0, considered);
    return order.flatMap((place): Row[] => {
      const photo = positions[place] ?? -1;
      if (unsure.has(photo)) return [];
      const height = ((scores[place] ?? 0) - moments.mean) / Math.sqrt(moments.variance);
      const values =
        is === 'text'
          ? [1, height, features.spread, features.level, features.words]
          : [1, height, features.spread, features.level, 0];
      return [
        {
          values,
          isRight: right.has(photo),
          question: at,
          weight: ((worth[truth.group] ?? 0) * samples.length) / (counts.get(truth.group) ?? 1),
        },
      ];
    });
  });
}

/** What each kind of question weighs: people type words and phrases, seldom a whole caption. */
const worth: Record<string, number> = {
  word: 0.35,
  label: 0.12,
  phrase: 0.33,
  caption: 0.12,
  hopeless: 0.08,
  photo: 1,
};
const considered = 30;

const barOfAll = { byPhoto: 0.86, byQuestion: 0.84 };
const barOfWords = { byPhoto: 0.9, byQuestion: 0.84 };

/** Newton's method with a little ridge, on standardised columns. */
function regress(rows: readonly Row[]): number[] {
  const width = rows[0]?.values.length ?? 0;
  const centre = Array.from({ length: width }, (_, k) =>
    k === 0 ? 0 : rows.reduce((sum, row) => sum + (row.values[k] ?? 0), 0) / rows.length,
  );
  const scale = centre.map((mean, k) =>
    k === 0 ? 1 : Math.sqrt(rows.reduce((sum, row) => sum + ((row.values[k] ?? 0) - mean) ** 2, 0) / rows.length),
  );
  const columns = rows.map((row) =>
    row.values.map((value, k) => (scale[k] ? (value - (centre[k] ?? 0)) / scale[k] : 0)),
  );
  let found = new Array<number>(width).fill(0);
  for (let round = 0; round < 30; round++) {
    const gradient = found.map((value, k) => (k === 0 ? 0 : -ridge * value));
    const hessian = found.map((_, k) => found.map((__, l): number => (k === l ? ridge : 0)));
    rows.forEach((row, at) => {
      const values = columns[at] ?? [];
      const p = sigmoid(dot(found, values));
      for (let k = 0; k < width; k++) {
        gradient[k] = (gradient[k] ?? 0) + row.weight * ((row.isRight ? 1 : 0) - p) * (values[k] ?? 0);
        const line = hessian[k];
        for (let l = 0; line && l < width; l++)
          line[l] = (line[l] ?? 0) + row.weight * p * (1 - p) * (values[k] ?? 0) * (values[l] ?? 0);
      }
    });
    const step = solve(hessian, gradient);
    found = found.map((value, k) => value + (step[k] ?? 0));
    if (step.every((value) => Math.abs(value) < 1e-7)) break;
  }
  const raw = found.map((value, k) => (scale[k] ? value / scale[k] : 0));
  raw[0] = (raw[0] ?? 0) - raw.reduce((sum, value, k) => (k === 0 ? sum : sum + value * (centre[k] ?? 0)), 0);
  return raw;
}

const ridge = 3;

interface Wanted {
  readonly byPhoto: number;
  readonly byQuestion: number;
}

function lowestBar(samples: readonly Sample[], rows: readonly Row[], promised: Float64Array, wanted: Wanted): number {
  const isHopeless = (question: number) => samples[question]?.truth.group === 'hopeless';
  const hopelessCount = samples.filter(({ truth }) => truth.group === 'hopeless').length;
  for (let bar = 0.5; bar < 0.97; bar += 0.01) {
    const byQuestion = new Map<number, { shown: number; right: number }>();
    rows.forEach((row, at) => {
      if ((promised[at] ?? 0) < bar) return;
      const tally = byQuestion.get(row.question) ?? { shown: 0, right: 0 };
      tally.shown++;
      if (row.isRight) tally.right++;
      byQuestion.set(row.question, tally);
    });
    const real = [...byQuestion].filter(([question]) => !isHopeless(question)).map(([, tally]) => tally);
    const shown = real.reduce((sum, tally) => sum + tally.shown, 0);
    const right = real.reduce((sum, tally) => sum + tally.right, 0);
    const byMean = real.reduce((sum, tally) => sum + tally.right / tally.shown, 0) / real.length;
    const falsely = hopelessCount === 0 ? 0 : (byQuestion.size - real.length) / hopelessCount;
    if (right >= wanted.byPhoto * shown && byMean >= wanted.byQuestion && falsely <= 0.03)
      return Number(bar.toFixed(2));
  }
  return 0.97;
}

/** Gaussian elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], target: readonly number[]): number[] {
  const n = target.length;
  const rows = matrix.map((line, k) => [...line, target[k] ?? 0]);
  for (let k = 0; k < n; k++) {
    const best = rows
      .slice(k)
      .reduce((at, line, i) => (Math.abs(line[k] ?? 0) > Math.abs(rows[at]?.[k] ?? 0) ? k + i : at), k);
    [rows[k], rows[best]] = [rows[best] ?? [], rows[k] ?? []];
    const pivot = rows[k] ?? [];
    for (const line of rows.slice(k + 1)) {
      const factor = (line[k] ?? 0) / (pivot[k] ?? 1);
      for (let l = k; l <= n; l++) line[l] = (line[l] ?? 0) - factor * (pivot[l] ?? 0);
    }
  }
  const found = new Array<number>(n).fill(0);
  for (let k = n - 1; k >= 0; k--) {
    const line = rows[k] ?? [];
    let rest = line[n] ?? 0;
    for (let l = k + 1; l < n; l++) rest -= (line[l] ?? 0) * (found[l] ?? 0);
    found[k] = rest / (line[k] ?? 1);
  }
  return found;
}

const sigmoid = (value: number) => 1 / (1 + Math.exp(-value));
const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
