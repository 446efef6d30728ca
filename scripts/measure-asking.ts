/**
 * @file What minus and "more like this" are worth, on a data set with captions. The tables are in docs/cutoff.md.
 *
 *   node scripts/measure-asking.ts ../shared/eval/dev [modelId]
 */
import path from 'node:path';
import { readFile } from 'node:fs/promises';
import { type BandQuestion, concepts, hash, questionsOf } from '../main/eval/band-truth.ts';
import { readDataset } from '../main/eval/dataset.ts';
import { dots } from '../main/eval/metrics.ts';
import { modelById } from '../main/models/index.ts';
import { openTextTower } from '../main/models/open-text-tower.ts';
import { pushDown } from '../main/search/negate.ts';
import { learnDirection, ofQuestion } from '../main/tags/learn.ts';
import { embedPhotos } from './cutoff/embed-photos.ts';
import { root } from './root.ts';

const [dataset = '../shared/eval/dev', modelId = 'starter'] = process.argv.slice(2);
const model = modelById(modelId);
const folder = path.join(root, 'resources/models', model.id);
const { dim } = model;
const described = (await readDataset(dataset)).images.map((image) => ({ ...image, file: path.basename(image.path) }));
const paths = described.map((image) => image.path);
const photos = await embedPhotos(model, folder, paths);
const known = concepts.parse(
  JSON.parse(await readFile(path.join(root, 'resources/calibration/evaluation/band-concepts.json'), 'utf8')),
);
await using text = await openTextTower(model, folder, 2);
const vectors = new Map<string, Float32Array>();
const asked = questionsOf(described, known).filter(({ group }) => ['word', 'label', 'phrase'].includes(group));

/** What is no thing: hard to see, and seldom what "without" is said of. */
const attributes = new Set(
  `red blue black white brown green yellow orange pink purple gray grey person people a person man woman a man a woman boy
  girl child a child running standing sitting walking playing jumping climbing swimming young old small large little two
  three group`.split(/\s+/),
);
const isThing = ({ text: words }: BandQuestion) => !attributes.has(words.replace(/^(?:a|an|the) /, ''));

console.log(`${described.length} photos of ${dataset}, ${model.name}\n`);
await reportMinus();
await reportLikes();

/** "A -X" for pairs of words: 12 to 60 % of the photos of A have X. */
async function reportMinus(): Promise<void> {
  const words = asked.filter(({ group }) => group !== 'phrase');
  const pairs = words
    .filter((a) => isThing(a) && a.right.length >= 15)
    .flatMap((a) => words.filter((x) => x !== a).map((x) => ({ a, x })))
    .filter(({ a, x }) => {
      const both = x.right.filter((at) => a.right.includes(at)).length;
      return both >= 4 && both / a.right.length >= 0.12 && both / a.right.length <= 0.6 && both / x.right.length < 0.8;
    })
    .sort((one, other) => hash(`${one.a.text} ${one.x.text}`) - hash(`${other.a.text} ${other.x.text}`));
  const perWord = new Map<string, number>();
  const chosen = pairs
    .filter(({ a }) => {
      perWord.set(a.text, (perWord.get(a.text) ?? 0) + 1);
      return (perWord.get(a.text) ?? 0) <= 3;
    })
    .slice(0, 150);
  await embed(chosen.flatMap(({ a, x }) => [a.text, x.text]));
  console.log('| minus | pairs | photos with X among the first 20 that stay | photos of A without X kept there | AP of A without X: "A", "A -X" |'); // prettier-ignore
  console.log('| --- | --- | --- | --- | --- |');
  for (const [name, some] of [
    ['all', chosen],
    ['X a thing', chosen.filter(({ x }) => isThing(x))],
  ] as const) {
    let [withX, staying, without, kept, before, after] = [0, 0, 0, 0, 0, 0];
    for (const { a, x } of some) {
      const scores = dots(vectorOf(a.text), photos);
      const pushed = scores.slice();
      pushDown(pushed, [{ scores: dots(vectorOf(x.text), photos), weight: 1 }]);
      const [one, other] = [order(scores), order(pushed)];
      const isWanted = (at: number) => a.right.includes(at) && !x.right.includes(at) && !x.unsure.includes(at);
      const first = new Set(other.slice(0, 20));
      for (const at of one.slice(0, 20)) {
        if (x.right.includes(at)) [withX, staying] = [withX + 1, staying + Number(first.has(at))];
        else if (isWanted(at)) [without, kept] = [without + 1, kept + Number(first.has(at))];
      }
      before += averagePrecision(one, isWanted) / some.length;
      after += averagePrecision(other, isWanted) / some.length;
    }
    console.log(`| ${name} | ${some.length} | ${percent(staying / withX)} of ${withX} | ${percent(kept / without)} of ${without} | ${before.toFixed(3)}, ${after.toFixed(3)} |`); // prettier-ignore
  }
}

