/**
 * What changed in the library, by name; after COMMIT.
 * - `files`: a scan found files that came, went, moved or say something else
 * - `vectors`: photos were read: they are new, another picture, or have vectors again
 * - `answers`: the person said something of photos: tags, captions, dates, places
 * - `albums`: what albums give to their photos
 */
export type Change = 'files' | 'vectors' | 'answers' | 'albums';

type Listener = (photoIds: readonly number[]) => void;

/** Who wants to hear of what: each says so once, so that an answer does not make anyone count or walk the library. */
export function createChanges() {
  const listeners: { wants: readonly Change[]; withoutPhotos: boolean; hear: Listener }[] = [];
  return {
    /** @param hear hears of changes that are about photos */
    on: (wants: readonly Change[], hear: Listener): void => void listeners.push({ wants, withoutPhotos: false, hear }),
    /** @param hear hears of files too that are no photos yet */
    onAny: (wants: readonly Change[], hear: Listener): void =>
      void listeners.push({ wants, withoutPhotos: true, hear }),
    tell(change: Change, photoIds: readonly number[]): void {
      for (const { wants, withoutPhotos, hear } of listeners)
        if (wants.includes(change) && (withoutPhotos || photoIds.length > 0)) hear(photoIds);
    },
  };
}
export type Changes = ReturnType<typeof createChanges>;
