import type { Matrix } from '../search/matrix.ts';
import { byteOf, type ScoreList, scoreListOf } from './score-list.ts';
import { chanceAt, scoreFor } from './chance.ts';
import type { PreparedConcept } from './suggest.ts';

/** What is less probable than this is not kept: too far below any threshold to be worth a question. */
export const leastKept = 0.4;

/** A photo and how probable a concept is for it, 0..1. */
export interface Scanned {
  readonly id: number;
  readonly probability: number;
}

/** What {@link scanExactly} finds, with a byte of probability each. */
export async function scan(...by: Parameters<typeof scanExactly>): Promise<ScoreList> {
  const found = await scanExactly(...by);
  return scoreListOf(found.map(({ id, probability }) => ({ id, chance: byteOf(probability) })));
}

/**
 * Every photo of the library against one concept: one scan over the matrix, 4 ms at 100,000 photos, in slices of so many.
 * @param pause between the slices, so that a search need not wait
 * @returns in no order
 */
export async function scanExactly(
  matrix: () => Matrix,
  concept: Pick<PreparedConcept, 'vector' | 'line'>,
  pause: () => Promise<void>,
  least = leastKept,
): Promise<Scanned[]> {
  for (;;) {
    const rows = matrix();
    const { moves } = rows;
    const found: Scanned[] = [];
    for (let first = 0; ;) {
      first += collect(rows, concept, first, least, found);
      if (first >= rows.count) return found;
      await pause();
      // Photos that took the places of removed ones may have been missed, so it begins again.
      if (rows.moves !== moves || matrix() !== rows) break;
    }
  }
}

/** A slice takes about 4 ms. */
const vectorsAtOnce = 100_000;

/** @returns how many photos were looked at */
function collect(
  matrix: Matrix,
  { vector, line }: Pick<PreparedConcept, 'vector' | 'line'>,
  first: number,
  least: number,
  into: Scanned[],
): number {
  const { photoIds, scores } = matrix.scoresFrom(vector, first, vectorsAtOnce);
  const leastScore = scoreFor(line, least);
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] ?? 0;
    if (score >= leastScore) into.push({ id: photoIds[at] ?? 0, probability: chanceAt(line, score) });
  }
  return photoIds.length;
}
