import { indexAfter, type GridMove } from '../logic/grid-keys.ts';
import type { Albums } from './albums.svelte.ts';
import type { Grid } from './grid.svelte.ts';

/** Moves the chosen photos of an album by a key: one place on, or a row. */
export async function shiftChosen(move: GridMove, grid: Grid, albums: Albums): Promise<void> {
  const list = grid.list;
  const from = grid.focusIndex;
  const target = indexAfter(grid.layout, from, move, 1);
  if (!list || !albums.canReorder || target === from) return;
  const chosen = new Set(grid.chosen());
  // The photo that they go before: none of themselves.
  const step = target < from ? -1 : 1;
  let at = target < from ? target : target + 1;
  let before = await list.card(at);
  while (before && chosen.has(before.id)) before = await list.card((at += step));
  if (!before && step < 0) return;
  const places = await Promise.all([...chosen].map(async (id) => ({ id, at: (await list.find(id)) ?? 0 })));
  await albums.reorder(places.sort((a, b) => a.at - b.at).map(({ id }) => id), before?.id); // prettier-ignore
}
