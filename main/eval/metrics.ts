/** How well one direction of retrieval works: of all queries, the share whose match is among the first k. */
export interface Retrieval {
  readonly queries: number;
  readonly recallAt1: number;
  readonly recallAt5: number;
  readonly recallAt10: number;
  readonly medianRank: number;
}

export interface Classification {
  readonly images: number;
  readonly classes: number;
  readonly top1: number;
  readonly top5: number;
}

/**
 * The rank (1 = first) of the best right candidate for one query. Ties count against it: a model that gives every
 * candidate the same score has found nothing.
 */
export function rankOfBest(scores: Float32Array, isRight: (candidate: number) => boolean): number {
  let best = -Infinity;
  for (let i = 0; i < scores.length; i++) if (isRight(i)) best = Math.max(best, scores[i] ?? -Infinity);
  let rank = 1;
  for (let i = 0; i < scores.length; i++) if (!isRight(i) && !((scores[i] ?? Infinity) < best)) rank++;
  return rank;
}

/** @param ranks of one query each, 1 = first */
export function retrievalOf(ranks: readonly number[]): Retrieval {
  return {
    queries: ranks.length,
    recallAt1: shareUpTo(ranks, 1),
    recallAt5: shareUpTo(ranks, 5),
    recallAt10: shareUpTo(ranks, 10),
    medianRank: median(ranks),
  };
}

/** @param ranks of the right class of one image each, 1 = first */
export function classificationOf(ranks: readonly number[], classes: number): Classification {
  return { images: ranks.length, classes, top1: shareUpTo(ranks, 1), top5: shareUpTo(ranks, 5) };
}

/** @returns one vector's dot product with each row */
export function dots(query: Float32Array, rows: Float32Array): Float32Array {
  const dim = query.length;
  const result = new Float32Array(rows.length / dim);
  for (let row = 0; row < result.length; row++) {
    let sum = 0;
    for (let d = 0; d < dim; d++) sum += (query[d] ?? 0) * (rows[row * dim + d] ?? 0);
    result[row] = sum;
  }
  return result;
}

function shareUpTo(ranks: readonly number[], k: number): number {
  return ranks.length === 0 ? 0 : ranks.filter((rank) => rank <= k).length / ranks.length;
}

function median(values: readonly number[]): number {
  if (values.length === 0) return NaN;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
