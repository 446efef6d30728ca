import type { SentenceFit, Why } from '../../preload/contract/search.ts';
import type { Question as CutQuestion } from '../search/cutoff.ts';
import { fitOf } from '../search/fit.ts';
import { bestDot } from '../util/best-dot.ts';
import { Failure } from '../util/failure.ts';
import { bandAt } from './lists.ts';
import { answer, type Answering, type Asking, nameOf, sentenceOf } from './questions.ts';

export interface Explaining extends Answering {
  /** Words of the question that full text finds in this photo, and where. */
  partsOf(photoId: number): readonly Float32Array[];
  /** Where a part of a film is in it; undefined of what has one part. */
  momentOf(photoId: number, part: number | undefined): Pick<Why, 'part' | 'atMs'> | undefined;
  exactWordsOf(photoId: number, words: string): Why['exactWords'];
}

/**
 * How well sentences fit a picture.
 * @param picture unit vectors of its parts
 * @throws Failure 'unavailable' while the library is too small, or not read yet, to say what is usual in it
 */
export async function match(
  picture: readonly Float32Array[],
  sentences: readonly string[],
  by: Explaining,
): Promise<SentenceFit[]> {
  if (by.cutoff === undefined)
    throw new Failure('unavailable', 'The library is not read yet, so there is nothing to compare with: try again.');
  const { cutoff } = by;
  return Promise.all(
    sentences.map(async (sentence): Promise<SentenceFit> => {
      const question = await sentenceOf(sentence, by.meanings);
      if (question === undefined) return { sentence, cosine: 0, probability: 0, better: 0 };
      const [fit] = fitOf(picture, [question], { cutoff, scoresOf: by.usual.scoresOf });
      return {
        sentence,
        cosine: fit?.score ?? 0,
        probability: fit?.probability ?? 0,
        better: fit?.better ?? 0,
      };
    }),
  );
}

/**
 * Why a photo stands where it does in an answer.
 * @throws Failure 'not-found' when it is not in the answer at all
 */
export async function explain(
  photoId: number,
  asking: Asking,
  by: Explaining,
): Promise<{ why: Omit<Why, 'heat'>; direction: Float32Array | undefined }> {
  const list = await answer(asking, by);
  const at = list.photoIds.indexOf(photoId);
  if (at < 0) throw new Failure('not-found', 'This photo is not in the answer: a filter leaves it out.');
  const cosine = list.scores?.[at];
  const isKnown = cosine !== undefined && !Number.isNaN(cosine);
  const isByWords = list.certain?.has(photoId) === true || list.begun?.has(photoId) === true;
  const probability = isKnown && !isByWords ? list.probabilityAt?.(cosine) : undefined;
  const photo = by.partsOf(photoId);
  const part = list.direction && by.matrix.bestParts(list.direction, [photoId]).get(photoId);
  const atMs = part === undefined ? undefined : by.momentOf(photoId, part)?.atMs;
  return {
    why: {
      band: bandAt(list.sections, at),
      ...(isKnown && { cosine }),
      ...(probability !== undefined && { probability }),
      ...(part !== undefined && { part }),
      ...(atMs !== undefined && { atMs }),
      exactWords: by.exactWordsOf(photoId, asking.query.exact),
      terms: photo.length === 0 ? [] : await termsOf(photo, asking, by),
      filters: asking.query.filters,
    },
    direction: list.direction,
  };
}

async function termsOf(
  photo: readonly Float32Array[],
  { query, pictures }: Asking,
  by: Explaining,
): Promise<Why['terms']> {
  const terms: Why['terms'] = [];
  for (const term of query.terms) {
    const { sign, weight } = term;
    const label = term.is === 'words' ? term.words : term.is === 'photo' ? `photo:${term.photoId}` : nameOf(term);
    const question = await questionOf(term, pictures, by);
    if (question === undefined) continue;
    const [fit] =
      by.cutoff === undefined ? [] : fitOf(photo, [question], { cutoff: by.cutoff, scoresOf: by.usual.scoresOf });
    terms.push({ label, sign, weight, cosine: bestDot(photo, question.vector), probability: fit?.probability ?? 0 });
  }
  return terms;
}

async function questionOf(
  term: Asking['query']['terms'][number],
  pictures: Asking['pictures'],
  by: Explaining,
): Promise<CutQuestion | undefined> {
  if (term.is === 'words') return sentenceOf(term.words, by.meanings);
  const vector = term.is === 'photo' ? by.vectorOf(term.photoId)?.slice() : pictures[nameOf(term)];
  return vector && { is: 'photo', vector, contentWords: 0 };
}
