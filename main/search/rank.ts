import type { Scored } from './matrix.ts';

/** Photos from the best to the last: photoIds[i] has scores[i]. The arrays are the list's own. */
export interface Ranked {
  readonly photoIds: Uint32Array;
  readonly scores: Float32Array;
}

/**
 * The whole list in order, by a counting sort over 65,536 steps between the least and the highest score. A step is
 * about 1e-5 of cosine, far below what quantisation leaves uncertain (4.6e-4); within a step the order is that of the rows.
 */
export function rank({ photoIds, scores }: Scored): Ranked {
  const n = scores.length;
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < n; i++) {
    const score = scores[i] ?? 0;
    if (score < least) least = score;
    if (score > most) most = score;
  }
  const perStep = most > least ? (steps - 1) / (most - least) : 0;
  if (keys.length < n) keys = new Uint16Array(Math.ceil(n * 1.25));
  starts.fill(0);
  for (let i = 0; i < n; i++) {
    const key = ((most - (scores[i] ?? 0)) * perStep) | 0;
    keys[i] = key;
    starts[key + 1] = (starts[key + 1] ?? 0) + 1;
  }
  for (let key = 1; key <= steps; key++) starts[key] = (starts[key] ?? 0) + (starts[key - 1] ?? 0);
  const ranked = { photoIds: new Uint32Array(n), scores: new Float32Array(n) };
  for (let i = 0; i < n; i++) {
    const key = keys[i] ?? 0;
    const at = starts[key] ?? 0;
    starts[key] = at + 1;
    ranked.photoIds[at] = photoIds[i] ?? 0;
    ranked.scores[at] = scores[i] ?? 0;
  }
  return ranked;
}

const steps = 65_536;
// Kept from call to call: allocating them costs more than the sort of a small library.
const starts = new Uint32Array(steps + 1);
let keys = new Uint16Array(0);
