import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Failure } from '../util/failure.ts';
import { fixedBatchOf, type GraphValue, inputsOf, outputsOf } from './graph-inputs.ts';
import { readHubConfig, unfit } from './hub-config.ts';
import { openImageTower } from './open-image-tower.ts';
import { openTextTower } from './open-text-tower.ts';
import { type OwnModel, ownModel, toModel } from './own-model.ts';
import { testBatch } from './test-batch.ts';

/**
 * Reads a folder with ONNX files and the hub's configuration files, and tries it: both towers answer finite vectors of
 * the same dimension, and not the same for everything. A graph may end the process that loads it: call it in one that
 * may end.
 * @returns what model.json will say
 * @throws Failure 'model-unfit' with the reason
 */
export async function probeFolder(folder: string, { id, name }: { id: string; name: string }): Promise<OwnModel> {
  const config = await readHubConfig(folder);
  const vision = await graphOf(path.join(folder, config.visionFile), 'image');
  const words = await graphOf(path.join(folder, config.textFile), 'text');
  const imageInput = only(vision.inputs, ({ shape }) => shape.length === 4, 'image', vision.inputs);
  const idInput =
    words.inputs.find((it) => /^(input_ids|text|ids)$/.test(it.name) && isInteger(it)) ??
    only(words.inputs, (it) => isInteger(it) && it.name !== 'attention_mask', 'text', words.inputs);
  // The hub's half precision exports take and give whole floats too.
  if (imageInput.type !== 'float32') throw unfit(`its image graph takes ${imageInput.type} values`);
  const size = imageInput.shape[2];
  if (typeof size === 'number' && size > 0 && size !== config.preprocess.size)
    throw unfit(`its image graph takes ${size} pixels, preprocessor_config.json says ${config.preprocess.size}`);

  const imageOutput = vectorOutput(vision.outputs, 'image');
  const textOutput = vectorOutput(words.outputs, 'text');
  const hasHalf = await isSameGraph(folder, config.visionHalfFile, imageInput, imageOutput);
  const dim = await measuredDim(path.join(folder, config.visionFile), imageInput, imageOutput, config.preprocess.size);
  const described = ownModel.safeParse({
    id,
    revision: 1,
    name,
    licence: config.licence,
    languages: ['und'],
    dim,
    logitScale: config.logitScale,
    ...(config.logitBias !== undefined && { logitBias: config.logitBias }),
    image: {
      file: config.visionFile,
      ...(hasHalf && { halfFile: config.visionHalfFile }),
      input: imageInput.name,
      output: imageOutput.name,
      batchSize: fixedBatchOf(imageInput) ?? 4,
      preprocess: config.preprocess,
    },
    text: { file: config.textFile, input: idInput.name, output: textOutput.name, tokenizer: config.tokenizer },
    files: await Promise.all(
      [...config.files, ...(hasHalf ? config.halfFiles : [])].map((file) => describeFile(folder, file)),
    ),
  });
  if (!described.success) throw unfit(described.error.issues[0]?.message ?? 'its description is not complete');
  await tryIt(described.data, folder);
  return described.data;
}

interface Graph {
  readonly inputs: readonly GraphValue[];
  readonly outputs: readonly GraphValue[];
}

async function graphOf(file: string, tower: 'image' | 'text'): Promise<Graph> {
  const session = await load(file, tower);
  const graph = { inputs: inputsOf(session), outputs: outputsOf(session) };
  await session.release();
  return graph;
}

/** One that takes half floats, or that does not load, is left out: the whole one is enough. */
async function isSameGraph(
  folder: string,
  file: string | undefined,
  input: GraphValue,
  output: GraphValue,
): Promise<boolean> {
  if (file === undefined) return false;
  try {
    const { inputs, outputs } = await graphOf(path.join(folder, file), 'image');
    const [first] = inputs;
    return inputs.length === 1 && first?.name === input.name && first.type === input.type && outputs.some((it) => it.name === output.name); // prettier-ignore
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

async function load(file: string, tower: 'image' | 'text'): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(file, { executionProviders: ['cpu'], logSeverityLevel: 4 });
  } catch (cause) {
    throw unfit(`its ${tower} graph ${path.basename(file)} cannot be loaded`, cause);
  }
}

function only(
  values: readonly GraphValue[],
  fits: (value: GraphValue) => boolean,
  tower: 'image' | 'text',
  all: readonly GraphValue[],
): GraphValue {
  const [first, second] = values.filter(fits);
  const others = all.filter((it) => it !== first && it.name !== 'attention_mask');
  if (first === undefined || second !== undefined || others.length > 0)
    throw unfit(
      `its ${tower} graph wants the inputs ${all.map((it) => it.name).join(', ')}, where ${tower === 'image' ? 'one picture' : 'token ids'} would be right`,
    );
  return first;
}

function isInteger({ type }: GraphValue): boolean {
  return type === 'int64' || type === 'int32';
}

const vectorNames = ['image_embeds', 'text_embeds', 'embedding', 'image_features', 'text_features', 'pooler_output'];

function vectorOutput(outputs: readonly GraphValue[], tower: 'image' | 'text'): GraphValue {
  const vectors = outputs.filter(({ shape }) => shape.length === 2);
  const named = vectorNames.flatMap((name) => vectors.filter((it) => it.name === name))[0];
  const found = named ?? (vectors.length === 1 ? vectors[0] : undefined);
  if (found) return found;
  throw unfit(
    `its ${tower} graph answers ${outputs.map((it) => it.name).join(', ')}, none of which is one vector each`,
  );
}

/** Run once: what the file says of its sizes may be a name. */
async function measuredDim(file: string, input: GraphValue, output: GraphValue, size: number): Promise<number> {
  const session = await load(file, 'image');
  const n = fixedBatchOf(input) ?? 1;
  const pixels = new Tensor('float32', new Float32Array(n * 3 * size * size), [n, 3, size, size]);
  try {
    const answers = await session.run({ [input.name]: pixels }, [output.name]);
    const dims = answers[output.name]?.dims ?? [];
    if (dims.length !== 2 || dims[0] !== n) throw new Error(`the answer has the shape ${dims.join(' x ')}`);
    return dims[1] ?? 0;
  } catch (cause) {
    throw unfit('its image graph does not run', cause);
  } finally {
    await session.release();
  }
}

async function tryIt(own: OwnModel, folder: string): Promise<void> {
  const model = toModel(own);
  try {
    await using image = await openImageTower(model, folder, { provider: 'cpu', threads: 1 });
    const two = await image.embedImages(testBatch(model.image.preprocess, 2), 2);
    await using text = await openTextTower(model, folder);
    const words = await text.embedTexts(['a photo of a dog on a beach', 'blue', '海边']);
    if (isSame(two, own.dim) || isSame(words, own.dim)) throw unfit('it gives the same vector for everything');
  } catch (cause) {
    if (!(cause instanceof Failure)) throw unfit('its graphs do not run with its tokenizer and its pictures', cause);
    if (cause.kind === 'model-unfit') throw cause;
    const why = cause.message.replace(/\.$/, '');
    throw unfit(why.charAt(0).toLowerCase() + why.slice(1), cause);
  }
}

function isSame(vectors: Float32Array, dim: number): boolean {
  return vectors.subarray(0, dim).every((value, i) => Math.abs(value - (vectors[dim + i] ?? NaN)) < 1e-6);
}

async function describeFile(folder: string, file: string) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path.join(folder, file), { highWaterMark: 1 << 20 }), hash);
  return { path: file, sizeBytes: (await fs.stat(path.join(folder, file))).size, sha256: hash.digest('hex') };
}
