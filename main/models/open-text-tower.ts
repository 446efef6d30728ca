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
  /** Whether anything in the text can mean something to the model. */
  reads(text: string): boolean;
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
      // Those of one length together: a batch is as long as its longest.
      const rows = texts
        .map((text, at) => ({ at, ids: tokenizer.encode(text) }))
        .sort((a, b) => a.ids.length - b.ids.length || a.at - b.at);
      for (let first = 0; first < rows.length; first += batchSize) {
        const part = rows.slice(first, first + batchSize);
        const answers = await session.run(feeds(concatIds(part.map(({ ids }) => ids), tokenizer.padId), part.length), [output]); // prettier-ignore
        const vectors = readVectors(answers[output], part.length, model.dim, whose);
        part.forEach(({ at }, row) =>
          embeddings.set(vectors.subarray(row * model.dim, (row + 1) * model.dim), at * model.dim),
        );
      }
      makeUnit(embeddings, model, whose);
      checkUnitVectors(embeddings, model.dim, whose);
      return embeddings;
    },
    reads: (text) => tokenizer.reads(text),
    [Symbol.asyncDispose]: () => session.release(),
  };
}

const attentionMask = 'attention_mask';

/** Bounds the memory of one run; class prompts come by the thousand. With the starter 64 take no less time a text than 16. */
const mostTexts = 16;

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

/** One after the other, each as long as the longest. */
function concatIds(rows: readonly BigInt64Array[], padId: number): BigInt64Array {
  const length = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const all = new BigInt64Array(rows.length * length).fill(BigInt(padId));
  rows.forEach((row, at) => all.set(row, at * length));
  return all;
}
