/**
 * What vectors of one length have in common: their mean, unit length. Of vectors that undo each other, which have nothing in
 * common, the first.
 * @param vectors at least one
 */
export function meanDirection(vectors: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(0)] = vectors;
  const sum = new Float32Array(first.length);
  for (const vector of vectors) for (let d = 0; d < sum.length; d++) sum[d] = (sum[d] ?? 0) + (vector[d] ?? 0);
  const length = Math.hypot(...sum);
  return length > 0 ? sum.map((value) => value / length) : first;
}
