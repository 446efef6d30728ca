import type { GridLayout } from './grid-layout.ts';

export interface YearMark {
  readonly year: number;
  /** 0 at the top of the track, 1 at its bottom. */
  readonly at: number;
}

/** Where the years begin on a scroll track. Marks that would touch the one above are left out. */
export function yearMarks(
  layout: GridLayout,
  months: readonly { readonly year?: number | undefined }[],
  trackPx: number,
  leastApartPx: number,
): YearMark[] {
  const marks: YearMark[] = [];
  let year: number | undefined;
  let lastAtPx = -Infinity;
  months.forEach((month, i) => {
    const block = layout.blocks[i];
    if (!block || month.year === undefined || month.year === year) return;
    year = month.year;
    const at = layout.heightPx <= 0 ? 0 : block.topPx / layout.heightPx;
    if (at * trackPx - lastAtPx < leastApartPx) return;
    lastAtPx = at * trackPx;
    marks.push({ year, at });
  });
  return marks;
}
