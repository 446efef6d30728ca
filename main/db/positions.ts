/**
 * Positions for things that are put between two others. They are fractions, so that moving one thing writes one row:
 * 2^52 halvings lie between two neighbours a thousand apart, and who comes to the end of them counts anew.
 * @param after the position before the gap; undefined at the head
 * @param before the one behind it; undefined at the end
 * @returns `count` positions, ascending; undefined when there is no room for them between the two
 */
export function positionsBetween(
  after: number | undefined,
  before: number | undefined,
  count: number,
): number[] | undefined {
  if (before === undefined) return Array.from({ length: count }, (_, i) => (after ?? 0) + (i + 1) * step);
  if (after === undefined) return Array.from({ length: count }, (_, i) => before - (count - i) * step);
  const width = (before - after) / (count + 1);
  const positions = Array.from({ length: count }, (_, i) => after + (i + 1) * width);
  const all = [after, ...positions, before];
  return all.every((position, i) => i === 0 || position > (all[i - 1] ?? Infinity)) ? positions : undefined;
}

/** What lies between two neighbours at first. */
export const step = 1024;
