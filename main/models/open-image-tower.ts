import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Settings } from '../../preload/contract/settings.ts';
import { Failure } from '../util/failure.ts';
import { modelTrouble } from './model-trouble.ts';
import { checkInputs, fixedBatchOf, inputsOf } from './graph-inputs.ts';
import type { Model, Preprocess } from './model.ts';
import { makeUnit, readVectors } from './read-vectors.ts';
import { checkUnitVectors } from './unit-vectors.ts';

export type Provider = Exclude<Settings['provider'], 'auto'>;

/** Input of one picture, as `preprocess.layout` says: uint8 [size, size, 3] or float32 [3, size, size]. */
export type ImageInput = Uint8Array | Float32Array;

export interface OpenImageTower extends AsyncDisposable {
  /**
   * @param pixels `count` inputs, one after the other
   * @param batchSize of this call; as the tower was opened without it
   * @returns count * dim, unit length each
   * @throws Failure 'model-damaged' for an answer that is no unit vector
   */
  embedImages(pixels: ImageInput, count: number, batchSize?: number): Promise<Float32Array>;
}

/**
 * Loads the image tower. `embedImages` blocks its thread for a whole batch, so this belongs into a thread of its own.
 *
 * [Note: Why batches are always full] `session.run` gets `batchSize` pictures every time, the last ones blank where
 * there are fewer. A graph is prepared for one shape only (providers on the GPU compile anew for every other), and a
 * photo gets the same vector to the last bit whatever company it is in: with the starter on the CPU, batches of 2..8
 * give equal bits in every position, while a batch of 1 differs from them by 4e-8.
 *
 * @param options.threads of one `session.run`
 * @param options.batchSize pictures of one `session.run`, where it is not the model's own number
 * @param options.isHalf takes the model's half precision file
 * @throws Failure 'model-missing', 'model-damaged' when the file is no such graph, 'unavailable' when the provider does not come up
 */
export async function openImageTower(
  model: Model,
  folder: string,
  options: { provider: Provider; threads: number; batchSize?: number; isHalf?: boolean },
): Promise<OpenImageTower> {
  const { file, halfFile, input, output, preprocess } = model.image;
  const ownSize = options.batchSize ?? model.image.batchSize;
  const session = await createSession(
    model.name,
    join(folder, options.isHalf === true ? (halfFile ?? file) : file),
    options,
  );
  const oneLength = preprocess.size * preprocess.size * 3;
  const whose = `the image tower of "${model.name}"`;
  const inputs = inputsOf(session);
  checkInputs(inputs, [input], `The image tower of "${model.name}"`);
  const most = fixedBatchOf(inputs[0]) ?? Infinity;

  const run = async (pixels: ImageInput, batchSize: number): Promise<Float32Array> => {
    const answers = await session.run({ [input]: toTensor(pixels, preprocess, batchSize) }, [output]);
    return readVectors(answers[output], batchSize, model.dim, whose);
  };

  return {
    async embedImages(pixels, count, wanted = ownSize) {
      if (pixels.length !== count * oneLength) throw new Error(`${pixels.length} values are not ${count} pictures`);
      const batchSize = Math.min(wanted, most);
      const embeddings = new Float32Array(count * model.dim);
      for (let first = 0; first < count; first += batchSize) {
        const n = Math.min(batchSize, count - first);
        const part = pixels.subarray(first * oneLength, (first + n) * oneLength);
        const answer = await run(n === batchSize ? part : filledUp(part, batchSize * oneLength), batchSize);
        embeddings.set(answer.subarray(0, n * model.dim), first * model.dim);
      }
      makeUnit(embeddings, model, whose);
      checkUnitVectors(embeddings, model.dim, whose);
      return embeddings;
    },
    [Symbol.asyncDispose]: () => session.release(),
  };
}

async function createSession(name: string, path: string, options: { provider: Provider; threads: number }) {
  try {
    return await InferenceSession.create(path, {
      executionProviders: options.provider === 'cpu' ? ['cpu'] : [options.provider, 'cpu'],
      // `all` is worth 2x on convolutional nets.
      graphOptimizationLevel: 'all',
      // Costs at most 8 % of speed and saves 100 MB.
      enableCpuMemArena: false,
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      // DirectML refuses memory patterns.
      enableMemPattern: options.provider !== 'dml',
      logSeverityLevel: 4,
    });
  } catch (cause) {
    if (options.provider === 'cpu') throw modelTrouble(name, path, cause);
    // The runtime's own sentence, without the place in its source that comes before it.
    const why = (cause instanceof Error ? cause.message : String(cause)).replace(/^.* was false\. /s, '').trim();
    throw new Failure('unavailable', `${options.provider} does not come up: ${why}`, { cause });
  }
}

function toTensor(pixels: ImageInput, { layout, size }: Preprocess, n: number): Tensor {
  if (layout.is === 'uint8-nhwc' && pixels instanceof Uint8Array)
    return new Tensor('uint8', pixels, [n, size, size, 3]);
  if (layout.is === 'float32-nchw' && pixels instanceof Float32Array)
    return new Tensor('float32', pixels, [n, 3, size, size]);
  throw new Error(`${pixels.constructor.name} is not ${layout.is}`);
}

function filledUp(pixels: ImageInput, length: number): ImageInput {
  const full = pixels instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
  full.set(pixels);
  return full;
}
