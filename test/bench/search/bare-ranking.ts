import fs from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import * as sqliteVec from 'sqlite-vec';
import { openTextTower } from '../../../main/models/open-text-tower.ts';
import { starter } from '../../../main/models/starter.ts';
import { createMatrix } from '../../../main/search/matrix.ts';
import { calibrate } from '../../../main/search/quantise.ts';
import { rank } from '../../../main/search/rank.ts';
import { captionCount, captionOf, createVectorMaker } from '../shared/made-vectors.ts';
import { starterFolder } from '../shared/model.ts';
import type { Scale } from '../shared/scale.ts';
import { wholeQuestions } from './whole-question.ts';

export interface BareRanking {
  /** Milliseconds of each question: the scores of all photos. */
  readonly kernel: number[];
  /** The scores and the whole list in order: what the searcher does. */
  readonly withSort: number[];
  /** A loop over all vectors in JS, and the best 200. */
  readonly float32: number[];
  /** `MATCH` of a vec0 table, the best 200. */
  readonly sqliteVec: number[];
  /** A typed sentence with a filter, all the way but for SQLite. */
  readonly whole: number[];
  /** What the matrix added to the memory of the process. */
  readonly matrixBytes: number;
  /** How many of the ten best by float32 are among the ten best of ours, before they are scored again by what is stored. */
  readonly recallAt10: number;
}

const dim = starter.dim;
const best = 200;
/** As many vectors as the searcher takes a sample of: main/searcher/vectors.ts. */
const sampleCount = 4_096;

/** The same vectors and questions, one after the other, on this one thread. */
export async function bareRanking(scale: Scale, count: number): Promise<BareRanking> {
  scale.say(`ranking ${count.toLocaleString('en')} vectors`);
  const vectorOf = await createVectorMaker();
  const vectors = new Float32Array(count * dim);
  for (let at = 0; at < count; at++) vectors.set(vectorOf(at), at * dim);
  const questions = await makeQuestions(scale.isQuick ? 5 : 200);

  const stride = Math.max(1, Math.floor(count / sampleCount));
  const sample = new Float32Array(Math.min(sampleCount, count) * dim);
  for (let i = 0; i * dim < sample.length; i++) sample.set(row(vectors, i * stride), i * dim);
  const bytesBefore = process.memoryUsage.rss();
  const matrix = createMatrix(dim, calibrate(sample, dim));
  for (let at = 0; at < count; at++) matrix.put(at + 1, row(vectors, at));

  const matrixBytes = process.memoryUsage.rss() - bytesBefore;

  const kernel = timesOf(questions, (question) => matrix.scores(question));
  const withSort = timesOf(questions, (question) => rank(matrix.scores(question)));
  // Slow ones: fewer questions say as much.
  const few = questions.slice(0, scale.isQuick ? 3 : 20);
  const truths: Uint32Array[] = [];
  const float32 = timesOf(few, (question) => truths.push(bestByLoop(vectors, question)), 0);
  const found = few.map((question) => new Set(rank(matrix.scores(question)).photoIds.subarray(0, 10)));
  const hits = truths.map((truth, at) => [...truth.subarray(0, 10)].filter((id) => found[at]?.has(id)).length);
  return {
    kernel,
    withSort,
    whole: await wholeQuestions(matrix, vectors, scale.isQuick ? 5 : 200),
    matrixBytes,
    float32,
    sqliteVec: withSqliteVec(scale, vectors, few),
    recallAt10: hits.reduce((sum, n) => sum + n, 0) / (10 * few.length),
  };
}

async function makeQuestions(count: number): Promise<Float32Array[]> {
  await using tower = await openTextTower(starter, starterFolder);
  // 7 shares no factor with the number of captions, so no two are the same.
  const texts = Array.from({ length: count }, (_, at) => captionOf((at * 7) % captionCount));
  const vectors = await tower.embedTexts(texts);
  return texts.map((_, at) => row(vectors, at).slice());
}

function timesOf(
  questions: readonly Float32Array[],
  answer: (question: Float32Array) => unknown,
  warmUps = 5,
): number[] {
  for (const question of questions.slice(0, warmUps)) answer(question);
  return questions.map((question) => {
    const startMs = performance.now();
    answer(question);
    return performance.now() - startMs;
  });
}

/** @returns ids of the best, the first one first */
function bestByLoop(vectors: Float32Array, question: Float32Array): Uint32Array {
  const count = vectors.length / dim;
  const scores = new Float32Array(count);
  for (let at = 0; at < count; at++) {
    let sum = 0;
    const start = at * dim;
    for (let d = 0; d < dim; d++) sum += vectors[start + d]! * question[d]!;
    scores[at] = sum;
  }
  const least = Float32Array.from(scores).sort().at(-best) ?? -Infinity;
  const ids: number[] = [];
  for (let at = 0; at < count; at++) if (scores[at]! >= least) ids.push(at + 1);
  return Uint32Array.from(ids.sort((a, b) => scores[b - 1]! - scores[a - 1]!));
}

function withSqliteVec(scale: Scale, vectors: Float32Array, questions: readonly Float32Array[]): number[] {
  const file = path.join(scale.folder, 'sqlite-vec.db');
  fs.rmSync(file, { force: true });
  const sql = new Database(file);
  try {
    sqliteVec.load(sql);
    sql.exec(`CREATE VIRTUAL TABLE vectors USING vec0 (id INTEGER PRIMARY KEY, vector float[${dim}])`);
    const insert = sql.prepare('INSERT INTO vectors (id, vector) VALUES (?, ?)');
    sql.transaction(() => {
      for (let at = 0; at * dim < vectors.length; at++) insert.run(BigInt(at + 1), bytesOf(row(vectors, at)));
    })();
    // Unit vectors: the order by distance is the order by cosine.
    const ask = sql.prepare('SELECT id FROM vectors WHERE vector MATCH ? AND k = ?').pluck();
    return timesOf(questions, (question) => ask.all(bytesOf(question), best), 1);
  } finally {
    sql.close();
    fs.rmSync(file, { force: true });
  }
}

function row(vectors: Float32Array, at: number): Float32Array {
  return vectors.subarray(at * dim, (at + 1) * dim);
}

function bytesOf(vector: Float32Array): Buffer {
  return Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength);
}
