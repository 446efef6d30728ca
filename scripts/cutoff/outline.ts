import type { Reference } from '../../main/search/calibration/calibration.ts';

/**
 * Mean and main axes of vectors, by subspace iteration on their covariance.
 * @param rows one after the other, dim values each
 */
export function outlineOf(rows: Float32Array, dim: number, axisCount: number): Reference {
  const count = rows.length / dim;
  const mean = new Float32Array(dim);
  for (let i = 0; i < rows.length; i++) mean[i % dim] = (mean[i % dim] ?? 0) + (rows[i] ?? 0) / count;
  const centred = rows.map((value, i) => value - (mean[i % dim] ?? 0));
  const total = centred.reduce((sum, value) => sum + value * value, 0) / count;
  let axes: Float32Array[] = Array.from({ length: axisCount }, (_, k) => orthonormalStart(dim, k));
  let variances: number[] = [];
  for (let round = 0; round < 30; round++) {
    axes = orthonormal(axes.map((axis) => timesCovariance(centred, dim, axis)));
    variances = axes.map((axis) => lengthOf(timesCovariance(centred, dim, axis)));
  }
  const scaled = new Float32Array(axisCount * dim);
  axes.forEach((axis, k) =>
    scaled.set(
      axis.map((value) => value * Math.sqrt(variances[k] ?? 0)),
      k * dim,
    ),
  );
  const rest = Math.max(0, total - variances.reduce((sum, value) => sum + value, 0)) / dim;
  return { weight: 30, mean, axes: scaled, rest };
}

function timesCovariance(centred: Float32Array, dim: number, axis: Float32Array): Float32Array {
  const count = centred.length / dim;
  const out = new Float32Array(dim);
  for (let row = 0; row < count; row++) {
    let along = 0;
    for (let i = 0; i < dim; i++) along += (centred[row * dim + i] ?? 0) * (axis[i] ?? 0);
    for (let i = 0; i < dim; i++) out[i] = (out[i] ?? 0) + ((centred[row * dim + i] ?? 0) * along) / count;
  }
  return out;
}

function orthonormal(vectors: readonly Float32Array[]): Float32Array[] {
  const done: Float32Array[] = [];
  for (const vector of vectors) {
    const own = vector.slice();
    for (const other of done) {
      const along = own.reduce((sum, value, i) => sum + value * (other[i] ?? 0), 0);
      for (let i = 0; i < own.length; i++) own[i] = (own[i] ?? 0) - along * (other[i] ?? 0);
    }
    const length = lengthOf(own);
    done.push(own.map((value) => value / length));
  }
  return done;
}

const orthonormalStart = (dim: number, k: number) =>
  Float32Array.from({ length: dim }, (_, i) => Math.sin((k + 1) * (i + 1)));
const lengthOf = (vector: Float32Array) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
