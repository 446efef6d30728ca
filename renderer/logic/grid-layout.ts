/** A run of neighbouring photos under one heading. The sections of a list follow each other without a gap. */
export interface Section {
  readonly offset: number;
  readonly count: number;
  readonly heading: string | undefined;
  readonly note: string | undefined;
}

export interface GridMeasures {
  readonly widthPx: number;
  /** What the person chose; cells grow from it until they fill the row. */
  readonly wishedCellPx: number;
  readonly gapPx: number;
  readonly headingPx: number;
  readonly paddingTopPx: number;
  readonly paddingBottomPx: number;
}

export interface Block extends Section {
  /** Where the section begins (its heading, if it has one), and where its first cells do. */
  readonly topPx: number;
  readonly cellsTopPx: number;
  readonly bottomPx: number;
  /** Rows above it, headings among them. */
  readonly rowsAbove: number;
}

export interface GridLayout {
  readonly columns: number;
  readonly cellPx: number;
  readonly pitchPx: number;
  readonly heightPx: number;
  readonly rowCount: number;
  readonly count: number;
  readonly blocks: readonly Block[];
}

export type GridRow =
  | { readonly is: 'heading'; readonly row: number; readonly topPx: number; readonly block: Block }
  | {
      readonly is: 'photos';
      readonly row: number;
      readonly topPx: number;
      readonly first: number;
      readonly count: number;
    };

/**
 * Where everything in the grid lies, from arithmetic alone: nothing is measured in the page, so a million photos cost
 * as many numbers as there are sections.
 */
export function layOut(measures: GridMeasures, sections: readonly Section[]): GridLayout {
  const { widthPx, wishedCellPx, gapPx, headingPx, paddingTopPx, paddingBottomPx } = measures;
  const columns = Math.max(1, Math.floor((widthPx + gapPx) / (wishedCellPx + gapPx)));
  const cellPx = Math.max(1, (widthPx - gapPx * (columns - 1)) / columns);
  const pitchPx = cellPx + gapPx;
  const blocks: Block[] = [];
  let topPx = paddingTopPx;
  let rowsAbove = 0;
  let count = 0;
  for (const section of sections) {
    const hasHeading = section.heading !== undefined;
    const cellsTopPx = topPx + (hasHeading ? headingPx : 0);
    const rows = Math.ceil(section.count / columns);
    const bottomPx = cellsTopPx + rows * pitchPx;
    blocks.push({ ...section, topPx, cellsTopPx, bottomPx, rowsAbove });
    topPx = bottomPx;
    rowsAbove += rows + (hasHeading ? 1 : 0);
    count += section.count;
  }
  return { columns, cellPx, pitchPx, heightPx: topPx + paddingBottomPx, rowCount: rowsAbove, count, blocks };
}

/** The rows that touch a stretch of the grid, from top to bottom. */
export function rowsBetween(layout: GridLayout, fromPx: number, toPx: number): GridRow[] {
  const found: GridRow[] = [];
  for (let at = blockIndexAtPx(layout, fromPx); at < layout.blocks.length; at++) {
    const block = layout.blocks[at];
    if (!block || block.topPx >= toPx) break;
    if (block.heading !== undefined && block.cellsTopPx > fromPx)
      found.push({ is: 'heading', row: block.rowsAbove, topPx: block.topPx, block });
    const rows = Math.ceil(block.count / layout.columns);
    const firstRow = clamp(Math.floor((fromPx - block.cellsTopPx) / layout.pitchPx), 0, rows);
    const endRow = clamp(Math.ceil((toPx - block.cellsTopPx) / layout.pitchPx), 0, rows);
    for (let row = firstRow; row < endRow; row++) found.push(photoRow(layout, block, row));
  }
  return found;
}

/** The row that shows a photo. */
export function rowOf(layout: GridLayout, index: number): GridRow | undefined {
  const block = blockOf(layout, index);
  return block && photoRow(layout, block, Math.floor((index - block.offset) / layout.columns));
}

/** The first photo that is at least half visible below a line: what stays in place when the grid is laid out anew. */
export function indexAtPx(layout: GridLayout, px: number): number {
  const block = layout.blocks[blockIndexAtPx(layout, px)];
  if (!block) return 0;
  const rows = Math.ceil(block.count / layout.columns);
  const row = clamp(Math.round((px - block.cellsTopPx) / layout.pitchPx), 0, Math.max(0, rows - 1));
  return Math.min(block.offset + row * layout.columns, Math.max(0, layout.count - 1));
}

export function columnOf(layout: GridLayout, index: number): number {
  const block = blockOf(layout, index);
  return block ? (index - block.offset) % layout.columns : 0;
}

export function blockOf(layout: GridLayout, index: number): Block | undefined {
  const at = lastAtOrBefore(layout.blocks, index, (block) => block.offset);
  const block = layout.blocks[at];
  return block && index >= block.offset && index < block.offset + block.count ? block : undefined;
}

function photoRow(layout: GridLayout, block: Block, row: number): GridRow {
  const first = block.offset + row * layout.columns;
  return {
    is: 'photos',
    row: block.rowsAbove + (block.heading === undefined ? 0 : 1) + row,
    topPx: block.cellsTopPx + row * layout.pitchPx,
    first,
    count: Math.min(layout.columns, block.offset + block.count - first),
  };
}

function blockIndexAtPx(layout: GridLayout, px: number): number {
  return Math.max(
    0,
    lastAtOrBefore(layout.blocks, px, (block) => block.topPx),
  );
}

/** Index of the last item whose key is not past the wanted one, or -1. */
function lastAtOrBefore<T>(items: readonly T[], wanted: number, key: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && key(item) <= wanted) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
