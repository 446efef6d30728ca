import type { BandQuestion } from '../../main/eval/band-truth.ts';
import { hash } from '../../main/eval/band-truth.ts';
import { measureBands } from '../../main/eval/bands.ts';
import { dots } from '../../main/eval/metrics.ts';
import { unfitted, type Calibration } from '../../main/search/calibration/calibration.ts';
import { backgroundOf } from '../../main/search/cutoff-features.ts';
import { createCutoff, type Question } from '../../main/search/cutoff.ts';

export interface Split {
  readonly dim: number;
  readonly photos: Float32Array;
  /** Of the held-out photos. */
  readonly positions: readonly number[];
  readonly background: Float32Array;
  readonly text: readonly Asked[];
  readonly photo: readonly Asked[];
  readonly sources: readonly string[];
}

export const heading =
  '| | photos | sure: right (by question) | recall | answered | shown: right | recall | hopeless in sure / shown | wrongly "nothing" |\n|---|---|---|---|---|---|---|---|---|';

export interface Asked {
  readonly truth: BandQuestion;
  readonly question: Question;
}

/** Prints Markdown tables: libraries of several sizes and kinds, kinds of question, and the promised probabilities. */
export async function reportOn(split: Split, calibration: Calibration): Promise<void> {
  const { positions, sources } = split;
  const of = (...names: string[]) => positions.filter((at) => names.includes(sources[at] ?? ''));
  const libraries: [string, readonly number[]][] = [
    ['held-out photos', positions],
    ['flickr8k only', of('flickr8k')],
    ['flickr8k + coco', of('flickr8k', 'coco')],
    ['coco + imagenet + scene8', of('coco', 'imagenet', 'scene8')],
    ['all photos (half of them seen)', sources.map((_, at) => at)],
  ];
  console.log(heading);
  for (const [name, library] of libraries) console.log(line(name, measure(split, library, split.text, calibration)));
  for (const [count, times] of [
    [100, 4],
    [20, 16],
    [5, 40],
  ] as const)
    for (const is of ['text', 'photo'] as const)
      console.log(line(`${times} x ${count} of them, ${is}`, pooled(drawn(positions, count, times).map((library) => measure(split, library, split[is], calibration))))); // prettier-ignore
  for (const group of ['word', 'label', 'phrase', 'caption'] as const)
    console.log(
      line(
        group,
        measure(
          split,
          positions,
          split.text.filter(({ truth }) => truth.group === group),
          calibration,
        ),
      ),
    );
  console.log(line('photo as question', measure(split, positions, split.photo, calibration)));
  for (const strictness of [-1, -0.5, 0.5, 1])
    console.log(line(`slider ${strictness}`, measure(split, positions, split.text, calibration, strictness)));
  console.log(line('model without a fit', measure(split, positions, split.text, unfitted)));
  console.log(line('photo, without a fit', measure(split, positions, split.photo, unfitted)));
  for (const is of ['text', 'photo'] as const) {
    console.log(`\n| promised (${is}) | right | photos |\n|---|---|---|`);
    for (const bin of measure(split, positions, split[is], calibration).calibration)
      console.log(`| ${percent(bin.promised)} | ${percent(bin.right)} | ${bin.photos} |`);
  }
}

/** So many of them, several times: drawn by a hash, the same ones each time. */
export function drawn(positions: readonly number[], count: number, times: number): number[][] {
  return Array.from({ length: times }, (_, k) =>
    [...positions].sort((a, b) => hash(`${k} ${a}`) - hash(`${k} ${b}`)).slice(0, count),
  );
}

export function measure(
  split: Pick<Split, 'dim' | 'photos' | 'background'>,
  positions: readonly number[],
  asked: readonly Asked[],
  calibration: Calibration,
  strictness = 0,
) {
  const { dim, photos } = split;
  const library = new Float32Array(positions.length * dim);
  positions.forEach((at, place) => library.set(photos.subarray(at * dim, (at + 1) * dim), place * dim));
  const placeOf = new Map(positions.map((at, place) => [at, place]));
  const places = (all: readonly number[]) => all.flatMap((at) => placeOf.get(at) ?? []);
  const backgroundFor = (vectors: Float32Array) =>
    backgroundOf(vectors, dim, (vector) => dots(vector, library), calibration.reference);
  const cutoff = createCutoff({
    calibration,
    background: { text: backgroundFor(split.background), photo: backgroundFor(library) },
  });
  const measured = asked.map(({ truth, question }) => ({
    truth: { ...truth, right: places(truth.right), unsure: places(truth.unsure) },
    question,
    scores: dots(question.vector, library),
  }));
  return measureBands(cutoff, measured, strictness);
}

type Bands = ReturnType<typeof measureBands>;

/** Libraries of one size together: photos and questions are added up, shares weigh as many. */
export function pooled(all: readonly Bands[]): Bands {
  const [first] = all;
  if (first === undefined) throw new Error('no libraries');
  const mean = (values: readonly (readonly [number, number])[]) => {
    const total = values.reduce((sum, [, weight]) => sum + weight, 0);
    return total === 0 ? 0 : values.reduce((sum, [value, weight]) => sum + value * weight, 0) / total;
  };
  const band = (of: (one: Bands) => Bands['sure']) => ({
    photos: all.reduce((sum, one) => sum + of(one).photos, 0),
    precision: mean(all.map((one) => [of(one).precision, of(one).photos])),
    precisionByQuestion: mean(all.map((one) => [of(one).precisionByQuestion, of(one).photos])),
    recall: mean(all.map((one) => [of(one).recall, 1])),
    answered: mean(all.map((one) => [of(one).answered, 1])),
  });
  const hopeless = (key: keyof Bands['hopeless']) => all.reduce((sum, one) => sum + one.hopeless[key], 0);
  return {
    ...first,
    sure: band((one) => one.sure),
    shown: band((one) => one.shown),
    hopeless: { questions: hopeless('questions'), withSure: hopeless('withSure'), withAny: hopeless('withAny') },
    wronglyNothing: mean(all.map((one) => [one.wronglyNothing, 1])),
  };
}

export function line(name: string, { photos, sure, shown, hopeless, wronglyNothing }: Bands): string {
  const falsely = hopeless.questions
    ? `${percent(hopeless.withSure / hopeless.questions)} / ${percent(hopeless.withAny / hopeless.questions)} of ${hopeless.questions}`
    : '-';
  return `| ${name} | ${photos} | ${percent(sure.precision)} of ${sure.photos} (${percent(sure.precisionByQuestion)}) | ${percent(sure.recall)} | ${percent(sure.answered)} | ${percent(shown.precision)} of ${shown.photos} | ${percent(shown.recall)} | ${falsely} | ${percent(wronglyNothing)} |`;
}

const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
