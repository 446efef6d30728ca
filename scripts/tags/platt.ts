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
