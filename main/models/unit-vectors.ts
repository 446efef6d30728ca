import { Failure } from '../util/failure.ts';

/**
 * What a tower answers is checked before anything is stored or searched by it: a wrong execution provider gives NaN
 * or vectors of another length, and such rows would sit in the index unseen.
 * @param whose names the tower in the message
 * @throws Failure 'model-damaged'
 */
export function checkUnitVectors(vectors: Float32Array, dim: number, whose: string): void {
  for (let start = 0; start < vectors.length; start += dim) {
    let sum = 0;
    for (let i = start; i < start + dim; i++) sum += (vectors[i] ?? NaN) ** 2;
    // False for NaN too. fp16 graphs end within 1e-3 of unit length.
    if (!(Math.abs(sum - 1) < 5e-3))
      throw new Failure('model-damaged', `What ${whose} answers is no unit vector (squared length ${sum}).`);
  }
}
