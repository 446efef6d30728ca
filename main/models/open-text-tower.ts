import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { checkInputs, fixedBatchOf, inputsOf } from './graph-inputs.ts';
import { modelTrouble } from './model-trouble.ts';
import type { Model } from './model.ts';
import { makeUnit, readVectors } from './read-vectors.ts';
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
  const whose = `the text tower of "${model.name}"`;
  const inputs = inputsOf(session);
  checkInputs(inputs, [input, attentionMask], `The text tower of "${model.name}"`);
  const batchSize = fixedBatchOf(inputs[0]) ?? mostTexts;
  const feeds = (ids: BigInt64Array, count: number): Record<string, Tensor> =>
    Object.fromEntries(
      // CLIP looks at nothing behind the end of a text, and SigLIP learnt to look at its padding: nothing is masked.
      inputs.map(({ name, type }) => [name, idsTensor(name === input ? ids : ids.map(() => 1n), type, count)]),
    );

  return {
    async embedTexts(texts) {
      const embeddings = new Float32Array(texts.length * model.dim);
      for (let first = 0; first < texts.length; first += batchSize) {
        const part = texts.slice(first, first + batchSize);
        const ids = concatIds(part.map((text) => tokenizer.encode(text)));
        const answers = await session.run(feeds(ids, part.length), [output]);
        embeddings.set(readVectors(answers[output], part.length, model.dim, whose), first * model.dim);
      }
      makeUnit(embeddings, model, whose);
      checkUnitVectors(embeddings, model.dim, whose);
      return embeddings;
    },
    unknownWords: (text) => tokenizer.unknownWords(text),
    [Symbol.asyncDispose]: () => session.release(),
  };
}

const attentionMask = 'attention_mask';

/** Bounds the memory of one run; class prompts come by the thousand. */
const mostTexts = 64;

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

/** @param type as the graph has it: the hub's exports take 64-bit ids, open_clip's 32-bit ones */
function idsTensor(ids: BigInt64Array, type: string, count: number): Tensor {
  const dims = [count, ids.length / count];
  return type === 'int32' ? new Tensor('int32', Int32Array.from(ids, Number), dims) : new Tensor('int64', ids, dims);
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
