import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';
import type { OwnModel } from './own-model.ts';

export interface HubConfig {
  /** Relative to the folder, with `/`. */
  readonly visionFile: string;
  /** The same picture graph in half precision, beside the whole one: for GPUs. */
  readonly visionHalfFile: string | undefined;
  readonly textFile: string;
  /** Every file that the model needs. */
  readonly files: readonly string[];
  /** Those of `visionHalfFile`, where that is used. */
  readonly halfFiles: readonly string[];
  readonly preprocess: OwnModel['image']['preprocess'];
  readonly tokenizer: OwnModel['text']['tokenizer'];
  readonly logitScale: number;
  readonly logitBias: number | undefined;
  readonly licence: string;
}

/**
 * What the hub's configuration files say of a model of two towers, as CLIP's and SigLIP's are written.
 * @throws Failure 'model-unfit' with the file and what is wrong in it
 */
export async function readHubConfig(folder: string): Promise<HubConfig> {
  const names = await filesIn(folder);
  const config = await readJson(folder, 'config.json', configFile);
  const preprocessor = await readJson(folder, 'preprocessor_config.json', preprocessorFile);
  const tokenizer = await readJson(folder, 'tokenizer.json', tokenizerFile);
  const tokens: z.infer<typeof tokenizerConfigFile> = names.includes('tokenizer_config.json')
    ? await readJson(folder, 'tokenizer_config.json', tokenizerConfigFile)
    : {};
  const isSiglip = config.model_type.startsWith('siglip');
  const visionFile = graphFile(names, /(^|\/)(vision|visual|image)/, 'vision_model.onnx');
  const visionHalfFile = halfOf(names, visionFile);
  const textFile = graphFile(names, /(^|\/)text/, 'text_model.onnx');
  const idOf = (token: z.infer<typeof tokenName> | null | undefined) => {
    const name = typeof token === 'string' ? token : token?.content;
    return tokenizer.added_tokens.find((it) => it.content === name)?.id;
  };
  const ends = ['<|endoftext|>', '<eos>', '</s>'];
  const endId = idOf(tokens.eos_token) ?? ends.map(idOf).find((it) => it !== undefined);
  if (endId === undefined) throw unfit('tokenizer.json does not say how a text ends');
  return {
    visionFile,
    visionHalfFile,
    textFile,
    files: [visionFile, textFile, ...dataOf(names, visionFile), ...dataOf(names, textFile), 'tokenizer.json'],
    halfFiles: visionHalfFile === undefined ? [] : [visionHalfFile, ...dataOf(names, visionHalfFile)],
    preprocess: preprocessOf(preprocessor),
    tokenizer: {
      length: lengthOf(config, tokens, isSiglip),
      padId: idOf(tokens.pad_token) ?? (isSiglip ? (idOf('<pad>') ?? endId) : endId),
      endId,
      isLowerCase: tokens.do_lower_case ?? isSiglip,
    },
    // Trained values are inside the weights and not in these files: those that both families end at.
    logitScale: isSiglip ? 112 : 100,
    logitBias: isSiglip ? -16.5 : undefined,
    licence: 'own',
  };
}

export function unfit(why: string, cause?: unknown): Failure {
  return new Failure('model-unfit', `This folder cannot be used as a model: ${why}.`, { details: { why }, cause });
}

const size = z.union([z.int(), z.object({ shortest_edge: z.int() }), z.object({ height: z.int(), width: z.int() })]);
const three = z.array(z.number()).length(3);
const configFile = z.looseObject({
  model_type: z.string(),
  text_config: z.looseObject({ max_position_embeddings: z.int().optional() }).optional(),
});
const preprocessorFile = z.looseObject({
  size: size,
  crop_size: size.optional(),
  do_center_crop: z.boolean().nullish(),
  do_normalize: z.boolean().nullish(),
  image_mean: three.optional(),
  image_std: three.optional(),
  resample: z.int().optional(),
  rescale_factor: z.number().optional(),
});
const tokenName = z.union([z.string(), z.looseObject({ content: z.string() })]);
const tokenizerConfigFile = z.looseObject({
  model_max_length: z.number().nullish(),
  do_lower_case: z.boolean().optional(),
  pad_token: tokenName.nullish(),
  eos_token: tokenName.nullish(),
});
const tokenizerFile = z.looseObject({
  added_tokens: z.array(z.looseObject({ id: z.int(), content: z.string() })).default([]),
});

