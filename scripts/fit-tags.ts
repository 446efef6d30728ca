/**
 * @file Fits how far suggested tags can be believed for a model, measures what they and teaching are worth, and writes
 * the numbers and pictures of docs/tags.md.
 *
 *   node scripts/fit-tags.ts ../shared/eval/dev [modelId]
 *
 * The photos are split in halves by a hash of their file names; each is a library of its own. Every number in docs is of
 * photos that had no part in what they were measured with: each half is measured with the fit of the other. What is
 * stored is the fit of both together. [Note: Names are no questions]
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import type { Verdict } from '../main/eval/band-truth.ts';
import { modelById } from '../main/models/index.ts';
import { prepareConcepts, probabilitiesOf, suggestionsOf } from '../main/tags/suggest.ts';
import type { TagFit } from '../main/tags/tag-fit.ts';
import { root } from './root.ts';
import { type Library, readMeasuredSet } from './tags/measured-set.ts';
import { binsOf, fitBent, fitLine } from './tags/platt.ts';
import { plot } from './tags/plot.ts';
import { exampleCounts, measureTeaching, promisedBy, type Taught, taughtPoints } from './tags/teaching.ts';

const [dataset = '../shared/eval/dev', modelId = 'starter'] = process.argv.slice(2);
const model = modelById(modelId);
const set = await readMeasuredSet(dataset, model);
const all = Array.from({ length: set.photoCount }, (_, at) => at);
const halves = [0, 1].map((half) => set.libraryOf(all.filter((at) => set.halfOf(at) === half)));
const unfitted = { slope: 1, bias: 0 };

// What is improbable either way has no say: it is 98 of 100.
const points = halves.map((library) =>
  answersOf(tagged(library, unfitted)).flatMap(({ probability, isRight }) =>
    probability < 0.1 ? [] : [{ x: Math.log(probability / (1 - probability)), isRight }],
  ),
);
const fits = points.map((half) => fitBent(half));
const both = fitBent(points.flat());
const thresholds = halves.map((library, half) => thresholdOf([tagged(library, fits[half] ?? unfitted)]));
/** Each half with the fit of the other. */
const crossed = halves.map((library, half) => tagged(library, fits[1 - half] ?? unfitted));
const suggestAt = thresholdOf(crossed);

const learning = halves.map((library, half) => taughtPoints(set, library, fits[1 - half] ?? unfitted));
const worthAsking = (half: (typeof learning)[number]) => half.filter(({ x }) => x > Math.log(0.1 / 0.9));
const taughtFits = learning.map((half) => fitLine(worthAsking(half)));
const taught = fitLine(worthAsking(learning.flat()));
const taughtAnswers = learning.flatMap((half, at) =>
  promisedBy({ ...(fits[1 - at] ?? unfitted), suggestAt, taught: taughtFits[1 - at] }, half),
);
const curves = measureTeaching(set, set.libraryOf(all));

const stored = { model: model.id, fittedOn: `${set.photoCount} photos and ${set.truth.size} concepts`, ...both, suggestAt, taught } satisfies TagFit & { model: string; fittedOn: string }; // prettier-ignore
console.log(stored, { fits, thresholds, taughtFits });
const folder = path.join(root, 'resources/calibration/tags');
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, `${model.id}.json`), `${JSON.stringify(stored, null, 2)}\n`);
await writePictures();
await writeNumbers();

interface Tagged {
  readonly photos: readonly { readonly at: number; readonly probabilities: ReadonlyMap<string, number> }[];
}

function tagged(library: Library, fit: Pick<TagFit, 'slope' | 'bias' | 'bends'>): Tagged {
  const { cutoff, scoresOf } = library;
  const prepared = prepareConcepts(set.asked, { cutoff, scoresOf, fit });
  return {
    photos: library.positions.map((at) => ({
      at,
      probabilities: probabilitiesOf([set.vectorOf(at)], prepared, set.vocabulary),
    })),
  };
}

function answersOf({ photos }: Tagged): { probability: number; isRight: boolean }[] {
  return photos.flatMap(({ at, probabilities }) =>
    [...probabilities].flatMap(([id, probability]) => {
      const verdict = set.truth.get(id)?.[at] ?? 'unsure';
      return verdict === 'unsure' ? [] : [{ probability, isRight: verdict === 'right' }];
    }),
  );
}

/** The least threshold that gives 91 right suggestions of a hundred: the bar is 85, and of two fifths nobody wrote the truth. */
function thresholdOf(parts: readonly Tagged[]): number {
  const tried = Array.from({ length: 50 }, (_, at) => (50 + at) / 100);
  return tried.find((threshold) => suggestedFrom([threshold], parts).precision >= 0.91) ?? 1;
}

