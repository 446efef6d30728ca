import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Failure } from '../util/failure.ts';
import { modelTrouble } from './model-trouble.ts';
import type { Model } from './model.ts';
import { checkUnitVectors } from './unit-vectors.ts';

export interface OpenTextTower extends AsyncDisposable {
  /**
   * @returns texts.length * dim, unit length each
   * @throws Failure 'model-damaged' for an answer that is no unit vector
   */
  embedTexts(texts: readonly string[]): Promise<Float32Array>;
  /** Words of the text that the model has never seen. */
  unknownWords(text: string): string[];
}

/**
 * Loads the text tower and its tokenizer, on the CPU: a query is short, and the GPU belongs to indexing.
 * @param threads of one `session.run`
 * @throws Failure 'model-missing' or 'model-damaged'
 */
export async function openTextTower(model: Model, folder: string, threads = 1): Promise<OpenTextTower> {
  const { file, input, output } = model.text;
  const tokenizer = await model.text.loadTokenizer(folder);
  const session = await createSession(model, join(folder, file), threads);
  return {
    async embedTexts(texts) {
      const embeddings = new Float32Array(texts.length * model.dim);
      for (let first = 0; first < texts.length; first += batchSize) {
        const part = texts.slice(first, first + batchSize);
        const ids = concatIds(part.map((text) => tokenizer.encode(text)));
        const answers = await session.run({
          [input]: new Tensor('int64', ids, [part.length, ids.length / part.length]),
        });
        const embedding = answers[output];
        if (!(embedding?.data instanceof Float32Array) || embedding.data.length !== part.length * model.dim)
          throw new Failure('model-damaged', `The text tower of "${model.name}" does not answer as it should.`);
        embeddings.set(embedding.data, first * model.dim);
      }
      checkUnitVectors(embeddings, model.dim, `the text tower of "${model.name}"`);
      return embeddings;
    },
    unknownWords: (text) => tokenizer.unknownWords(text),
    [Symbol.asyncDispose]: () => session.release(),
  };
}

/** Bounds the memory of one run; class prompts come by the thousand. */
const batchSize = 64;

async function createSession(model: Model, path: string, threads: number): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(path, {
      executionProviders: ['cpu'],
      graphOptimizationLevel: 'all',
      enableCpuMemArena: false,
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    });
  } catch (cause) {
    throw modelTrouble(model.name, path, cause);
  }
}

function concatIds(rows: readonly BigInt64Array[]): BigInt64Array {
  const all = new BigInt64Array(rows.reduce((sum, row) => sum + row.length, 0));
  let offset = 0;
  for (const row of rows) {
    all.set(row, offset);
    offset += row.length;
  }
  return all;
}
