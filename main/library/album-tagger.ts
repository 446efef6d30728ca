import type { AlbumTags } from '../db/album-tags.ts';
import type { AlbumRow } from '../db/albums.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import type { AlbumSummary } from '../searcher/messages.ts';

/** Photos written in one go: their texts are indexed again, some 5 ms. */
const atOnce = 50;

/** Sees to it that the photos of albums have the tags of their albums, and those that left have them no more. */
export function createAlbumTagger(deps: {
  db: Pick<Db, 'transaction'>;
  texts: Pick<Texts, 'index'>;
  albumTags: AlbumTags;
  now: () => number;
  onTagged: (photoIds: readonly number[]) => void;
}) {
  const { db, texts, albumTags, now, onTagged } = deps;
  return {
    async sync(albums: readonly AlbumRow[], summaries: ReadonlyMap<number, AlbumSummary>): Promise<void> {
      const byId = new Map(albums.map((album) => [album.id, album]));
      const ids = new Set([
        ...albumTags.givers(),
        ...albums.filter(({ tagMode }) => tagMode !== 'off').map(({ id }) => id),
      ]);
      for (const id of ids) {
        const album = byId.get(id);
        const tagId = album === undefined || album.tagMode === 'off' ? undefined : album.tagId;
        const summary = summaries.get(id);
        // It tags since a moment ago: its photos come with the next answer.
        if (tagId !== undefined && summary?.photoIds === undefined) continue;
        const isApplied = (probability: number) => album?.tagMode === 'apply' && probability >= album.tagLeast;
        const wanted = Array.from(summary?.photoIds ?? [], (photoId, i) => {
          const probability = summary?.probabilities?.[i] ?? 0;
          return { photoId, probability, isApplied: isApplied(probability) };
        });
        const { gone, given } = albumTags.changes(id, tagId, wanted);
        await inSlices(gone, (each) => albumTags.take(id, each));
        if (tagId !== undefined) await inSlices(given, (each) => albumTags.give(id, tagId, each, now()));
      }
    },
  };

  async function inSlices<T extends { photoId: number }>(all: readonly T[], write: (one: T) => void): Promise<void> {
    for (let at = 0; at < all.length; at += atOnce) {
      const slice = all.slice(at, at + atOnce);
      db.transaction(() => {
        for (const one of slice) {
          write(one);
          texts.index(one.photoId);
        }
      });
      onTagged(slice.map(({ photoId }) => photoId));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
