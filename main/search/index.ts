import type { Bitmap } from './bitmap.ts';
import type { Matrix } from './matrix.ts';
import { rank, type Ranked } from './rank.ts';
import { refine } from './refine.ts';

/** A question after parsing and filtering: what to look for, and among which photos. */
export interface Asked {
  /** Words to be found in names, folders, captions and keywords, and to be understood. */
  readonly words?: string | undefined;
  readonly similarTo?: number | undefined;
  /** Unit vector of a picture that need not be in the library. */
  readonly vector?: Float32Array | undefined;
  /** Photos that pass the filters; absent when there are none. */
  readonly allowed?: Bitmap | undefined;
}

/** What ranking needs of the world; the searcher process has it from SQLite, the matrix and the text tower. */
export interface Searching {
  readonly matrix: Matrix;
  /** Photos in which all content words are found, the best first. Any text is allowed. */
  exactMatches(words: string): readonly number[];
  /** Unit vector of what the words mean; undefined when the model knows none of them. */
  meaningOf(words: string): Promise<Float32Array | undefined>;
  /** The photo's vector as it is stored, or undefined. */
  vectorOf(photoId: number): Float32Array | undefined;
}

/** The whole list. A score is a cosine, NaN for a photo of the exact group that has no vector yet. */
export interface Found extends Ranked {
  /** The first ones match by name, folder, caption or keyword; the rest are ordered by meaning. */
  readonly exactCount: number;
}

/**
 * parse -> filter -> rank -> cut. `Asked` is what parsing and filtering leave; this ranks: first the exact matches, then
 * everything with a vector by its cosine. Where the list is cut is decided on its scores.
 * @returns undefined when the photo of `similarTo` has no vector
 */
export async function search(asked: Asked, by: Searching): Promise<Found | undefined> {
  const { similarTo, vector, words = '', allowed } = asked;
  if (vector !== undefined) return without(ranked(vector, by, allowed), [], []);
  if (similarTo !== undefined) {
    const query = by.vectorOf(similarTo);
    return query && without(ranked(query, by, allowed), [similarTo], []);
  }
  const query = await by.meaningOf(words);
  const exact = by.exactMatches(words).filter((id) => !allowed || allowed.has(id));
  const everything = query ? ranked(query, by, allowed) : { photoIds: new Uint32Array(0), scores: new Float32Array(0) };
  return without(everything, exact, exact);
}

function ranked(query: Float32Array, by: Searching, allowed: Bitmap | undefined): Ranked {
  return refine(rank(by.matrix.scores(query, allowed)), query, (id) => by.vectorOf(id));
}

/** The list with `first` at its head (with their scores) and `gone` taken out of the rest. */
function without(list: Ranked, gone: readonly number[], first: readonly number[]): Found {
  if (gone.length === 0) return { ...list, exactCount: 0 };
  const isGone = new Set(gone);
  const scoreOf = new Map<number, number>();
  const photoIds = new Uint32Array(first.length + list.photoIds.length);
  const scores = new Float32Array(photoIds.length);
  let length = first.length;
  for (let i = 0; i < list.photoIds.length; i++) {
    const id = list.photoIds[i] ?? 0;
    const score = list.scores[i] ?? NaN;
    if (isGone.has(id)) scoreOf.set(id, score);
    else {
      photoIds[length] = id;
      scores[length++] = score;
    }
  }
  first.forEach((id, i) => {
    photoIds[i] = id;
    scores[i] = scoreOf.get(id) ?? NaN;
  });
  return { photoIds: photoIds.slice(0, length), scores: scores.slice(0, length), exactCount: first.length };
}
