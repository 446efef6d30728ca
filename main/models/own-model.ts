import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';
import { loadHubTokenizer } from './hub-tokenizer.ts';
import type { Model } from './model.ts';

/** The description of a model that the person brought: written beside its files once it was tried. */
export const descriptionFile = 'model.json';

const three = z.array(z.number()).length(3);
const file = z.object({ path: z.string(), sizeBytes: z.int().positive(), sha256: z.string().length(64) });

export const ownModel = z.object({
  id: z.string().regex(/^own-[a-z0-9-]{1,60}$/),
  revision: z.int().positive(),
  name: z.string().min(1).max(200),
  licence: z.string().max(100),
  languages: z.array(z.string()).max(200),
  dim: z.int().min(8).max(8192),
  logitScale: z.number().positive(),
  logitBias: z.number().optional(),
  image: z.object({
    file: z.string(),
    halfFile: z.string().optional(),
    input: z.string(),
    output: z.string(),
    batchSize: z.int().min(1).max(64),
    preprocess: z.object({
      resize: z.enum(['short-edge', 'squash']),
      resizeTo: z.int().min(16).max(2048),
      size: z.int().min(16).max(2048),
      filter: z.enum(['cubic', 'linear', 'lanczos3']),
      rounding: z.enum(['nearest', 'floor']),
      layout: z.object({ is: z.literal('float32-nchw'), mean: three, std: three }),
    }),
  }),
  text: z.object({
    file: z.string(),
    input: z.string(),
    output: z.string(),
    tokenizer: z.object({
      length: z.int().min(2).max(4096),
      padId: z.int().min(0),
      endId: z.int().min(0),
      isLowerCase: z.boolean(),
    }),
  }),
  files: z.array(file).min(3).max(32),
});
export type OwnModel = z.infer<typeof ownModel>;

/**
 * @returns undefined where the folder has no description
 * @throws Failure 'model-damaged' when it is not one
 */
export function readOwnModel(folder: string): Model | undefined {
  let text: string;
  try {
    text = readFileSync(join(folder, descriptionFile), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return toModel(ownModel.parse(JSON.parse(text)));
  } catch (cause) {
    throw new Failure('model-damaged', `The description of the model in ${folder} cannot be read: add it again.`, {
      details: { model: folder, file: descriptionFile },
      cause,
    });
  }
}

export function toModel({ logitBias, image, text, ...own }: OwnModel): Model {
  const { tokenizer, ...tower } = text;
  const { halfFile, ...pictures } = image;
  return {
    ...own,
    image: { ...pictures, ...(halfFile !== undefined && { halfFile }) },
    ...(logitBias !== undefined && { logitBias }),
    vectors: 'raw',
    text: {
      ...tower,
      loadTokenizer: (folder) => loadHubTokenizer(folder, { ...tokenizer, languages: own.languages }),
      classTemplates: ['{}', 'a photo of a {}'],
    },
  };
}