/** The first photos that are right are liked, the first wrong ones are not; all others are measured. */
async function reportLikes(): Promise<void> {
  const questions = asked.filter(({ right, text: words }) => right.length >= 6 && hash(words) % 2 === 0).slice(0, 250);
  await embed(questions.map((question) => question.text));
  const mean = new Float32Array(dim);
  photos.forEach((value, at) => (mean[at % dim] = (mean[at % dim] ?? 0) + (value * dim) / photos.length));
  const around = { dim, mean, scoresOf: (vector: Float32Array) => dots(vector, photos) };
  console.log(
    '\n| liked, not liked | questions | AP of the other photos before, after | precision among the first 10 |',
  );
  console.log('| --- | --- | --- | --- |');
  for (const [liked, disliked] of [
    [1, 0],
    [0, 1],
    [1, 1],
    [3, 3],
    [5, 0],
  ] as const) {
    let [count, apBefore, apAfter, tenBefore, tenAfter] = [0, 0, 0, 0, 0];
    for (const { text: words, right, unsure } of questions) {
      const plain = order(dots(vectorOf(words), photos));
      const yes = plain
        .slice(0, 30)
        .filter((at) => right.includes(at))
        .slice(0, liked);
      const no = plain
        .slice(0, 30)
        .filter((at) => !right.includes(at) && !unsure.includes(at))
        .slice(0, disliked);
      if (yes.length < liked || no.length < disliked || right.length === yes.length) continue;
      const examples = { confirmed: rows(yes), rejected: rows(no) };
      const learned = order(
        dots(learnDirection(vectorOf(words), examples, around, ofQuestion) ?? vectorOf(words), photos),
      );
      const isCounted = (at: number) => !yes.includes(at) && !no.includes(at) && !unsure.includes(at);
      const isRight = (at: number) => right.includes(at);
      const [one, other] = [plain.filter(isCounted), learned.filter(isCounted)];
      count++;
      apBefore += averagePrecision(one, isRight);
      apAfter += averagePrecision(other, isRight);
      tenBefore += one.slice(0, 10).filter(isRight).length / 10;
      tenAfter += other.slice(0, 10).filter(isRight).length / 10;
    }
    console.log(`| ${liked}, ${disliked} | ${count} | ${(apBefore / count).toFixed(3)}, ${(apAfter / count).toFixed(3)} | ${percent(tenBefore / count)}, ${percent(tenAfter / count)} |`); // prettier-ignore
  }
}

async function embed(texts: readonly string[]): Promise<void> {
  const fresh = [...new Set(texts)].filter((one) => !vectors.has(one));
  const all = await text.embedTexts(fresh);
  fresh.forEach((one, at) => vectors.set(one, all.slice(at * dim, (at + 1) * dim)));
}

function vectorOf(words: string): Float32Array {
  return vectors.get(words) ?? new Float32Array(dim);
}

function rows(positions: readonly number[]): Float32Array {
  const all = new Float32Array(positions.length * dim);
  positions.forEach((at, i) => all.set(photos.subarray(at * dim, (at + 1) * dim), i * dim));
  return all;
}

function order(scores: Float32Array): number[] {
  return Array.from(scores, (_, at) => at).sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0) || a - b);
}

function averagePrecision(ranked: readonly number[], isRight: (at: number) => boolean): number {
  let [hits, sum] = [0, 0];
  ranked.forEach((at, place) => {
    if (isRight(at)) sum += ++hits / (place + 1);
  });
  return hits === 0 ? 0 : sum / hits;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
