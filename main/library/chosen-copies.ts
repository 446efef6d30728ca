import type { CopyOfPhoto } from '../db/file-places.ts';

/** Each photo once, by a file that is there where one is. */
export function firstOfEach(copies: readonly CopyOfPhoto[]): CopyOfPhoto[] {
  const first = new Map<number, CopyOfPhoto>();
  for (const copy of copies) if (first.get(copy.photoId)?.isOffline !== false) first.set(copy.photoId, copy);
  return [...first.values()];
}
