import type { List, Question } from '../../preload/contract/list.ts';
import type { Query, Term } from '../../preload/contract/query.ts';
import { type Bitmap, createBitmap } from '../search/bitmap.ts';
import { contentWords } from '../search/cutoff-features.ts';
import type { Cutoff } from '../search/cutoff.ts';
import { search, type Searching } from '../search/index.ts';
import type { Term as Meant } from '../search/negate.ts';
import { Failure } from '../util/failure.ts';
import type { KeptList } from './lists.ts';
import type { Meanings } from './meanings.ts';
import type { Timeline } from './timeline.ts';

export interface Asking {
  readonly question: Question;
  readonly query: Query;
  /** Unit vectors of pictures and regions that the text names, by how they stand there. */
  readonly pictures: Readonly<Record<string, Float32Array>>;
  /** Only these photos, ids ascending: an album. */
  readonly within?: Int32Array | undefined;
  /** What examples of a smart album ask for beside the words. */
  readonly leaning?: { readonly plus: readonly Meant[]; readonly minus: readonly Meant[] } | undefined;
}

export interface Answering extends Searching {
  readonly meanings: Meanings;
  readonly cutoff: Cutoff | undefined;
  /** Ids of the photos that pass the filters, ascending; undefined when there are none. */
  allowed(query: Query): Int32Array | undefined;
  timeline(): Promise<Timeline>;
  timeOf(photoId: number): number;
}

/**
 * Answers a question that was read: filters, meaning, exact words, and where the answer ends.
 * @throws Failure 'not-found' for a photo or picture in the question that is not there
 */
export async function answer(asking: Asking, by: Answering): Promise<Omit<KeptList, 'id'>> {
  const { question, query, pictures, leaning = { plus: [], minus: [] } } = asking;
  const ids = both(by.allowed(query), asking.within);
  const allowed = ids && createBitmap(ids.at(-1) ?? 0, ids);
  const terms = await meant(query.terms, pictures, by);
  if (query.terms.length === 0 && leaning.plus.length === 0) return filtersAlone(allowed, query, by);

  const found = search(
    {
      exact: query.exact,
      plus: [...terms.plus, ...leaning.plus],
      minus: [...terms.minus, ...leaning.minus],
      without: terms.without,
      allowed,
    },
    by,
  );
  const unknownWords = await unknownOf(query, by.meanings);
  const meaning = found.scores.subarray(found.exactCount);
  const isWanted = terms.plus.length > 0 || leaning.plus.length > 0;
  const bands =
    isWanted && found.direction
      ? by.cutoff?.cut(
          meaning,
          {
            is: query.terms.some((term) => term.is === 'words') ? 'text' : 'photo',
            vector: found.direction,
            ...shapeOf(query, unknownWords),
          },
          { strictness: question.strictness ?? 0, ...(found.library && { library: found.library }) },
        )
      : undefined;
  const kept = {
    photoIds: found.photoIds,
    scores: found.scores,
    exactCount: found.exactCount,
    sections: sectionsOf(found.exactCount, meaning.length, bands),
    query,
    unknownWords,
    ...(bands && { probabilityAt: bands.probabilityAt }),
    ...(found.direction && { direction: found.direction }),
  };
  return question.sort === 'date' ? sortedByDate(kept, by) : kept;
}

/** What is in both, ids ascending; undefined is everything. */
function both(a: Int32Array | undefined, b: Int32Array | undefined): Int32Array | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  let at = 0;
  return a.filter((id) => {
    while (at < b.length && (b[at] ?? 0) < id) at++;
    return b[at] === id;
  });
}

/** Words become vectors, photos bring theirs. Words that the model has never seen mean nothing. */
async function meant(terms: readonly Term[], pictures: Asking['pictures'], by: Answering) {
  const plus: Meant[] = [];
  const minus: Meant[] = [];
  const without: number[] = [];
  for (const term of terms) {
    const vector = term.is === 'words' ? await by.meanings.meaningOf(term.words) : pictureOf(term, pictures, by);
    if (vector !== undefined) (term.sign === 'plus' ? plus : minus).push({ vector, weight: term.weight });
    // The photo itself is what the person has already.
    if ((term.is === 'photo' || term.is === 'region') && term.sign === 'plus') without.push(term.photoId);
  }
  return { plus, minus, without };
}

