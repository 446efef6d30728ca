import type { List, Question } from '../../preload/contract/list.ts';
import type { Query, Term } from '../../preload/contract/query.ts';
import { type Bitmap, createBitmap } from '../search/bitmap.ts';
import { contentWords } from '../search/cutoff-features.ts';
import type { Cutoff } from '../search/cutoff.ts';
import { search, type Searching } from '../search/index.ts';
import { type OneRanking, oneRanking } from '../search/one-ranking.ts';
import type { Term as Meant } from '../search/negate.ts';
import { partName } from '../search/part-term.ts';
import { learnDirection, ofQuestion } from '../tags/learn.ts';
import { Failure } from '../util/failure.ts';
import { asksForHidden, type Hidden, noneHidden } from './hidden.ts';
import { type KeptList, matchCountOf } from './lists.ts';
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
  /**
   * The photo's vector as it is stored, or undefined; of a film that of a part, or the mean of all. The array may be another
   * photo's at the next call.
   */
  vectorOf(photoId: number, part?: number): Float32Array | undefined;
  readonly meanings: Meanings;
  /** What words find in names, folders, captions, keywords and tags. Any text is allowed. */
  readonly words: WordSearch;
  readonly cutoff: Cutoff | undefined;
  /** Ids of the photos that pass the filters, ascending; undefined when there are none. */
  allowed(query: Query): Int32Array | undefined;
  /** What is usual in this library: the mean of its photos, and cosines of a sample of them with a vector. */
  readonly usual: { readonly mean: Float32Array; scoresOf(vector: Float32Array): Float32Array };
  /** Left out, unless the question asks for them. */
  readonly hidden?: Hidden | undefined;
  timeline(): Promise<Timeline>;
  timeOf(photoId: number): number;
}

/** Photos that words are found in, the best first. */
export interface WordSearch {
  /** All of them. */
  exactMatches(text: string): readonly number[];
  /** All of them, if the last one is half typed. */
  begunMatches(text: string): readonly number[];
  /** Some of them, in these photos. */
  someMatches(text: string, photoIds: Iterable<number>): readonly number[];
}

/**
 * Answers a question that was read: filters, meaning, exact words, and where the answer ends.
 * @throws Failure 'not-found' for a photo or picture in the question that is not there
 */
