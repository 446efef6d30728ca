import type { Model } from '../models/model.ts';
import { openTextTower, type OpenTextTower } from '../models/open-text-tower.ts';

/**
 * What words mean, by the model's text tower: loaded at the first need and kept (a large model takes 14-40 ms a query),
 * with the last queries remembered, because typing and deleting asks the same ones again.
 */
export function createMeanings(model: Model, folder: string) {
  let opening: Promise<OpenTextTower> | undefined;
  const recent = new Map<string, Float32Array>();

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
    const vector = await (await tower()).embedTexts([words]);
    recent.set(words, vector);
    const oldest = recent.keys().next().value;
    if (recent.size > recentCount && oldest !== undefined) recent.delete(oldest);
    return vector;
  };

  return {
    /** Loads the tower ahead of the first question. */
    warmUp: async (): Promise<void> => void (await embedOne('photo')),
    /** Unit vectors of any number of texts: texts.length * dim. */
    embedTexts: async (texts: readonly string[]): Promise<Float32Array> => (await tower()).embedTexts(texts),
    /** Words that the model has never seen. */
    unknownWords: async (words: string): Promise<string[]> => (await tower()).unknownWords(words),
    /** The same for many texts, once the tower is loaded. */
    unknownWordsIn: async (): Promise<(text: string) => string[]> => {
      const { unknownWords } = await tower();
      return unknownWords;
    },
    /** Unit vector of a question; undefined when the model knows none of its words, so that nothing is made up. */
    async meaningOf(words: string): Promise<Float32Array | undefined> {
      const distinct = new Set(words.toLowerCase().match(/[\p{L}\p{N}]+/gu));
      const unknown = (await tower()).unknownWords(words);
      return distinct.size > unknown.length ? embedOne(words) : undefined;
    },
    close: async (): Promise<void> => void (await (await opening)?.[Symbol.asyncDispose]()),
  };
}

export type Meanings = ReturnType<typeof createMeanings>;

const recentCount = 256;
