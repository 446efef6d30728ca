import { blockOf, columnOf, type GridLayout } from './grid-layout.ts';

export type GridMove = 'left' | 'right' | 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

export function moveOfKey(key: string): GridMove | undefined {
  return moves[key];
}

/** Where a key leads from a photo. Up and down keep the column, across headings and short last rows too. */
export function indexAfter(layout: GridLayout, index: number, move: GridMove, rowsInPage: number): number {
  const last = Math.max(0, layout.count - 1);
  switch (move) {
    case 'left':
      return Math.max(0, index - 1);
    case 'right':
      return Math.min(last, index + 1);
    case 'up':
      return climb(layout, index, 1, -1);
    case 'down':
      return climb(layout, index, 1, 1);
    case 'page-up':
      return climb(layout, index, Math.max(1, rowsInPage), -1);
    case 'page-down':
      return climb(layout, index, Math.max(1, rowsInPage), 1);
    case 'first':
      return 0;
    case 'last':
      return last;
  }
}

const moves: Readonly<Record<string, GridMove | undefined>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  PageUp: 'page-up',
  PageDown: 'page-down',
  Home: 'first',
  End: 'last',
};

function climb(layout: GridLayout, from: number, steps: number, direction: 1 | -1): number {
  const column = columnOf(layout, from);
  let index = from;
  for (let step = 0; step < steps; step++) {
    const next = direction === 1 ? below(layout, index, column) : above(layout, index, column);
    if (next === undefined) break;
    index = next;
  }
  return index;
}

function below(layout: GridLayout, index: number, column: number): number | undefined {
  const block = blockOf(layout, index);
  if (!block) return undefined;
  const rowStart = index - ((index - block.offset) % layout.columns);
  const nextRow = rowStart + layout.columns;
  const end = block.offset + block.count;
  if (nextRow < end) return Math.min(nextRow + column, end - 1);
  const following = blockOf(layout, end);
  return following && Math.min(end + column, end + following.count - 1);
}

function above(layout: GridLayout, index: number, column: number): number | undefined {
  const block = blockOf(layout, index);
  if (!block) return undefined;
  const rowStart = index - ((index - block.offset) % layout.columns);
  if (rowStart > block.offset) return rowStart - layout.columns + column;
  const earlier = blockOf(layout, block.offset - 1);
  if (!earlier) return undefined;
  const lastRow = Math.floor((earlier.count - 1) / layout.columns) * layout.columns;
  return Math.min(earlier.offset + lastRow + column, earlier.offset + earlier.count - 1);
}
