import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Bend } from './chance.ts';

/** How far a concept can be believed, for one model. [Note: Names are no questions] */
export interface TagFit {
  /** The logit of a tag is `bias + slope *` that of the same words as a question (Platt 1999). */
  readonly slope: number;
  readonly bias: number;
  /** In logits after those two. Absent: none. */
  readonly bends?: readonly Bend[] | undefined;
  /** At least this probable to be suggested. */
  readonly suggestAt: number;
  /** The same two numbers for a concept that is known by many examples; absent where nobody measured it. */
  readonly taught?: { readonly slope: number; readonly bias: number } | undefined;
}

/** The two numbers of a concept with so many confirmed photos: between those of words and of examples as they weigh. */
export function fitFor(
  fit: TagFit,
  hasWords: boolean,
  confirmedCount: number,
): Pick<TagFit, 'slope' | 'bias' | 'bends'> {
  const { slope, bias, bends, taught } = fit;
  if (taught === undefined) return { slope, bias, bends };
  const share = hasWords ? confirmedCount / (confirmedCount + 5) : 1;
  return {
    slope: slope + share * (taught.slope - slope),
    bias: bias + share * (taught.bias - bias),
    bends: bends?.map(({ at, by }) => ({ at, by: (1 - share) * by })),
  };
}

/**
 * [Note: Names are no questions] The bands of a search are fitted on words, phrases and whole captions together. The
 * name of a thing by itself is an easier question than those, so its probabilities come out too low: of photos promised
 * 55 % three quarters were right. Two numbers for each model mend that; docs/tags.md has them and scripts/fit-tags.ts
 * finds them.
 *
 * @param folder of the calibrations, see the searcher's setup
 * @returns for a model without a fit its questions as they are, and a threshold that is rather too high
 */
export async function readTagFit(folder: string, modelId: string): Promise<TagFit> {
  try {
    return tagFit.parse(JSON.parse(await fs.readFile(path.join(folder, 'tags', `${modelId}.json`), 'utf8')));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { slope: 1, bias: 0, suggestAt: 0.8 };
    throw error;
  }
}

const tagFit = z.object({
  slope: z.number().positive(),
  bias: z.number(),
  bends: z.array(z.object({ at: z.number(), by: z.number() })).optional(),
  suggestAt: z.number().min(0).max(1),
  taught: z.object({ slope: z.number().positive(), bias: z.number() }).optional(),
});
