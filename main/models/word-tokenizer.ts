import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { modelTrouble } from './model-trouble.ts';
import type { Tokenizer } from './model.ts';

/**
 * Whole words, lower case: what is not in the list is the unknown word. Reads `vocabulary.json` of the model's folder.
 * @throws Failure 'model-missing', or 'model-damaged' when that file is not a word list
 */
export async function loadWordTokenizer(folder: string): Promise<Tokenizer> {
  const { words, maxWords, pad, unknown, pattern } = await readVocabulary(join(folder, 'vocabulary.json'));
  const idOf = new Map(words.map((word, id) => [word, BigInt(id)]));
  const wordsOf = (text: string) => text.toLowerCase().match(new RegExp(pattern, 'g')) ?? [];
  return {
    encode(text) {
      const ids = new BigInt64Array(maxWords).fill(BigInt(pad));
      wordsOf(text)
        .slice(0, maxWords)
        .forEach((word, i) => {
          ids[i] = idOf.get(word) ?? BigInt(unknown);
        });
      return ids;
    },
    // Every word of any script, not only what `pattern` takes: the model has never seen "海边" either.
    unknownWords: (text) => [
      ...new Set((text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !idOf.has(word))),
    ],
  };
}

const vocabulary = z.object({
  words: z.array(z.string()).min(3),
  maxWords: z.int().min(1).max(512),
  pad: z.int().min(0),
  unknown: z.int().min(0),
  pattern: z.string(),
});

async function readVocabulary(file: string): Promise<z.infer<typeof vocabulary>> {
  try {
    return vocabulary.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw modelTrouble('word list', file, cause);
  }
}
