import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { modelTrouble } from './model-trouble.ts';
import type { Tokenizer } from './model.ts';
import { createWordFinder } from './starter-words.ts';

/**
 * Splits a text into words the starter knows, English and Chinese. Reads `vocabulary.json` of the model's folder.
 * resources/models/starter/train/tokenizer.py does the same: the tower was trained with it, and a test compares both.
 * @throws Failure 'model-missing', or 'model-damaged' when that file is no such vocabulary
 */
export async function loadStarterTokenizer(folder: string): Promise<Tokenizer> {
  const { words, maxIds, longestHan, common, standIns } = await readVocabulary(join(folder, 'vocabulary.json'));
  const { idsOf, idsOfWord } = createWordFinder({
    idOf: new Map(words.map((word, id) => [word, id])),
    // The first words after padding and unknown are those of photo captions, the most frequent first.
    common: new Set(words.slice(2, 2 + common)),
    standIns,
  });

  /** Words of Chinese stand without spaces: the longest known one is taken, again and again. */
  function* hanWords(run: string): Generator<{ word: string; ids: readonly number[] }> {
    for (let at = 0; at < run.length;) {
      let length = Math.min(longestHan, run.length - at);
      while (length > 1 && idsOf(run.slice(at, at + length)).length === 0) length--;
      const word = run.slice(at, at + length);
      const ids = idsOf(word);
      yield { word, ids: ids.length === 0 ? [unknown] : ids };
      at += length;
    }
  }
  const idsOfRun = (run: string) => (isHan(run) ? [...hanWords(run)].flatMap(({ ids }) => ids) : idsOfWord(run));

  return {
    encode(text) {
      const ids = new BigInt64Array(maxIds).fill(BigInt(padding));
      const found = runsOf(text).flatMap(idsOfRun);
      found.slice(0, maxIds).forEach((id, i) => {
        ids[i] = BigInt(id);
      });
      return ids;
    },
    unknownWords(text) {
      const found = new Set<string>();
      // Words of every script, not only of those that `runsOf` takes: the model has never seen "море" either.
      for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []) {
        const runs = runsOf(word);
        const isWhole = runs.join('').length === plain(word).length;
        if (runs.some((run) => !isHan(run) && idsOfWord(run).includes(unknown)) || !isWhole) found.add(word);
        else for (const run of runs.filter(isHan)) for (const part of unknownParts(hanWords(run))) found.add(part);
      }
      return [...found];
    },
  };
}

const padding = 0;
const unknown = 1;

const plain = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
const runsOf = (text: string) => plain(text).match(/[a-z0-9]+|[\u3400-\u9fff]+/g) ?? [];
const isHan = (run: string) => run > '{';

/** Characters without a meaning to the model, those side by side as one. */
function unknownParts(words: Iterable<{ word: string; ids: readonly number[] }>): string[] {
  return [...words]
    .map(({ word, ids }) => (ids.includes(unknown) ? word : ' '))
    .join('')
    .split(/ +/)
    .filter((part) => part !== '');
}

const vocabulary = z.object({
  words: z.array(z.string()).min(3),
  maxIds: z.int().min(1).max(512),
  longestHan: z.int().min(1),
  common: z.int().min(0),
  /** Words without an embedding of their own: the ids, with spaces between, of words that say nearly the same. */
  standIns: z.record(z.string(), z.string().regex(/^\d+( \d+)*$/)),
});

async function readVocabulary(file: string): Promise<z.infer<typeof vocabulary>> {
  try {
    return vocabulary.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (cause) {
    throw modelTrouble('word list', file, cause);
  }
}
