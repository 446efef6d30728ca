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
  /** The photo's vector as it is stored, or undefined. The array may be another photo's at the next call. */
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
  if (vector !== undefined) return { ...ranked(vector, by, allowed), exactCount: 0 };
  if (similarTo !== undefined) {
    const query = by.vectorOf(similarTo)?.slice();
    return query && withoutFirst(withAtHead(ranked(query, by, allowed), [similarTo]));
  }
  const query = await by.meaningOf(words);
  const exact = by.exactMatches(words).filter((id) => !allowed || allowed.has(id));
  const everything = query ? ranked(query, by, allowed) : { photoIds: new Uint32Array(0), scores: new Float32Array(0) };
  return withAtHead(everything, exact);
}

function ranked(query: Float32Array, by: Searching, allowed: Bitmap | undefined): Ranked {
  return refine(rank(by.matrix.scores(query, allowed)), query, (id) => by.vectorOf(id));
}

/**
 * The list with these photos moved (or put) to its head. Typed arrays throughout: a name like `IMG` can match a whole
 * library, and Maps of it made the process 50 MB larger.
 */
function withAtHead(list: Ranked, head: readonly number[]): Found {
  if (head.length === 0) return { ...list, exactCount: 0 };
  /** Photo id -> its place in the head + 1. */
  const places = new Uint32Array(head.reduce((most, id) => Math.max(most, id), 0) + 1);
  head.forEach((id, i) => {
    places[id] = i + 1;
  });
  const photoIds = new Uint32Array(head.length + list.photoIds.length);
  const scores = new Float32Array(photoIds.length).fill(NaN, 0, head.length);
  photoIds.set(head);
  let length = head.length;
  for (let i = 0; i < list.photoIds.length; i++) {
    const id = list.photoIds[i] ?? 0;
    const place = places[id] ?? 0;
    const at = place > 0 ? place - 1 : length++;
    photoIds[at] = id;
    scores[at] = list.scores[i] ?? NaN;
  }
  return { photoIds: photoIds.subarray(0, length), scores: scores.subarray(0, length), exactCount: head.length };
}

function withoutFirst({ photoIds, scores }: Ranked): Found {
  return { photoIds: photoIds.subarray(1), scores: scores.subarray(1), exactCount: 0 };
}