/** @param from one threshold, or one for each part */
function suggestedFrom(from: readonly number[], parts: readonly Tagged[]) {
  const nobody = { confirmed: new Set<string>(), rejected: new Set<string>() };
  const lists = parts.flatMap(({ photos }, part) =>
    photos.map(({ at, probabilities }) =>
      suggestionsOf(probabilities, set.vocabulary, nobody, from[part] ?? from[0] ?? 1).map(
        ({ conceptId }) => set.truth.get(conceptId)?.[at],
      ),
    ),
  );
  const count = (verdict: Verdict) => lists.flat().filter((one) => one === verdict).length;
  const [right, wrong] = [count('right'), count('wrong')];
  const there = parts
    .flatMap(({ photos }) => photos)
    .flatMap(({ at }) => [...set.truth.values()].filter((verdicts) => verdicts[at] === 'right')).length;
  return {
    count: lists.flat().length,
    judged: right + wrong,
    precision: right + wrong === 0 ? 1 : right / (right + wrong),
    tagged: lists.filter((list) => list.length > 0).length / lists.length,
    found: right / there,
  };
}

async function writePictures(): Promise<void> {
  const shares = [0, 0.2, 0.4, 0.6, 0.8, 1].map((at) => ({ at, text: `${at * 100} %` }));
  const bins = binsOf(crossed.flatMap(answersOf));
  const calibration = plot(
    'What is promised, and what is kept',
    { title: 'promised', ticks: shares },
    { title: 'right', ticks: shares },
    [
      { name: 'as promised', colour: '#888888', points: [{ x: 0, y: 0 }, { x: 1, y: 1 }], isDashed: true }, // prettier-ignore
      {
        name: 'suggested tags, photos that the fit never saw',
        colour: '#2f7de1',
        points: bins.map((bin) => ({ x: bin.promised, y: bin.right, error: errorOf(bin.right, bin.count) })),
      },
      {
        name: 'taught concepts, photos that neither taught nor fitted',
        colour: '#d9822b',
        points: binsOf(taughtAnswers).map((bin) => ({ x: bin.promised, y: bin.right })),
      },
    ],
  );
  const places = [0, 1, 2, 3, 4, 5];
  const curve = (kind: 'name' | 'words' | 'rejected' | 'examples') =>
    places.flatMap((x) => {
      const y = meanOf(kind, x);
      return y === undefined ? [] : [{ x, y }];
    });
  const teaching = plot(
    'How well a concept is found once it was taught',
    { title: 'examples', ticks: places.map((at) => ({ at, text: `${exampleCounts[at] ?? ''}` })) },
    { title: 'mean average precision', ticks: [0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((at) => ({ at, text: `${at}` })) },
    [
      { name: 'the name alone', colour: '#888888', points: curve('name') },
      { name: 'the name and confirmed photos', colour: '#2f7de1', points: curve('words') },
      { name: 'the name, as many confirmed and rejected', colour: '#2d9d5c', points: curve('rejected') },
      { name: 'confirmed photos alone', colour: '#d9822b', points: curve('examples') },
    ],
  );
  const pictures = path.join(root, 'docs/pictures');
  await writeFile(path.join(pictures, `calibration${suffix()}.svg`), calibration);
  await writeFile(path.join(pictures, `teaching${suffix()}.svg`), teaching);
}

/** Of the concepts that are measured at every number of examples, so that the curve compares like with like. */
function meanOf(kind: 'name' | 'words' | 'rejected' | 'examples', at: number): number | undefined {
  const values = wholeCurves().flatMap((one) => one[kind][at] ?? []);
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function wholeCurves(): readonly Taught[] {
  return curves.filter(({ words }) => words.every((value) => value !== undefined));
}

/** Puts the numbers in place of those of the last time, between the marks in docs/tags.md. */
async function writeNumbers(): Promise<void> {
  const file = path.join(root, 'docs/tags.md');
  const parts: Record<string, string> = { worth: worth(), calibration: calibrationTable(), teaching: teachingTable() };
  let text = await readFile(file, 'utf8');
  for (const [name, numbers] of Object.entries(parts)) {
    const [start, end] = [`<!-- measured: ${name} -->`, `<!-- end of ${name} -->`];
    const [from, to] = [text.indexOf(start), text.indexOf(end)];
    console.log(`\n${numbers}`);
    if (model.id !== 'starter') continue; // the document is about the model that comes with the app
    if (from < 0 || to < from) throw new Error(`docs/tags.md has no place for "${name}"`);
    text = `${text.slice(0, from)}${start}\n\n${numbers}\n${text.slice(to)}`;
  }
  await writeFile(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

function worth(): string {
  const rows = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95, suggestAt]
    .sort((a, b) => a - b)
    .map((from) => ({ from: from === suggestAt ? `**${from}**` : `${from}`, ...suggestedFrom([from], crossed) }));
  const honest = suggestedFrom([thresholds[1] ?? 1, thresholds[0] ?? 1], crossed);
  return [
    `${set.vocabulary.concepts.length} concepts, ${set.asked.length} in the words of ${model.name}, ${set.truth.size} with a known truth.`,
    '',
    '| from | suggested | judged | right | photos with a suggestion | found of what is there |',
    '| ---- | --------- | ------ | ------ | ------------------------ | ---------------------- |',
    ...rows.map((it) => `| ${it.from} | ${it.count} | ${it.judged} | ${percent(it.precision)} | ${percent(it.tagged)} | ${percent(it.found)} |`), // prettier-ignore
    '',
    `The default is **${suggestAt}**. With the threshold, too, taken from the other half (${thresholds.join(' and ')}): ${percent(honest.precision)} of`,
    `${honest.judged} judged suggestions are right, ${percent(honest.tagged)} of the photos have one, ${percent(honest.found)} of what is there is found.`,
    '',
  ].join('\n');
}

function calibrationTable(): string {
  const table = (answers: { probability: number; isRight: boolean }[]) => {
    const bins = binsOf(answers);
    const worst = Math.max(...bins.map(({ promised, right }) => Math.abs(promised - right)));
    return [
      '| promised | right | answers |',
      '| -------- | ----- | ------- |',
      ...bins.map(({ promised, right, count }) => `| ${percent(promised)} | ${percent(right)} | ${count} |`),
      '',
      `The worst bin is ${(100 * worst).toFixed(1)} points off.`,
      '',
    ];
  };
  const single = crossed.map((half) =>
    binsOf(answersOf(half))
      .map(({ promised, right }) => (100 * (right - promised)).toFixed(0))
      .join(', '),
  );
  return [
    ...table(crossed.flatMap(answersOf)),
    `Points by which more is kept than promised, bin by bin, in one half: ${single[0] ?? ''}; in the other: ${single[1] ?? ''}.`,
    '',
    'Taught concepts (5, 10 and 20 confirmed photos, with and without words):',
    '',
    ...table(taughtAnswers),
  ].join('\n');
}

function teachingTable(): string {
  const at10 = exampleCounts.indexOf(10);
  const better = curves.filter(({ name, words }) => (words[at10] ?? 0) > (name[at10] ?? 1)).length;
  const betterWithRejected = curves.filter(({ name, rejected }) => (rejected[at10] ?? 0) > (name[at10] ?? 1)).length;
  const cell = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(3));
  const means = (['name', 'words', 'rejected', 'examples'] as const).map((kind) => {
    const title = { name: 'the name alone', words: 'the name and confirmed photos', rejected: 'the name, as many confirmed and rejected', examples: 'confirmed photos alone' }[kind]; // prettier-ignore
    return `| ${title} | ${exampleCounts.map((_, at) => cell(meanOf(kind, at))).join(' | ')} |`;
  });
  return [
    `With 10 confirmed photos **${better} of ${curves.length}** concepts are found better than by their names alone, with 10 rejected ones besides ${betterWithRejected}.`,
    '',
    `Mean average precision of the ${wholeCurves().length} concepts that have photos enough for 20 examples:`,
    '',
    `| taught by | ${exampleCounts.map((count) => `${count}`).join(' | ')} |`,
    `| --------- | ${exampleCounts.map(() => '---').join(' | ')} |`,
    ...means,
    '',
    'Each concept with 10 examples:',
    '',
    '| concept | right photos | name alone | and 10 confirmed | and 10 rejected | 10 confirmed alone |',
    '| ------- | ------------ | ---------- | ---------------- | --------------- | ------------------ |',
    ...curves.map((one) => `| ${one.conceptId} | ${one.right} | ${cell(one.name[at10])} | ${cell(one.words[at10])} | ${cell(one.rejected[at10])} | ${cell(one.examples[at10])} |`), // prettier-ignore
    '',
  ].join('\n');
}

function suffix(): string {
  return model.id === 'starter' ? '' : `-${model.id}`;
}

function errorOf(share: number, count: number): number {
  return Math.sqrt((share * (1 - share)) / count);
}

function percent(share: number): string {
  return Number.isNaN(share) ? '-' : `${(100 * share).toFixed(1)} %`;
}
