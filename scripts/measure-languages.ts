/**
 * @file How far "sure" can be believed in each language, in libraries of several sizes. The table is in docs/cutoff.md.
 *
 *   node scripts/measure-languages.ts ../shared/eval/dev [modelId]
 *
 * Libraries up to 100 photos are drawn from the half that the fit never saw; the largest is all photos of the set.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { type BandQuestion, concepts, hash, questionsOf } from '../main/eval/band-truth.ts';
import { questionOf } from '../main/eval/bands.ts';
import { readDataset } from '../main/eval/dataset.ts';
import { modelById } from '../main/models/index.ts';
import { readKnownTexts } from '../main/models/known-texts.ts';
import { openTextTower } from '../main/models/open-text-tower.ts';
import { readCalibration } from '../main/search/calibration/calibration.ts';
import { leanedTo } from '../main/search/lean.ts';
import { embedPhotos } from './cutoff/embed-photos.ts';
import { type Asked, drawn, heading, line, measure, pooled } from './cutoff/report.ts';
import { root } from './root.ts';

const [dataset = '../shared/eval/dev', modelId = 'starter'] = process.argv.slice(2);
const model = modelById(modelId);
const { dim } = model;
const folder = path.join(root, 'resources/models', model.id);
const calibrationFolder = path.join(root, 'resources/calibration');
const read = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(calibrationFolder, file), 'utf8'));

const { languages, questions } = z
  .object({ languages: z.array(z.string()), questions: z.array(z.array(z.string())) })
  .parse(await read('evaluation/questions-in-languages.json'));
const { images } = await readDataset(dataset);
const described = images.map((image) => ({ ...image, file: path.basename(image.path) }));
const known = concepts.parse(await read('evaluation/band-concepts.json'));
const truths = new Map(questionsOf(described, known).map((question) => [question.text, question]));
const photos = await embedPhotos(
  model,
  folder,
  described.map((image) => image.path),
);
await using text = await openTextTower(model, folder, 2);
const knownVectors = (await readKnownTexts(path.join(calibrationFolder, `texts/${model.id}.bin`), model)).all();
const sentences = z.array(z.string()).parse(await read('background-sentences.json'));
const split = { dim, photos, background: await text.embedTexts(sentences) };
const calibration = await readCalibration(calibrationFolder, model.id, dim);
const heldOut = described.flatMap(({ file }, at) => (((hash(file) >>> 9) & 1) === 1 ? [at] : []));

console.log(heading);
for (const [at, language] of languages.entries()) {
  const asked = await askedIn(at);
  for (const [size, times] of [
    [5, 40],
    [20, 16],
    [100, 4],
    [described.length, 1],
  ] as const) {
    const libraries = size === described.length ? [described.map((_, photo) => photo)] : drawn(heldOut, size, times);
    console.log(line(`${language}, ${times} x ${size}`, pooled(libraries.map((library) => measure(split, library, asked, calibration))))); // prettier-ignore
  }
}

/** Those that no photo of the set answers are hopeless. */
async function askedIn(at: number): Promise<Asked[]> {
  const texts = questions.map((row) => row[at] ?? '');
  const vectors = await text.embedTexts(texts);
  return questions.map(([english = ''], row) => {
    const said = texts[row] ?? '';
    const truth: BandQuestion = truths.get(english) ?? { text: english, group: 'hopeless', right: [], unsure: [] };
    return {
      truth,
      question: questionOf(said, leanedTo(knownVectors, said, vectors.slice(row * dim, (row + 1) * dim))),
    };
  });
}
