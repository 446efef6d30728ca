import type { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';

/** Of `tokenizer.json`. Pieces are looked at where they lie: a schema of tuples would copy a hundred thousand of them, for 14 MB. */
const unigramModel = z.looseObject({
  unk_id: z.int().nonnegative(),
  /** With the logarithms of how probable they are. */
  vocab: z.custom<readonly (readonly [string, number])[]>(arePieces),
});
export type UnigramModel = z.infer<typeof unigramModel>;

const isUnigram = z.looseObject({ type: z.literal('Unigram'), byte_fallback: z.literal(false).nullish() });

/**
 * The model of a `tokenizer.json` where it is a Unigram that is read here; undefined for any other.
 * @throws Error for a Unigram with pieces that are none
 */
export function unigramIn(model: object): UnigramModel | undefined {
  if (!isUnigram.safeParse(model).success) return undefined;
  const unigram = unigramModel.parse(model);
  if (unigram.vocab[unigram.unk_id] === undefined) throw new Error('no piece is the unknown one');
  return unigram;
}

function arePieces(vocab: unknown): boolean {
  const isPiece = (piece: unknown) =>
    Array.isArray(piece) && typeof piece[0] === 'string' && typeof piece[1] === 'number';
  return Array.isArray(vocab) && vocab.every(isPiece);
}

/**
 * Splits with a table of pieces where the hub's library would build a tree of them. [Note: A table of pieces]
 *
 * [Note: A table of pieces] The library keeps a Map for every letter of every piece: 120 MB for the 116,966 pieces of the
 * starter. A table from piece to id takes a tenth of it, and the tree saves nothing: a question has some fifty letters,
 * and no piece more than sixteen. Everything else (normalizing, words that are added, the ends) stays the library's.
 * @param hub made from the same file with {@link withoutPieces} in place of its model
 */
export function splitByTable(hub: HubTokenizer, { vocab, unk_id: unknownId }: UnigramModel): void {
  const { model } = hub;
  if (model === null) throw new Error('a tokenizer without a model');
  const ids = new Map<string, number>();
  const scores = new Float64Array(vocab.length);
  let least = Infinity;
  let longest = 1;
  vocab.forEach(([piece, score], id) => {
    // Of two that are alike the later one counts, as in the library.
    ids.set(piece, id);
    scores[id] = score;
    least = Math.min(least, score);
    longest = Math.max(longest, piece.length);
  });
  scores[unknownId] = least - unknownLoss;
  for (const [id, { content }] of hub.get_added_tokens_decoder()) ids.set(content, id);
  model.tokens_to_ids = ids;
  model.unk_token_id = unknownId;
  model.encode = (parts) => parts.flatMap((part) => split(part, { ids, scores, longest, unknownId }));
}

/** For the library's own constructor: it finds the unknown piece, and builds nothing of the others. */
export function withoutPieces(model: UnigramModel): UnigramModel {
  return { ...model, unk_id: 0, vocab: model.vocab.slice(model.unk_id, model.unk_id + 1) };
}

interface Table {
  readonly ids: ReadonlyMap<string, number>;
  readonly scores: Float64Array;
  /** UTF-16 units of the longest piece. */
  readonly longest: number;
  readonly unknownId: number;
}

/** As SentencePiece's (Kudo 2018, arXiv 1804.10959): what no piece has costs so much more than the least probable piece. */
const unknownLoss = 10;

/** The most probable pieces of a text, by Viterbi; of several that are as probable the one with the longest last piece. */
function split(text: string, { ids, scores, longest, unknownId }: Table): string[] {
  const end = text.length;
  const best = new Float64Array(end + 1).fill(-Infinity);
  const from = new Int32Array(end + 1);
  best[0] = 0;
  for (let start = 0; start < end; start += lengthAt(text, start)) {
    const before = best[start] ?? -Infinity;
    const reach = (stop: number, score: number) => {
      if (before + score <= (best[stop] ?? 0)) return;
      best[stop] = before + score;
      from[stop] = start;
    };
    const one = start + lengthAt(text, start);
    let isOneKnown = false;
    for (let stop = one; stop <= Math.min(end, start + longest); stop += stop < end ? lengthAt(text, stop) : 1) {
      const id = ids.get(text.slice(start, stop));
      if (id === undefined) continue;
      isOneKnown ||= stop === one;
      reach(stop, scores[id] ?? 0);
    }
    if (!isOneKnown) reach(one, scores[unknownId] ?? 0);
  }
  const pieces: string[] = [];
  for (let stop = end; stop > 0; stop = from[stop] ?? 0) pieces.push(text.slice(from[stop] ?? 0, stop));
  return pieces.reverse();
}

/** UTF-16 units of the letter there. */
function lengthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
