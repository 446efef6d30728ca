import type { List } from '../../preload/contract/list.ts';
import type { SmartRule } from '../../preload/contract/album.ts';
import type { Term as Meant } from '../search/negate.ts';
import type { KeptList } from './lists.ts';
import { answer, type Answering, type Asking } from './questions.ts';

/** The photos of an album: best first, or in the person's order. */
export interface Reckoned extends Omit<KeptList, 'id' | 'times'> {
  /** How sure each one is, 0..1. */
  readonly probabilities: Float32Array;
}

/** What examples weigh beside the words, all of them together: a photo is far nearer to photos than a sentence is. */
const examplesWeight = 0.5;

/** What photos given as examples ask for: one direction for all that belong, one for all that do not. */
export function leaningOf(
  examples: { readonly included: readonly number[]; readonly excluded: readonly number[] },
  hasWords: boolean,
  vectorOf: Answering['vectorOf'],
): NonNullable<Asking['leaning']> {
  const meanOf = (photoIds: readonly number[], weight: number): Meant[] => {
    // The array of `vectorOf` is another photo's at the next call.
    const vectors = photoIds.flatMap((id) => vectorOf(id)?.slice() ?? []);
    const [first] = vectors;
    if (first === undefined) return [];
    const sum = first.map((_, i) => vectors.reduce((all, vector) => all + (vector[i] ?? 0), 0));
    const length = Math.sqrt(sum.reduce((all, value) => all + value * value, 0));
    return length === 0 ? [] : [{ vector: sum.map((value) => value / length), weight }];
  };
  return {
    plus: meanOf(examples.included, hasWords ? examplesWeight : 1),
    minus: hasWords || examples.included.length > 0 ? meanOf(examples.excluded, examplesWeight) : [],
  };
}

/**
 * A smart album: what answers its question surely enough, with the examples that belong to it and without those that do
 * not. Where nothing is wanted by meaning, everything that passes the filters and has nothing of what is not wanted; where
 * nothing is asked at all, the examples alone.
 */
export async function reckonSmart(
  asking: Asking,
  rule: Pick<SmartRule, 'least'>,
  examples: { readonly included: readonly number[]; readonly excluded: readonly number[] },
  by: Answering,
): Promise<Reckoned> {
  const isWanted =
    asking.query.terms.some(({ sign }) => sign === 'plus') ||
    asking.query.likes.some(({ sign }) => sign === 'plus') ||
    (asking.leaning?.plus.length ?? 0) > 0;
  const isAnything = isWanted || asking.query.terms.length > 0 || asking.query.filters.length > 0;
  const list = isAnything ? await answer(asking, by) : undefined;
  const bands: ReadonlySet<string> = new Set(
    isWanted ? (rule.least === 'sure' ? ['sure'] : ['sure', 'likely']) : ['all'],
  );
  return withExamples(list, bands, examples);
}

/** In the person's order: each of them is sure. */
export function reckonManual(photoIds: readonly number[]): Reckoned {
  return {
    photoIds: Uint32Array.from(photoIds),
    probabilities: new Float32Array(photoIds.length).fill(1),
    exactCount: 0,
    searchedCount: photoIds.length,
    sections: [{ band: 'all', count: photoIds.length }],
  };
}

/** One after the other, each photo once. */
export function joined(parts: readonly Reckoned[]): Reckoned {
  const [first] = parts;
  if (first !== undefined && parts.every((part, i) => i === 0 || part.photoIds.length === 0)) return first;
  const seen = new Set<number>();
  const photoIds: number[] = [];
  const probabilities: number[] = [];
  for (const part of parts)
    part.photoIds.forEach((id, i) => {
      if (seen.has(id)) return;
      seen.add(id);
      photoIds.push(id);
      probabilities.push(part.probabilities[i] ?? 0);
    });
  return { ...reckonManual(photoIds), probabilities: Float32Array.from(probabilities) };
}

function withExamples(
  list: Omit<KeptList, 'id'> | undefined,
  bands: ReadonlySet<string>,
  { included, excluded }: { readonly included: readonly number[]; readonly excluded: readonly number[] },
): Reckoned {
  const passed = new Set([...included, ...excluded]);
  const photoIds = [...included];
  const scores: number[] = included.map(() => NaN);
  const probabilities: number[] = included.map(() => 1);
  const sections: List['sections'] = included.length > 0 ? [{ band: 'example', count: included.length }] : [];
  let start = 0;
  for (const { band, count } of list?.sections ?? []) {
    const before = photoIds.length;
    for (let at = start; bands.has(band) && at < start + count; at++) {
      const id = list?.photoIds[at] ?? 0;
      if (passed.has(id)) continue;
      const score = list?.scores?.[at] ?? NaN;
      photoIds.push(id);
      scores.push(score);
      // Its name or a keyword says so, or a filter: there is no doubt in that.
      const isCertain = list?.certain?.has(id) === true || band === 'all' || Number.isNaN(score);
      probabilities.push(isCertain ? 1 : (list?.probabilityAt?.(score) ?? 0));
    }
    start += count;
    const added = photoIds.length - before;
    const last = sections.at(-1);
    if (last?.band === band) last.count += added;
    else if (added > 0) sections.push({ band, count: added });
  }
  return {
    photoIds: Uint32Array.from(photoIds),
    probabilities: Float32Array.from(probabilities),
    exactCount: list?.exactCount ?? 0,
    searchedCount: list?.searchedCount ?? 0,
    sections,
    ...(list?.scores && { scores: Float32Array.from(scores) }),
    ...(list?.certain && { certain: list.certain }),
    ...(list?.chosen && { chosen: list.chosen }),
    ...(list?.query && { query: list.query }),
    ...(list?.direction && { direction: list.direction }),
    ...(list?.probabilityAt && { probabilityAt: list.probabilityAt }),
  };
}
