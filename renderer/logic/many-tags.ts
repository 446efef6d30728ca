import type { ManyTag } from '../../preload/contract/review.ts';

/** As many photos as one call may be about. */
export const mostAtOnce = 10_000;

export function chunksOf<T>(all: readonly T[], size = mostAtOnce): T[][] {
  const chunks: T[][] = [];
  for (let at = 0; at < all.length; at += size) chunks.push(all.slice(at, at + size));
  return chunks;
}

/** Tags of several chunks of one selection, counted together; what is given to most photos comes first. */
export function summed(chunks: readonly (readonly ManyTag[])[]): ManyTag[] {
  const byKey = new Map<string, ManyTag>();
  for (const tag of chunks.flat()) {
    const before = byKey.get(keyOf(tag));
    byKey.set(keyOf(tag), before ? added(before, tag) : tag);
  }
  const counts = (tag: ManyTag) => [tag.confirmedCount, tag.suggestedCount, tag.rejectedCount] as const;
  return [...byKey.values()].sort((a, b) => {
    const [x, y] = [counts(a), counts(b)];
    return y[0] - x[0] || y[1] - x[1] || y[2] - x[2];
  });
}

export function keyOf(tag: Pick<ManyTag, 'conceptId' | 'name'>): string {
  return tag.conceptId ?? `"${tag.name}`;
}

/** On all of the photos, on some, or on none. */
export function shareOf(tag: ManyTag, photoCount: number): 'all' | 'some' | 'none' {
  if (tag.confirmedCount === 0) return 'none';
  return tag.confirmedCount >= photoCount ? 'all' : 'some';
}

function added(a: ManyTag, b: ManyTag): ManyTag {
  return {
    ...a,
    confirmedCount: a.confirmedCount + b.confirmedCount,
    suggestedCount: a.suggestedCount + b.suggestedCount,
    rejectedCount: a.rejectedCount + b.rejectedCount,
  };
}
