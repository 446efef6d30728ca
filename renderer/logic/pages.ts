export type Pages<T> = ReadonlyMap<number, readonly T[]>;

/** Cards a page; the contract allows 500. 200 fill the tallest screen at the smallest cells in a few pages. */
export const pageSize = 200;

/** Pages kept: 40 x 200 cards of about 200 bytes are 1.6 MB, and hold every screen a person scrolls back to. */
const mostPages = 40;

export function itemAt<T>(pages: Pages<T>, index: number): T | undefined {
  return pages.get(Math.floor(index / pageSize))?.[index % pageSize];
}

/** Pages that are wanted for a stretch of the list and not there whole, nearest the middle first. */
export function missingPages<T>(pages: Pages<T>, first: number, last: number, count: number): number[] {
  const from = Math.floor(Math.max(0, first) / pageSize);
  const to = Math.floor(Math.min(count - 1, last) / pageSize);
  const middle = (from + to) / 2;
  const missing: number[] = [];
  for (let page = from; page <= to; page++) if (!isWhole(pages, page, count)) missing.push(page);
  return missing.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
}

/** With one page more; the ones farthest from it are let go. */
export function withPage<T>(pages: Pages<T>, page: number, items: readonly T[], most = mostPages): Pages<T> {
  const next = new Map(pages).set(page, items);
  if (next.size <= most) return next;
  const byDistance = [...next.keys()].sort((a, b) => Math.abs(b - page) - Math.abs(a - page));
  for (const far of byDistance.slice(0, next.size - most)) next.delete(far);
  return next;
}

function isWhole<T>(pages: Pages<T>, page: number, count: number): boolean {
  const held = pages.get(page);
  return held !== undefined && held.length >= Math.min(pageSize, count - page * pageSize);
}
