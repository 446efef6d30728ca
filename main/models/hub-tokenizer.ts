import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { Failure } from '../util/failure.ts';
import { modelTrouble } from './model-trouble.ts';
import type { Tokenizer } from './model.ts';
import { splitByTable, unigramIn, withoutPieces } from './unigram.ts';

export interface HubTokenizerOptions {
  /** Ids that the text tower takes at most: 77 for CLIP, 64 for SigLIP. */
  readonly length: number;
  /** `length`: every text, as CLIP and SigLIP were trained. `longest`: the texts of a batch only, where the graph masks it. */
  readonly padTo?: 'length' | 'longest';
  readonly padId: number;
  /** Ends every text, also one that is cut: CLIP reads its vector there. */
  readonly endId: number;
  /** SigLIP 2 was trained on lower case, and its tokenizer.json does not make it so. CLIP's does. */
  readonly isLowerCase: boolean;
  /** Stands before every text. */
  readonly prefix?: string;
  /** Ends every text that does not end as a sentence does. */
  readonly suffix?: string;
  readonly languages: readonly string[];
}

/**
 * A tokenizer as the hub writes it (`tokenizer.json`: byte-level BPE of CLIP, SentencePiece of Gemma, Unigram...), read
 * by the hub's own library. Padded and cut as `max_length` does it in transformers: the end stays.
 * @throws Failure 'model-missing', or 'model-damaged' when the file is no tokenizer
 */
export async function loadHubTokenizer(folder: string, options: HubTokenizerOptions): Promise<Tokenizer> {
  const { length, padTo = 'length', padId, endId, isLowerCase, prefix = '', suffix = '', languages } = options;
  const { hub, unknownId } = await readTokenizer(join(folder, 'tokenizer.json'));
  const readsOnlyLatin = languages.every((language) => language === 'en');
  const idsOf = (text: string): number[] => {
    try {
      return hub.encode(isLowerCase ? text.toLowerCase() : text).ids;
    } catch (cause) {
      throw new Failure('model-damaged', 'The tokenizer of the model cannot read this text.', { cause });
    }
  };

  return {
    padId,
    encode(text) {
      const sentence = readable(text);
      const found = idsOf(prefix + (/[.!?。！？]\s*$/u.test(sentence) ? sentence : sentence + suffix));
      const kept = (found.at(-1) === endId ? found.slice(0, -1) : found).slice(0, length - 1);
      const ids = new BigInt64Array(padTo === 'length' ? length : kept.length + 1).fill(BigInt(padId));
      kept.forEach((id, at) => {
        ids[at] = BigInt(id);
      });
      ids[kept.length] = BigInt(endId);
      return ids;
    },
    // Bytes can spell anything: a model that learnt English alone has still never seen another script's words.
    reads: (text) =>
      (readable(text).match(meaningful) ?? []).some(
        (word) =>
          !(readsOnlyLatin && /[^\p{Script=Latin}\p{N}\p{M}\p{Script=Common}]/u.test(word)) &&
          (unknownId === undefined || !idsOf(word).includes(unknownId)),
      ),
  };
}

/** Words and emoji; signs alone mean nothing. */
const meaningful = /[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}|\p{RI}{2}/gu;

/** A text tower reads 64 to 128 pieces: a pasted page must not cost time. */
const mostLetters = 2_000;

/** Without what only steers the direction in which a text is drawn. */
function readable(text: string): string {
  return text.slice(0, mostLetters).replace(/\p{Bidi_Control}/gu, '');
}

/** What is read here; the rest is the library's. */
const tokenizerFile = z.looseObject({
  model: z.looseObject({ unk_id: z.int().nullish(), unk_token: z.string().nullish() }),
});

async function readTokenizer(file: string): Promise<{ hub: HubTokenizer; unknownId: number | undefined }> {
  try {
    const parsed = tokenizerFile.parse(JSON.parse(await readFile(file, 'utf8')));
    // Without `model_max_length` the library would warn; cutting is done here, where the end is kept.
    const unigram = unigramIn(parsed.model);
    const hub = new HubTokenizer(unigram ? { ...parsed, model: withoutPieces(unigram) } : parsed, {});
    if (unigram) splitByTable(hub, unigram);
    hub.encode('a photo');
    const { unk_id: id, unk_token: token } = parsed.model;
    // Byte-level BPE names its end as the unknown token, which it never needs.
    const unknownId = id ?? (token === null || token === undefined ? undefined : hub.token_to_id(token));
    return { hub, unknownId: token === '<|endoftext|>' ? undefined : unknownId };
  } catch (cause) {
    throw modelTrouble('tokenizer', file, cause);
  }
}
