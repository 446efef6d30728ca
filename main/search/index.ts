import type { Bitmap } from './bitmap.ts';
import type { Matrix, Scored } from './matrix.ts';
import { combine, pushDown, type Term } from './negate.ts';
import { rank, type Ranked } from './rank.ts';
import { refine } from './refine.ts';

/** A question after parsing and filtering: what to look for, and among which photos. */
export interface Asked {
  /** Words to be found in names, folders, captions and keywords; '' for none. */
  readonly exact: string;
  /** What is meant: unit vectors, each with its weight. */
  readonly plus: readonly Term[];
  /** What is not wanted. */
  readonly minus: readonly Term[];
  /** Photos that are part of the question, so they are no answer. */
  readonly without: readonly number[];
  /** Photos that pass the filters; absent when there are none. */
  readonly allowed?: Bitmap | undefined;
}

/** What ranking needs of the world; the searcher process has it from SQLite, the matrix and the text tower. */
export interface Searching {
  readonly matrix: Matrix;
  /** Photos in which all content words are found, the best first. Any text is allowed. */
  exactMatches(words: string): readonly number[];
  /** The photo's vector as it is stored, or undefined. The array may be another photo's at the next call. */
  vectorOf(photoId: number): Float32Array | undefined;
}

/** The whole list. A score is a cosine, NaN for a photo of the exact group that has no vector yet. */
export interface Found extends Ranked {
  /** What was ranked by, unit length; absent when nothing was meant. */
  readonly direction?: Float32Array | undefined;
  /** Scores of the whole library, where filters left only a part of it. */
  readonly library?: Float32Array | undefined;
  /** The first ones match by name, folder, caption or keyword; the rest are ordered by meaning. */
  readonly exactCount: number;
}

/**
 * parse -> filter -> rank -> cut. `Asked` is what parsing and filtering leave; this ranks: first the exact matches, then
 * everything with a vector by its cosine. Where the list is cut is decided on its scores.
 */
export function search(asked: Asked, by: Searching): Found {
  const query = directionOf(asked);
  const exact = by
    .exactMatches(asked.exact)
    .filter((id) => (!asked.allowed || asked.allowed.has(id)) && !asked.without.includes(id));
  const everything = query ? ranked(query, asked, by) : nothing();
  // What the question is made of goes first of all and is then left off.
  const found = withAtHead(everything, [...asked.without, ...exact]);
  const gone = asked.without.length;
  return {
    photoIds: found.photoIds.subarray(gone),
    scores: found.scores.subarray(gone),
    exactCount: exact.length,
    direction: query,
    library: everything.library,
  };
}

/** Of minus terms alone, the least like them come first. */
function directionOf({ plus, minus }: Asked): Float32Array | undefined {
  return plus.length > 0 ? combine(plus, minus) : combine(minus)?.map((value) => -value);
}

/** Everything is scored, also under a filter: how good a score is shows in those of the whole library. */
function ranked(query: Float32Array, asked: Asked, by: Searching): Ranked & Pick<Found, 'library'> {
  const { allowed, minus } = asked;
  const all = by.matrix.scores(query);
  const isNegative = minus.length > 0 && asked.plus.length > 0;
  // The matrix's own arrays hold until its next call.
  const scored = isNegative ? { photoIds: all.photoIds.slice(), scores: all.scores.slice() } : all;
  // How good a score is shows in the scores before minus terms pushed some of them down, and before filters.
  const library = isNegative || allowed !== undefined ? all.scores.slice() : undefined;
  if (isNegative)
    pushDown(
      scored.scores,
      minus.map(({ vector }) => by.matrix.scores(vector).scores.slice()),
    );
  const list = rank(allowed === undefined ? scored : only(scored, allowed));
  return {
    // Scores that were pushed down are no cosines, so stored vectors would not make them more exact.
    ...(isNegative ? list : refine(list, query, (id) => by.vectorOf(id))),
    library,
  };
}

function only({ photoIds, scores }: Scored, allowed: Bitmap): Scored {
  const kept = { photoIds: new Uint32Array(photoIds.length), scores: new Float32Array(photoIds.length) };
  let length = 0;
  for (let i = 0; i < photoIds.length; i++) {
    const id = photoIds[i] ?? 0;
    if (!allowed.has(id)) continue;
    kept.photoIds[length] = id;
    kept.scores[length++] = scores[i] ?? 0;
  }
  return { photoIds: kept.photoIds.subarray(0, length), scores: kept.scores.subarray(0, length) };
}

function nothing(): Ranked & Pick<Found, 'library'> {
  return { photoIds: new Uint32Array(0), scores: new Float32Array(0) };
}

/**
 * The list with these photos moved (or put) to its head. Typed arrays throughout: a name like `IMG` can match a whole
 * library, and Maps of it made the process 50 MB larger.
 */
function withAtHead(list: Ranked, head: readonly number[]): Ranked {
  if (head.length === 0) return list;
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
  return { photoIds: photoIds.subarray(0, length), scores: scores.subarray(0, length) };
}
