import type { Matrix } from '../search/matrix.ts';
import { byteOf, type ScoreList, scoreListOf } from './score-list.ts';
import { chanceAt, scoreFor } from './chance.ts';
import type { PreparedConcept } from './suggest.ts';

/** What is less probable than this is not kept: too far below any threshold to be worth a question. */
export const leastKept = 0.4;

/**
 * Every photo of the library against one concept: one scan over the matrix, 4 ms at 100,000 photos, in slices of so many.
 * @param pause between the slices, so that a search need not wait
 */
export async function scan(
  matrix: () => Matrix,
  concept: Pick<PreparedConcept, 'vector' | 'line'>,
  pause: () => Promise<void>,
  least = leastKept,
): Promise<ScoreList> {
  for (;;) {
    const rows = matrix();
    const { moves } = rows;
    const found: { id: number; chance: number }[] = [];
    for (let first = 0; ; first += rowsAtOnce) {
      collect(rows, concept, first, least, found);
      if (first + rowsAtOnce >= rows.count) return scoreListOf(found);
      await pause();
      // Photos that took the places of removed ones may have been missed, so it begins again.
      if (rows.moves !== moves || matrix() !== rows) break;
    }
  }
}

/** A slice takes about 4 ms. */
const rowsAtOnce = 100_000;

function collect(
  matrix: Matrix,
  { vector, line }: Pick<PreparedConcept, 'vector' | 'line'>,
  first: number,
  least: number,
  into: { id: number; chance: number }[],
): void {
  const { photoIds, scores } = matrix.scoresOfRows(vector, first, rowsAtOnce);
  const leastScore = scoreFor(line, least);
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at] ?? 0;
    if (score >= leastScore) into.push({ id: photoIds[at] ?? 0, chance: byteOf(chanceAt(line, score)) });
  }
}