export async function answer(asking: Asking, by: Answering): Promise<Omit<KeptList, 'id'>> {
  const { question, query, pictures, leaning = { plus: [], minus: [] } } = asking;
  const allowed = allowedIn(both(by.allowed(query), asking.within), query, by.hidden);
  const terms = await meant(query.terms, pictures, by);
  const likes = likesOf(query, by);
  const isAsked = query.terms.length > 0 || leaning.plus.length > 0;
  if (!isAsked && likes.liked.length === 0) return filtersAlone(allowed, query, by);

  const found = search(
    {
      // Where nothing else is asked, the liked photos are the question.
      plus: [...terms.plus, ...leaning.plus, ...(isAsked ? [] : likes.terms)],
      minus: [...terms.minus, ...leaning.minus],
      without: terms.without,
      learn: likes.learn,
      allowed,
    },
    by,
  );
  const isWanted = terms.plus.length > 0 || leaning.plus.length > 0 || likes.liked.length > 0;
  const bands =
    isWanted && found.direction
      ? by.cutoff?.cut(
          found.scores,
          {
            is: query.terms.some((term) => term.is === 'words') ? 'text' : 'photo',
            vector: found.direction,
            contentWords: wordsIn(query),
          },
          { strictness: question.strictness ?? 0, ...(found.library && { library: found.library }) },
        )
      : undefined;
  const isAnswer = (id: number) => allowed?.has(id) !== false && !terms.without.includes(id);
  const named = query.terms.flatMap((term) =>
    term.is === 'words' && term.sign === 'minus' ? by.words.exactMatches(term.words) : [],
  );
  const chosen = likes.liked.filter((id) => isAnswer(id) && by.matrix.has(id));
  const whole = by.words.exactMatches(query.exact).filter(isAnswer);
  const begun = by.words.begunMatches(query.exact).filter(isAnswer);
  // What is found by meaning was pushed down by meaning; of the rest it must be said what shows the unwanted.
  const byWords = new Set([...whole, ...begun]);
  const isLeft = (id: number) => !isWanted || byWords.has(id);
  const shown = terms.minus.length > 0 && (!isWanted || byWords.size > 0) ? surelyShowing(terms.minus, by) : [];
  const unwanted = [...new Set([...named, ...shown.filter(isLeft), ...likes.disliked])].filter(isAnswer);
  const ranking = oneRanking(found, bands, {
    ...{ chosen, whole, begun, unwanted },
    some: (photoIds) => by.words.someMatches(query.exact, photoIds.subarray(0, mostMoved)),
  });
  const kept = {
    photoIds: ranking.photoIds,
    scores: ranking.scores,
    exactCount: (ranking.certain?.count ?? 0) - chosen.length,
    searchedCount: by.matrix.count,
    sections: sectionsOf(ranking, bands !== undefined, unwanted.filter((id) => by.matrix.has(id)).length),
    query,
    ...(bands && { probabilityAt: bands.probabilityAt }),
    ...(found.direction && { direction: found.direction }),
    ...(ranking.certain && { certain: ranking.certain }),
    ...(ranking.begun && { begun: ranking.begun }),
    ...(chosen.length > 0 && { chosen }),
  };
  return question.sort === 'date' ? sortedByDate(kept, by) : kept;
}

