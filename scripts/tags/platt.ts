import { sigmoid } from '../../main/search/cutoff.ts';

/** One answer whose truth is known. */
export interface Point {
  /** Logit before the fit. */
  readonly x: number;
  readonly isRight: boolean;
  /** What is added to the logit whatever the fit is, and how much of the fit counts. */
  readonly offset?: number;
  readonly share?: number;
}

/** Logistic regression on the logit, by Newton's method (Platt 1999). */
export function fitLine(points: readonly Point[]): { slope: number; bias: number } {
  let slope = 1;
  let bias = 0;
  for (let step = 0; step < 30; step++) {
    let [gradient, gradientX, hessian, hessianX, hessianXx] = [0, 0, 0, 0, 0];
    for (const { x, isRight, offset = 0, share = 1 } of points) {
      const p = sigmoid(offset + share * (bias + slope * x));
      const error = (isRight ? 1 : 0) - p;
      gradient += share * error;
      gradientX += share * error * x;
      hessian += share ** 2 * p * (1 - p);
      hessianX += share ** 2 * p * (1 - p) * x;
      hessianXx += share ** 2 * p * (1 - p) * x * x;
    }
    const determinant = hessian * hessianXx - hessianX ** 2;
    bias += (gradient * hessianXx - gradientX * hessianX) / determinant;
    slope += (gradientX * hessian - gradient * hessianX) / determinant;
  }
  return { slope: rounded(slope), bias: rounded(bias) };
}

/**
 * A line with bends at the logits of `knots`, by Newton's method: where the truth is no straight line of the logit. Where a
 * bend would make it fall, the straight line stands.
 */
export function fitBent(points: readonly Point[]): {
  slope: number;
  bias: number;
  bends?: { at: number; by: number }[];
} {
  const features = (x: number) => [1, x, ...knots.map((knot) => Math.max(0, x - knot))];
  const size = 2 + knots.length;
  const weights = [0, 1, ...knots.map(() => 0)];
  for (let step = 0; step < 40; step++) {
    const gradient = new Array<number>(size).fill(0);
    const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0));
    for (const { x, isRight } of points) {
      const values = features(x);
      const p = sigmoid(values.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0));
      values.forEach((value, row) => {
        gradient[row] = (gradient[row] ?? 0) + ((isRight ? 1 : 0) - p) * value;
        values.forEach((other, at) => {
          const line = hessian[row] ?? [];
          line[at] = (line[at] ?? 0) + p * (1 - p) * value * other;
        });
      });
    }
    solve(hessian, gradient).forEach((by, at) => (weights[at] = (weights[at] ?? 0) + by));
  }
  const [bias = 0, slope = 1, ...by] = weights;
  let steepness = slope;
  for (const each of by) if ((steepness += each) < 0.05) return fitLine(points);
  if (!(slope > 0.05)) return fitLine(points);
  return {
    slope: rounded(slope),
    bias: rounded(bias),
    bends: by.map((each, at) => ({ at: rounded(bias + slope * (knots[at] ?? 0)), by: rounded(each / slope) })),
  };
}

/** Logits before the fit, at 38 and 62 %: about where straight lines were found to be off. */
const knots = [-0.5, 0.5];

/** Gauss with pivots. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0]);
  const size = rows.length;
  for (let at = 0; at < size; at++) {
    rows.push(...rows.splice(at).sort((a, b) => Math.abs(b[at] ?? 0) - Math.abs(a[at] ?? 0)));
    const pivot = rows[at] ?? [];
    rows.forEach((row, other) => {
      if (other === at) return;
      const factor = (row[at] ?? 0) / (pivot[at] ?? 1);
      for (let column = at; column <= size; column++) row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
    });
  }
  return rows.map((row, at) => (row[size] ?? 0) / (row[at] ?? 1));
}

export interface Bin {
  readonly promised: number;
  readonly right: number;
  readonly count: number;
}

/** Ten bins by what was promised; empty ones are left out. */
export function binsOf(answers: readonly { readonly probability: number; readonly isRight: boolean }[]): Bin[] {
  return Array.from({ length: 10 }, (_, bin) => {
    const inside = answers.filter(({ probability }) => Math.min(9, Math.floor(probability * 10)) === bin);
    const count = inside.length;
    return {
      count,
      promised: inside.reduce((sum, { probability }) => sum + probability, 0) / count,
      right: inside.filter(({ isRight }) => isRight).length / count,
    };
  }).filter(({ count }) => count > 0);
}

function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
