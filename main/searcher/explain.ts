import type { SentenceFit, Why } from '../../preload/contract/search.ts';
import type { Question as CutQuestion } from '../search/cutoff.ts';
import { fitOf } from '../search/fit.ts';
import { dot } from '../util/dot.ts';
import { Failure } from '../util/failure.ts';
import { answer, type Answering, type Asking, nameOf, sentenceOf } from './questions.ts';

export interface Explaining extends Answering {
  /** Cosines of a sample of the library with a vector. */
  usual(vector: Float32Array): Float32Array;
  /** Words of the question that full text finds in this photo. */
  exactWordsOf(photoId: number, words: string): string[];
}

/**
 * How well sentences fit a picture.
 * @throws Failure 'unavailable' while the library is too small, or not read yet, to say what is usual in it
 */
export async function match(
  picture: Float32Array,
  sentences: readonly string[],
  by: Explaining,
): Promise<SentenceFit[]> {
  if (by.cutoff === undefined)
    throw new Failure('unavailable', 'The library is not read yet, so there is nothing to compare with: try again.');
  const { cutoff } = by;
  return Promise.all(
    sentences.map(async (sentence): Promise<SentenceFit> => {
      const { question, unknownWords } = await sentenceOf(sentence, by.meanings);
      if (question === undefined) return { sentence, cosine: 0, probability: 0, better: 0, unknownWords };
      const [fit] = fitOf(picture, [question], { cutoff, scoresOf: by.usual });
      return {
        sentence,
        cosine: fit?.score ?? 0,
        probability: fit?.probability ?? 0,
        better: fit?.better ?? 0,
        unknownWords,
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
  const probability = isKnown ? list.probabilityAt?.(cosine) : undefined;
  // The array of `vectorOf` is another photo's at the next call.
  const photo = by.vectorOf(photoId)?.slice();
  return {
    why: {
      band: bandAt(list.sections, at),
      ...(isKnown && { cosine }),
      ...(probability !== undefined && { probability }),
      exactWords: by.exactWordsOf(photoId, asking.query.exact),
      terms: photo === undefined ? [] : await termsOf(photo, asking, by),
      filters: asking.query.filters,
    },
    direction: list.direction,
  };
}

async function termsOf(photo: Float32Array, { query, pictures }: Asking, by: Explaining): Promise<Why['terms']> {
  const terms: Why['terms'] = [];
  for (const term of query.terms) {
    const { sign, weight } = term;
    const label = term.is === 'words' ? term.words : term.is === 'photo' ? `photo:${term.photoId}` : nameOf(term);
    const question = await questionOf(term, pictures, by);
    if (question === undefined) continue;
    const [fit] = by.cutoff === undefined ? [] : fitOf(photo, [question], { cutoff: by.cutoff, scoresOf: by.usual });
    terms.push({ label, sign, weight, cosine: dot(photo, question.vector), probability: fit?.probability ?? 0 });
  }
  return terms;
}

async function questionOf(
  term: Asking['query']['terms'][number],
  pictures: Asking['pictures'],
  by: Explaining,
): Promise<CutQuestion | undefined> {
  if (term.is === 'words') return (await sentenceOf(term.words, by.meanings)).question;
  const vector = term.is === 'photo' ? by.vectorOf(term.photoId)?.slice() : pictures[nameOf(term)];
  return vector && { is: 'photo', vector, contentWords: 0, unknownShare: 0 };
}

function bandAt(sections: readonly { band: Why['band']; count: number }[], at: number): Why['band'] {
  let end = 0;
  for (const { band, count } of sections) {
    end += count;
    if (at < end) return band;
  }
  return 'rest';
}