/** @param ids ascending; undefined is everything */
function allowedIn(
  ids: Int32Array | undefined,
  query: Query,
  hidden: Hidden = noneHidden,
): Pick<Bitmap, 'has'> | undefined {
  const inIds = ids && createBitmap(ids.at(-1) ?? 0, ids);
  if (hidden.count === 0 || asksForHidden(query)) return inIds;
  return { has: (id) => inIds?.has(id) !== false && !hidden.has(id) };
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

interface Unwanted extends Meant {
  /** Content words; undefined of a picture. */
  readonly words: number | undefined;
}

/** Photos that match what is not wanted, by its own bands. */
function surelyShowing(minus: readonly Unwanted[], by: Answering): number[] {
  return minus.flatMap(({ vector, words }) => {
    const { photoIds, scores } = search({ plus: [{ vector, weight: 1 }], minus: [], without: [] }, by);
    const question = { is: words === undefined ? ('photo' as const) : ('text' as const), vector };
    const sureCount = by.cutoff?.cut(scores, { ...question, contentWords: words ?? 0 }).sureCount ?? 0;
    return [...photoIds.subarray(0, sureCount)];
  });
}

/** Words become vectors, photos bring theirs. What the model cannot read means nothing. */
async function meant(terms: readonly Term[], pictures: Asking['pictures'], by: Answering) {
  const plus: Meant[] = [];
  const minus: Unwanted[] = [];
  const without: number[] = [];
  for (const term of terms) {
    const vector = term.is === 'words' ? await by.meanings.meaningOf(term.words) : pictureOf(term, pictures, by);
    if (vector !== undefined) {
      const words = term.is === 'words' ? contentWords(term.words).length : undefined;
      if (term.sign === 'plus') plus.push({ vector, weight: term.weight });
      else minus.push({ vector, weight: term.weight, words });
    }
    // The photo itself is what the person has already.
    if ((term.is === 'photo' || term.is === 'region') && term.sign === 'plus') without.push(term.photoId);
  }
  return { plus, minus, without };
}

/** So many of the likely photos may be moved by some of the words: nobody looks at more of them one by one. */
const mostMoved = 1_000;

/** What the person said of photos in the answer: "more like this", "not this". The last word on a photo counts. */
function likesOf({ likes }: Query, { vectorOf, usual }: Answering) {
  const signs = new Map(likes.map(({ photoId, sign }) => [photoId, sign]));
  const said = (sign: Term['sign']) => [...signs.keys()].filter((id) => signs.get(id) === sign);
  const [liked, disliked] = [said('plus'), said('minus')];
  // The array of `vectorOf` is another photo's at the next call.
  const vectorsOf = (ids: readonly number[]) => ids.flatMap((id) => vectorOf(id)?.slice() ?? []);
  const [confirmed, rejected] = [vectorsOf(liked), vectorsOf(disliked)];
  const dim = usual.mean.length;
  return {
    liked,
    disliked,
    terms: confirmed.map((vector): Meant => ({ vector, weight: 1 })),
    learn:
      confirmed.length + rejected.length === 0
        ? undefined
        : (direction: Float32Array) =>
            learnDirection(
              direction,
              { confirmed: joined(confirmed, dim), rejected: joined(rejected, dim) },
              { dim, ...usual },
              ofQuestion,
            ) ?? direction,
  };
}

function joined(vectors: readonly Float32Array[], dim: number): Float32Array {
  const all = new Float32Array(vectors.length * dim);
  vectors.forEach((vector, at) => all.set(vector, at * dim));
  return all;
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
  return partName(term);
}

/** Nothing is meant: what passes the filters, newest first. */
async function filtersAlone(
  allowed: Pick<Bitmap, 'has'> | undefined,
  query: Query,
  by: Answering,
): Promise<Omit<KeptList, 'id'>> {
  const timeline = await by.timeline();
  const kept: number[] = [];
  timeline.photoIds.forEach((id, at) => {
    if (allowed === undefined || allowed.has(id)) kept.push(at);
  });
  return {
    photoIds: Uint32Array.from(kept, (at) => timeline.photoIds[at] ?? 0),
    times: Float64Array.from(kept, (at) => timeline.times[at] ?? 0),
    exactCount: 0,
    searchedCount: timeline.photoIds.length,
    sections: [{ band: 'all', count: kept.length }],
    query,
  };
}

/** How much is asked for at once. */
function wordsIn(query: Query): number {
  const wanted = query.terms.flatMap((term) => (term.is === 'words' && term.sign === 'plus' ? [term.words] : []));
  return contentWords(wanted.join(' ')).length;
}

/**
 * Where no cut was made, what words did not find is one part, but for the photos at its end that have what is not wanted:
 * "-dog" is all photos without one.
 */
function sectionsOf({ sureCount, likelyCount, photoIds }: OneRanking, isCut: boolean, last: number): List['sections'] {
  const rest = photoIds.length - sureCount - likelyCount;
  const sections: List['sections'] = [
    { band: 'sure', count: sureCount },
    { band: 'likely', count: likelyCount },
    ...(isCut ? [] : [{ band: 'all' as const, count: rest - last }]),
    { band: 'nearest', count: isCut ? rest : last },
  ];
  return sections.filter(({ count }) => count > 0);
}

/** Newest first within each part; what is only nearest stays in the order of its scores. */
function sortedByDate(kept: Omit<KeptList, 'id'>, by: Answering): Omit<KeptList, 'id'> {
  const { photoIds, scores } = kept;
  const shown = matchCountOf(kept.sections);
  const order = Array.from({ length: shown }, (_, at) => at);
  const times = order.map((at) => by.timeOf(photoIds[at] ?? 0));
  let start = 0;
  const sorted: number[] = [];
  for (const { band, count } of kept.sections) {
    if (band === 'nearest') continue;
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

/** One word term by itself, as the cut-off wants it; undefined when the model can read nothing of it. */
export async function sentenceOf(words: string, meanings: Meanings) {
  const vector = await meanings.meaningOf(words);
  return vector && { is: 'text' as const, vector, contentWords: contentWords(words).length };
}
