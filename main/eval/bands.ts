import type { Calibration } from '../search/calibration/calibration.ts';
import { backgroundOf, contentWords } from '../search/cutoff-features.ts';
import { createCutoff, type Cutoff, type Question } from '../search/cutoff.ts';
import type { BandQuestion } from './band-truth.ts';
import { dots } from './metrics.ts';

/** How far the bands can be believed. Photos of which the truth is not known count neither way. */
export interface BandsEvaluation {
  readonly photos: number;
  readonly sure: BandResult;
  /** "Sure" and "likely" together. */
  readonly shown: BandResult;
  /** Of questions that nothing matches: how many got a photo in "sure", in either band. */
  readonly hopeless: { readonly questions: number; readonly withSure: number; readonly withAny: number };
  /** Of questions that some photo matches: the share answered with "nothing matches". */
  readonly wronglyNothing: number;
  /** Photos by what they were promised, in tenths: how many, the mean promise and the share that was right. */
  readonly calibration: readonly { readonly photos: number; readonly promised: number; readonly right: number }[];
}

export interface BandResult {
  /** Photos in the band whose truth is known. */
  readonly photos: number;
  /** Share of them that is right. */
  readonly precision: number;
  /** Mean over the questions that have a photo in the band. */
  readonly precisionByQuestion: number;
  /** Share of the right photos that is in the band, mean over questions. */
  readonly recall: number;
  /** Share of the questions with right photos that have a photo in the band. */
  readonly answered: number;
}

export interface BandsInput {
  readonly questions: readonly BandQuestion[];
  /** Unit vectors of the library, photos * dim; positions are those of the questions' truth. */
  readonly photos: Float32Array;
  readonly dim: number;
  readonly calibration: Calibration;
  readonly backgroundSentences: readonly string[];
  readonly text: { embedTexts(texts: readonly string[]): Promise<Float32Array> };
  /** As of the slider. */
  readonly strictness?: number;
}

/** Asks every question of the library, as the searcher does, and holds the bands against the truth. */
export async function evaluateBands(input: BandsInput): Promise<BandsEvaluation> {
  const { questions, photos, dim, calibration, text } = input;
  const scoresOf = (vector: Float32Array) => dots(vector, photos);
  const background = backgroundOf(
    await text.embedTexts(input.backgroundSentences),
    dim,
    scoresOf,
    calibration.reference,
  );
  const cutoff = createCutoff({ calibration, background: { text: background, photo: background } });
  const vectors = await text.embedTexts(questions.map((question) => question.text));
  return measureBands(
    cutoff,
    questions.map((truth, at) => {
      const vector = vectors.subarray(at * dim, (at + 1) * dim);
      return { truth, question: questionOf(truth.text, vector), scores: scoresOf(vector) };
    }),
    input.strictness,
  );
}

/** What the cut needs to know of a text beside its vector. */
export function questionOf(text: string, vector: Float32Array): Question {
  return { is: 'text', vector, contentWords: contentWords(text).length };
}

export interface AskedQuestion {
  readonly truth: Pick<BandQuestion, 'group' | 'right' | 'unsure'>;
  readonly question: Question;
  /** Cosine of every photo, by position. */
  readonly scores: Float32Array;
}

export function measureBands(cutoff: Cutoff, asked: readonly AskedQuestion[], strictness = 0): BandsEvaluation {
  const sure = tally();
  const shown = tally();
  const hopeless = { questions: 0, withSure: 0, withAny: 0 };
  const bins = Array.from({ length: 10 }, () => ({ photos: 0, promised: 0, right: 0 }));
  let nothing = 0;
  let hopeful = 0;
  for (const { truth, question, scores } of asked) {
    const order = Array.from(scores.keys()).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
    const bands = cutoff.cut(
      Float32Array.from(order, (at) => scores[at] ?? 0),
      question,
      { strictness },
    );
    const shownCount = bands.sureCount + bands.likelyCount;
    if (truth.group === 'hopeless') {
      hopeless.questions++;
      if (bands.sureCount > 0) hopeless.withSure++;
      if (shownCount > 0) hopeless.withAny++;
      continue;
    }
    const right = new Set(truth.right);
    const unsure = new Set(truth.unsure);
    sure.add(order.slice(0, bands.sureCount), right, unsure);
    shown.add(order.slice(0, shownCount), right, unsure);
    if (right.size > 0) hopeful++;
    if (right.size > 0 && bands.isNothing) nothing++;
    for (const at of order) {
      if (unsure.has(at)) continue;
      const promised = bands.probabilityAt(scores[at] ?? 0);
      const bin = bins[Math.min(9, Math.floor(promised * 10))];
      if (!bin) continue;
      bin.photos++;
      bin.promised += promised;
      if (right.has(at)) bin.right++;
    }
  }
  return {
    photos: asked[0]?.scores.length ?? 0,
    sure: sure.result(),
    shown: shown.result(),
    hopeless,
    wronglyNothing: share(nothing, hopeful),
    calibration: bins.map((bin) => ({
      photos: bin.photos,
      promised: share(bin.promised, bin.photos),
      right: share(bin.right, bin.photos),
    })),
  };
}

function tally() {
  let photos = 0;
  let rightPhotos = 0;
  let precisions = 0;
  let withPhotos = 0;
  let recalls = 0;
  let hopeful = 0;
  let answered = 0;
  return {
    add(band: readonly number[], right: ReadonlySet<number>, unsure: ReadonlySet<number>): void {
      const known = band.filter((at) => !unsure.has(at));
      const good = known.filter((at) => right.has(at)).length;
      photos += known.length;
      rightPhotos += good;
      if (known.length > 0) {
        withPhotos++;
        precisions += good / known.length;
      }
      if (right.size === 0) return;
      hopeful++;
      recalls += good / right.size;
      if (known.length > 0) answered++;
    },
    result: (): BandResult => ({
      photos,
      precision: share(rightPhotos, photos),
      precisionByQuestion: share(precisions, withPhotos),
      recall: share(recalls, hopeful),
      answered: share(answered, hopeful),
    }),
  };
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
