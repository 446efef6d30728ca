/**
 * How a vector becomes int8: value = mean[d] + step[d] * int8. Mean-centred, because the vectors of an image tower lie
 * in a narrow cone and the common part would eat the eight bits; one step per dimension, folded into the query, because
 * dimensions spread differently. Plain int8 gives recall@10 .95, this .9875 to .9975 (1.000 after refine.ts).
 */
export interface Calibration {
  readonly mean: Float32Array;
  readonly step: Float32Array;
  /** How many vectors it was made from; 0 for the one that knows nothing yet. */
  readonly sampleCount: number;
}

/** @param sample unit vectors, one after the other, drawn from all over the library */
export function calibrate(sample: Float32Array, dim: number): Calibration {
  const sampleCount = sample.length / dim;
  if (sampleCount === 0) return uncalibrated(dim);
  const mean = new Float32Array(dim);
  const step = new Float32Array(dim);
  for (let start = 0; start < sample.length; start += dim)
    for (let d = 0; d < dim; d++) mean[d] = (mean[d] ?? 0) + (sample[start + d] ?? 0) / sampleCount;
  for (let start = 0; start < sample.length; start += dim)
    for (let d = 0; d < dim; d++) step[d] = Math.max(step[d] ?? 0, Math.abs((sample[start + d] ?? 0) - (mean[d] ?? 0)));
  // Never 0: a dimension that did not vary in the sample may vary later.
  for (let d = 0; d < dim; d++) step[d] = Math.max(1e-4, (headroom * (step[d] ?? 0)) / 127);
  return { mean, step, sampleCount };
}

/** Before anything is known: components of a unit vector are about 1 / sqrt(dim), and six times that is rare. */
export function uncalibrated(dim: number): Calibration {
  return {
    mean: new Float32Array(dim),
    step: new Float32Array(dim).fill(6 / Math.sqrt(dim) / 127),
    sampleCount: 0,
  };
}

/**
 * The query in the matrix's own units: cosine = bias + scale * (ints . row), exact in int32.
 * 16 bits for the query cost nothing (the kernel widens the rows to 16 bits anyway), so only the rows are coarse.
 * @param into receives the int16 values
 */
export function quantiseQuery(query: Float32Array, by: Calibration, into: Int16Array): { scale: number; bias: number } {
  const folded = query.map((value, d) => value * (by.step[d] ?? 0));
  let most = 0;
  let sum = 0;
  let bias = 0;
  for (let d = 0; d < folded.length; d++) {
    const size = Math.abs(folded[d] ?? 0);
    most = Math.max(most, size);
    sum += size;
    bias += (query[d] ?? 0) * (by.mean[d] ?? 0);
  }
  // The largest that fits int16, and whose sum over a row of -128s fits int32 (rounding adds at most 1/2 a dimension).
  const perUnit = most === 0 ? 1 : Math.min(32_767 / most, (2 ** 24 - folded.length) / sum);
  for (let d = 0; d < folded.length; d++) into[d] = Math.round((folded[d] ?? 0) * perUnit);
  return { scale: 1 / perUnit, bias };
}

/** Room above the largest deviation of the sample, for photos that come later. */
const headroom = 1.1;
