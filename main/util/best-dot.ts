import { dot } from './dot.ts';

/** The best of several: the one of a photo, the nearest moment of a film. -Infinity where there is none. */
export function bestDot(parts: readonly Float32Array[], vector: Float32Array): number {
  let best = -Infinity;
  for (const part of parts) best = Math.max(best, dot(vector, part));
  return best;
}
