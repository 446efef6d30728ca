/** Unit vectors in a narrow cone, as an image tower gives them, the same on every run. */
export function unitVectors(dim: number, count: number, seed: number): Float32Array[] {
  let state = seed * 7919 + 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const centre = Float32Array.from({ length: dim }, random);
  return Array.from({ length: count }, () => {
    const vector = centre.map((value) => value * 0.7 + random());
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
}

export function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, d) => sum + value * (b[d] ?? 0), 0);
}

export function flat(vectors: readonly Float32Array[]): Float32Array {
  return Float32Array.from(vectors.flatMap((vector) => [...vector]));
}
