import { join } from 'node:path';
import { type KnownTexts, readKnownTexts } from '../models/known-texts.ts';
import type { Model } from '../models/model.ts';
import { openTextTower, type OpenTextTower } from '../models/open-text-tower.ts';
import { leanedTo } from '../search/lean.ts';

/**
 * What words mean, by the model's text tower: loaded at the first need and kept (a large model takes 14-40 ms a query),
 * with the last queries remembered, because typing and deleting asks the same ones again.
 * @param calibrationFolder with the vectors of texts that ship with the app; without it they are embedded
 */
export function createMeanings(model: Model, folder: string, calibrationFolder?: string) {
  let opening: Promise<OpenTextTower> | undefined;
  let known: Promise<KnownTexts> | undefined;
  let vectors: Promise<Float32Array> | undefined;
  const recent = new Map<string, Float32Array>();

  const knownTexts = (inFolder: string) =>
    (known ??= readKnownTexts(join(inFolder, 'texts', `${model.id}.bin`), model));
  /** Those of texts that ship with the app: 3 MB. */
  const knownVectors = () =>
    (vectors ??=
      calibrationFolder === undefined
        ? Promise.resolve(new Float32Array(0))
        : knownTexts(calibrationFolder).then((texts) => texts.all()));

  const tower = () => {
    opening ??= openTextTower(model, folder).catch((error: unknown) => {
      // A failed load may be tried again: the model may be downloaded by then.
      opening = undefined;
      throw error;
    });
    return opening;
  };

  const embedOne = async (words: string): Promise<Float32Array> => {
    const known = recent.get(words);
    if (known) {
      recent.delete(words);
      recent.set(words, known);
      return known;
    }
    const vector = leanedTo(await knownVectors(), words, await (await tower()).embedTexts([words]));
    recent.set(words, vector);
    const oldest = recent.keys().next().value;
    if (recent.size > recentCount && oldest !== undefined) recent.delete(oldest);
    return vector;
  };

  async function embedTexts(texts: readonly string[]): Promise<Float32Array> {
    if (calibrationFolder === undefined) return (await tower()).embedTexts(texts);
    const { vectorOf } = await knownTexts(calibrationFolder);
    const found = texts.map(vectorOf);
    const others = texts.filter((_, at) => found[at] === undefined);
    const embedded = others.length === 0 ? new Float32Array(0) : await (await tower()).embedTexts(others);
    const all = new Float32Array(texts.length * model.dim);
    let next = 0;
    found.forEach((vector, at) => {
      all.set(vector ?? embedded.subarray(next, (next += model.dim)), at * model.dim);
    });
    return all;
  }

  return {
    /** Loads the tower ahead of the first question. */
    warmUp: async (): Promise<void> => void (await embedOne('photo')),
    /** Unit vectors of any number of texts: texts.length * dim. */
    embedTexts,
    /** What the model can read of a text, once the tower is loaded. */
    reader: async (): Promise<(text: string) => boolean> => {
      const { reads } = await tower();
      return reads;
    },
    /** Unit vector of a question; undefined when the model can read nothing of it, so that nothing is made up. */
    meaningOf: async (words: string): Promise<Float32Array | undefined> =>
      (await tower()).reads(words) ? embedOne(words) : undefined,
    close: async (): Promise<void> => void (await (await opening)?.[Symbol.asyncDispose]()),
  };
}

export type Meanings = ReturnType<typeof createMeanings>;

const recentCount = 256;
