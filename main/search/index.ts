import type { Bitmap } from './bitmap.ts';
import type { Matrix, Scored } from './matrix.ts';
import { combine, pushDown, type Term } from './negate.ts';
import { rank, type Ranked } from './rank.ts';
import { headLength, refine } from './refine.ts';

/** A question after parsing and filtering: what to look for, and among which photos. */
export interface Asked {
  /** What is meant: unit vectors, each with its weight. */
  readonly plus: readonly Term[];
  /** What is not wanted. */
  readonly minus: readonly Term[];
  /** Photos that are part of the question, so they are no answer. */
  readonly without: readonly number[];
  /** Turns the question to what the person said of photos in its answer. */
  readonly learn?: ((direction: Float32Array) => Float32Array) | undefined;
  /** Photos that pass the filters; absent when there are none. */
  readonly allowed?: Pick<Bitmap, 'has'> | undefined;
}

/** What ranking needs of the world; the searcher process has it from SQLite, the matrix and the text tower. */
export interface Searching {
  readonly matrix: Matrix;
  /** Vectors of these photos as they are stored, or undefined; of a film that of the part that is named for it. */
  vectorsOf(photoIds: Iterable<number>, parts: ReadonlyMap<number, number>): readonly (Float32Array | undefined)[];
}

/** Everything that has a vector, ordered by meaning; nothing where nothing was meant. */
export interface Found extends Ranked {
  /** What was ranked by, unit length; absent when nothing was meant. */
  readonly direction?: Float32Array | undefined;
  /** Scores of the whole library, where filters left only a part of it. */
  readonly library?: Float32Array | undefined;
}

/**
 * parse -> filter -> rank -> cut -> one ranking. `Asked` is what parsing and filtering leave; this ranks everything with
 * a vector by its cosine. Where the list is cut is decided on its scores; then words on files come in (one-ranking.ts).
 */
export function search(asked: Asked, by: Searching): Found {
  const meant = directionOf(asked);
  const direction = meant && (asked.learn?.(meant) ?? meant);
  if (direction === undefined) return { photoIds: new Uint32Array(0), scores: new Float32Array(0) };
  return { ...ranked(direction, asked, by), direction };
}

/** Of minus terms alone, the least like them come first. */
function directionOf({ plus, minus }: Asked): Float32Array | undefined {
  return plus.length > 0 ? combine(plus) : combine(minus)?.map((value) => -value);
}

/** Everything is scored, also under a filter: how good a score is shows in those of the whole library. */
function ranked(query: Float32Array, asked: Asked, by: Searching): Ranked & Pick<Found, 'library'> {
  const { allowed, minus, without } = asked;
  const all = by.matrix.scores(query);
  const isNegative = minus.length > 0 && asked.plus.length > 0;
  // The matrix's own arrays hold until its next call.
  const scored = isNegative ? { photoIds: all.photoIds.slice(), scores: all.scores.slice() } : all;
  // How good a score is shows in the scores before minus terms pushed some of them down, and before filters.
  const library = isNegative || allowed !== undefined ? all.scores.slice() : undefined;
  if (isNegative)
    pushDown(
      scored.scores,
      minus.map(({ vector, weight }) => ({ scores: by.matrix.scores(vector).scores.slice(), weight })),
    );
  const isPart = allowed !== undefined || without.length > 0;
  const list = rank(isPart ? only(scored, (id) => allowed?.has(id) !== false && !without.includes(id)) : scored);
  // Scores that were pushed down are no cosines, so stored vectors would not make them more exact.
  if (isNegative) return { ...list, library };
  const parts = by.matrix.bestParts(query, list.photoIds.subarray(0, headLength));
  return { ...refine(list, query, (ids) => by.vectorsOf(ids, parts)), library };
}

function only({ photoIds, scores }: Scored, isAllowed: (photoId: number) => boolean): Scored {
  const kept = { photoIds: new Uint32Array(photoIds.length), scores: new Float32Array(photoIds.length) };
  let length = 0;
  for (let i = 0; i < photoIds.length; i++) {
    const id = photoIds[i] ?? 0;
    if (!isAllowed(id)) continue;
    kept.photoIds[length] = id;
    kept.scores[length++] = scores[i] ?? 0;
  }
  return { photoIds: kept.photoIds.subarray(0, length), scores: kept.scores.subarray(0, length) };
}