async function readJson<T>(folder: string, name: string, schema: z.ZodType<T>): Promise<T> {
  let text: string;
  try {
    text = await fs.readFile(path.join(folder, name), 'utf8');
  } catch (cause) {
    throw unfit(`${name} is missing`, cause);
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const field = cause instanceof z.ZodError ? cause.issues[0]?.path.join('.') : undefined;
    const at = field === undefined || field === '' ? '' : ` (${field})`;
    throw unfit(`${name} cannot be read${at}`, cause);
  }
}

/** The whole precision first, then half, then whatever there is. */
function graphFile(names: readonly string[], kind: RegExp, usual: string): string {
  const found = names.filter((it) => it.endsWith('.onnx') && kind.test(it)).sort((a, b) => a.length - b.length);
  const best =
    found.find((it) => path.posix.basename(it) === usual) ?? found.find((it) => it.includes('fp16')) ?? found[0];
  if (best !== undefined) return best;
  const both = names.find((it) => /(^|\/)model[^/]*\.onnx$/.test(it));
  throw unfit(
    both === undefined
      ? `${usual} is missing`
      : `${both} holds both towers, and each would be run for the other’s sake: bring vision_model.onnx and text_model.onnx, which hub repositories have beside it`,
  );
}

/** As the hub names it. */
function halfOf(names: readonly string[], whole: string): string | undefined {
  const half = whole.replace(/\.onnx$/, '_fp16.onnx');
  return names.find((it) => it === half);
}

function dataOf(names: readonly string[], graph: string): string[] {
  return names.filter((it) => it.startsWith(`${graph}_data`) || it === `${graph}.data`);
}

function preprocessOf(config: z.infer<typeof preprocessorFile>): HubConfig['preprocess'] {
  const filter = ({ 1: 'lanczos3', 2: 'linear', 3: 'cubic' } as const)[config.resample ?? 3];
  if (filter === undefined) throw unfit(`preprocessor_config.json asks for the filter ${config.resample}`);
  if (config.rescale_factor !== undefined && Math.abs(config.rescale_factor * 255 - 1) > 1e-3)
    throw unfit(`preprocessor_config.json asks for values of ${config.rescale_factor}`);
  const [width, height] = edgesOf(config.crop_size ?? config.size);
  if (width !== height) throw unfit('preprocessor_config.json asks for a picture that is not square');
  const isSquash = typeof config.size === 'object' && 'height' in config.size;
  const resizeTo = edgesOf(config.size)[0];
  const crops = config.do_center_crop ?? false;
  if (isSquash && crops && resizeTo !== width) throw unfit('preprocessor_config.json squashes and crops');
  const normalizes = config.do_normalize ?? true;
  return {
    // Without a crop a picture would keep its shape, and the graph takes squares.
    resize: isSquash || !crops ? 'squash' : 'short-edge',
    resizeTo,
    size: crops ? width : resizeTo,
    filter,
    rounding: 'floor',
    layout: {
      is: 'float32-nchw',
      mean: (normalizes ? config.image_mean : undefined) ?? [0, 0, 0],
      std: (normalizes ? config.image_std : undefined) ?? [1, 1, 1],
    },
  };
}

function edgesOf(of: z.infer<typeof size>): [number, number] {
  if (typeof of === 'number') return [of, of];
  return 'shortest_edge' in of ? [of.shortest_edge, of.shortest_edge] : [of.width, of.height];
}

function lengthOf(
  config: z.infer<typeof configFile>,
  tokens: z.infer<typeof tokenizerConfigFile>,
  isSiglip: boolean,
): number {
  const said = config.text_config?.max_position_embeddings ?? tokens.model_max_length ?? undefined;
  return said !== undefined && said <= 512 ? said : isSiglip ? 64 : 77;
}

/** Three levels, as the hub's repositories have at most. */
async function filesIn(folder: string): Promise<string[]> {
  try {
    const entries = await fs.readdir(folder, { withFileTypes: true, recursive: true });
    return entries
      .filter((it) => !it.isDirectory())
      .map((it) => path.relative(folder, path.join(it.parentPath, it.name)).split(path.sep).join('/'))
      .filter((it) => it.split('/').length <= 3);
  } catch (cause) {
    throw new Failure('folder-missing', `${folder} cannot be read.`, { details: { path: folder }, cause });
  }
}