function pictureOf(term: Exclude<Term, { is: 'words' }>, pictures: Asking['pictures'], by: Answering): Float32Array {
  // The array of `vectorOf` is another photo's at the next call.
  const vector = term.is === 'photo' ? by.vectorOf(term.photoId)?.slice() : pictures[nameOf(term)];
  if (vector === undefined)
    throw new Failure(
      'not-found',
      term.is === 'picture'
        ? 'The picture that was dropped is not kept any more: drop it again.'
        : 'This photo is not indexed yet, so nothing can be compared with it.',
    );
  return vector;
}

/** How a picture or region stands in the text of a question. */
export function nameOf(term: Exclude<Term, { is: 'words' | 'photo' }>): string {
  if (term.is === 'picture') return `picture:${term.pictureId}`;
  const { x, y, w, h } = term.region;
  return `photo:${term.photoId}@${x},${y},${w},${h}`;
}

/** Nothing is meant: what passes the filters, newest first. */
async function filtersAlone(allowed: Bitmap | undefined, query: Query, by: Answering): Promise<Omit<KeptList, 'id'>> {
  const timeline = await by.timeline();
  const kept: number[] = [];
  timeline.photoIds.forEach((id, at) => {
    if (allowed === undefined || allowed.has(id)) kept.push(at);
  });
  return {
    photoIds: Uint32Array.from(kept, (at) => timeline.photoIds[at] ?? 0),
    times: Float64Array.from(kept, (at) => timeline.times[at] ?? 0),
    exactCount: 0,
    sections: [{ band: 'all', count: kept.length }],
    query,
    unknownWords: [],
  };
}

async function unknownOf(query: Query, meanings: Meanings): Promise<string[]> {
  const words = query.terms.flatMap((term) => (term.is === 'words' ? [term.words] : [])).join(' ');
  return words === '' ? [] : meanings.unknownWords(words);
}

function shapeOf(query: Query, unknownWords: readonly string[]) {
  const words = contentWords(
    query.terms.flatMap((term) => (term.is === 'words' && term.sign === 'plus' ? [term.words] : [])).join(' '),
  );
  const unknown = words.filter((word) => unknownWords.includes(word)).length;
  return { contentWords: words.length, unknownShare: words.length === 0 ? 0 : unknown / words.length };
}

function sectionsOf(
  exact: number,
  meaning: number,
  bands: { sureCount: number; likelyCount: number } | undefined,
): List['sections'] {
  const rest =
    bands === undefined
      ? [{ band: 'all' as const, count: meaning }]
      : [
          { band: 'sure' as const, count: bands.sureCount },
          { band: 'likely' as const, count: bands.likelyCount },
          { band: 'rest' as const, count: meaning - bands.sureCount - bands.likelyCount },
        ];
  return [{ band: 'exact' as const, count: exact }, ...rest].filter(({ count }) => count > 0);
}

/** Newest first within each part; what is folded away stays in the order of its scores. */
function sortedByDate(kept: Omit<KeptList, 'id'>, by: Answering): Omit<KeptList, 'id'> {
  const { photoIds, scores } = kept;
  const shown = kept.sections.reduce((sum, { band, count }) => sum + (band === 'rest' ? 0 : count), 0);
  const order = Array.from({ length: shown }, (_, at) => at);
  const times = order.map((at) => by.timeOf(photoIds[at] ?? 0));
  let start = 0;
  const sorted: number[] = [];
  for (const { band, count } of kept.sections) {
    if (band === 'rest') continue;
    sorted.push(...order.slice(start, start + count).sort((a, b) => (times[b] ?? 0) - (times[a] ?? 0) || a - b));
    start += count;
  }
  return {
    ...kept,
    photoIds: withHead(photoIds, sorted),
    ...(scores && { scores: withHead(scores, sorted) }),
    times: Float64Array.from(sorted, (at) => times[at] ?? 0),
  };
}

function withHead<A extends Uint32Array | Float32Array>(all: A, order: readonly number[]): A {
  // `slice` of a typed array is one of its own kind.
  const copy = all.slice() as A;
  order.forEach((from, to) => {
    copy[to] = all[from] ?? 0;
  });
  return copy;
}

/** One word term by itself, as the cut-off wants it. */
export async function sentenceOf(words: string, meanings: Meanings) {
  const vector = await meanings.meaningOf(words);
  const unknownWords = await meanings.unknownWords(words);
  if (vector === undefined) return { unknownWords, question: undefined };
  const content = contentWords(words);
  const unknown = content.filter((word) => unknownWords.includes(word)).length;
  const unknownShare = content.length === 0 ? 0 : unknown / content.length;
  return { unknownWords, question: { is: 'text' as const, vector, contentWords: content.length, unknownShare } };
}
