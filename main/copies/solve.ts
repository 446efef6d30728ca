/**
 * Linear equations with a positive definite matrix, as least squares give them: Cholesky's way by elimination.
 * @param matrix n * n, row by row
 * @returns undefined where they do not tell all the unknowns
 */
export function solve(matrix: Float64Array, right: Float64Array): number[] | undefined {
  const n = right.length;
  const m = matrix.slice();
  const b = right.slice();
  for (let i = 0; i < n; i++) {
    const pivot = m[i * n + i] ?? 0;
    if (!(pivot > 1e-9)) return undefined;
    for (let below = i + 1; below < n; below++) {
      const factor = (m[below * n + i] ?? 0) / pivot;
      for (let j = i; j < n; j++) m[below * n + j] = (m[below * n + j] ?? 0) - factor * (m[i * n + j] ?? 0);
      b[below] = (b[below] ?? 0) - factor * (b[i] ?? 0);
    }
  }
  const found = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let value = b[i] ?? 0;
    for (let j = i + 1; j < n; j++) value -= (m[i * n + j] ?? 0) * (found[j] ?? 0);
    found[i] = value / (m[i * n + i] ?? 1);
  }
  return found;
}
