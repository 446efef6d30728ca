import type { AlbumExample, PlacedPhoto } from '../../preload/contract/album.ts';
import type { Db } from './open.ts';
import { positionsBetween, step } from './positions.ts';

/** Counting them takes some 5 ms. */
const mostCounted = 5_000;

/** What a person put into albums, in their order, and the examples of smart ones. */
export function createAlbumPhotos({ sql }: Pick<Db, 'sql'>) {
  const shown = sql
    .prepare<[number], number>(
      `SELECT a.photo_id FROM album_photos a JOIN photos p ON p.id = a.photo_id AND p.present > 0
       WHERE a.album_id = ? ORDER BY a.position, a.photo_id`,
    )
    .pluck();
  const countIn = sql
    .prepare<[string], number>(
      `SELECT count(*) FROM (SELECT DISTINCT a.photo_id FROM json_each(?) j JOIN album_photos a ON a.album_id = j.value
       JOIN photos p ON p.id = a.photo_id AND p.present > 0 AND p.own_hidden IS NULL LIMIT ${mostCounted + 1})`,
    )
    .pluck();
  const firstIn = sql
    .prepare<[number], number>(
      `SELECT a.photo_id FROM album_photos a JOIN photos p ON p.id = a.photo_id AND p.present > 0 AND p.own_hidden IS NULL
       WHERE a.album_id = ? ORDER BY a.position, a.photo_id LIMIT 1`,
    )
    .pluck();
  const last = sql
    .prepare<[number], number | null>('SELECT max(position) FROM album_photos WHERE album_id = ?')
    .pluck();
  const positionOf = sql
    .prepare<[number, number], number>('SELECT position FROM album_photos WHERE album_id = ? AND photo_id = ?')
    .pluck();
  // Photos that are moved along are no neighbours.
  const previous = sql
    .prepare<[number, number, string], number | null>(
      `SELECT max(position) FROM album_photos WHERE album_id = ? AND position < ?
       AND photo_id NOT IN (SELECT value FROM json_each(?))`,
    )
    .pluck();
  const all = sql
    .prepare<[number], number>('SELECT photo_id FROM album_photos WHERE album_id = ? ORDER BY position, photo_id')
    .pluck();
  // A photo that the library does not know is passed over.
  const insert = sql.prepare<[number, number, number, number]>(
    `INSERT INTO album_photos (album_id, photo_id, position, added_at_ms) SELECT ?, id, ?, ? FROM photos WHERE id = ?
     ON CONFLICT (album_id, photo_id) DO NOTHING`,
  );
  const place = sql.prepare<[number, number, number]>(
    'UPDATE album_photos SET position = ? WHERE album_id = ? AND photo_id = ?',
  );
  const remove = sql.prepare<[number, number]>('DELETE FROM album_photos WHERE album_id = ? AND photo_id = ?');
  const examples = sql.prepare<[number], { photo_id: number; is_included: 0 | 1 }>(
    'SELECT photo_id, is_included FROM album_examples WHERE album_id = ? ORDER BY at_ms, photo_id',
  );
  const giveExample = sql.prepare<[number, 0 | 1, number, number]>(
    `INSERT INTO album_examples (album_id, photo_id, is_included, at_ms) SELECT ?, id, ?, ? FROM photos WHERE id = ?
     ON CONFLICT (album_id, photo_id) DO UPDATE SET is_included = excluded.is_included, at_ms = excluded.at_ms`,
  );
  const dropExample = sql.prepare<[number, number]>('DELETE FROM album_examples WHERE album_id = ? AND photo_id = ?');

  return {
    /** Those that are there, also such as are hidden, in the album's own order. */
    of: (albumId: number): number[] => shown.all(albumId),
    /** Photos in these albums, each counted once and without those that are hidden; undefined for more than are counted in a moment. */
    countIn(albumIds: readonly number[]): number | undefined {
      const count = countIn.get(JSON.stringify(albumIds)) ?? 0;
      return count > mostCounted ? undefined : count;
    },
    /** Of those that are not hidden. */
    firstIn: (albumId: number): number | undefined => firstIn.get(albumId),
    /** At the end, in this order. @returns those that were not in it */
    add(albumId: number, photoIds: readonly number[], nowMs: number): number[] {
      let position = last.get(albumId) ?? 0;
      return [...new Set(photoIds)].filter((photoId) => {
        position += step;
        return insert.run(albumId, position, nowMs, photoId).changes > 0;
      });
    },
    /** @returns what {@link putBack} takes */
    remove: (albumId: number, photoIds: readonly number[]): PlacedPhoto[] =>
      photoIds.flatMap((photoId) => {
        const position = positionOf.get(albumId, photoId);
        remove.run(albumId, photoId);
        return position === undefined ? [] : [{ photoId, position }];
      }),
    putBack: (albumId: number, photos: readonly PlacedPhoto[], nowMs: number): void =>
      photos.forEach(({ photoId, position }) => insert.run(albumId, position, nowMs, photoId)),
    /** Photos that are in the album, to these places; the others stay out of it. */
    place: (albumId: number, photos: readonly PlacedPhoto[]): void =>
      photos.forEach(({ photoId, position }) => place.run(position, albumId, photoId)),
    /**
     * Puts photos of the album before another one of it, or (undefined) to its end, in this order.
     * @returns where those stood that stand elsewhere now
     */
    move(albumId: number, photoIds: readonly number[], beforePhotoId: number | undefined): PlacedPhoto[] {
      const placed = [...new Set(photoIds)].flatMap((photoId) => {
        const position = positionOf.get(albumId, photoId);
        return position === undefined ? [] : [{ photoId, position }];
      });
      const moved = placed.map(({ photoId }) => photoId);
      const isBeforeItself = beforePhotoId !== undefined && moved.includes(beforePhotoId);
      if (moved.length === 0 || isBeforeItself) return [];
      const before = beforePhotoId === undefined ? undefined : positionOf.get(albumId, beforePhotoId);
      const after = previous.get(albumId, before ?? Number.MAX_VALUE, JSON.stringify(moved)) ?? undefined;
      const positions = positionsBetween(after, before, moved.length);
      if (positions !== undefined) {
        moved.forEach((photoId, i) => place.run(positions[i] ?? 0, albumId, photoId));
        return placed;
      }
      const stood = all.all(albumId);
      const wasAt = stood.map((photoId) => ({ photoId, position: positionOf.get(albumId, photoId) ?? 0 }));
      const others = stood.filter((id) => !moved.includes(id));
      const at = beforePhotoId === undefined ? others.length : others.indexOf(beforePhotoId);
      const order = [...others.slice(0, at), ...moved, ...others.slice(at)];
      order.forEach((photoId, i) => place.run((i + 1) * step, albumId, photoId));
      return wasAt;
    },
    examples(albumId: number): { included: number[]; excluded: number[] } {
      const rows = examples.all(albumId);
      const idsOf = (isIncluded: 0 | 1) =>
        rows.filter((row) => row.is_included === isIncluded).map(({ photo_id: id }) => id);
      return { included: idsOf(1), excluded: idsOf(0) };
    },
    /** @param as undefined takes the person's word back */
    giveExamples: (albumId: number, photoIds: readonly number[], as: AlbumExample | undefined, nowMs: number): void =>
      photoIds.forEach((photoId) =>
        as === undefined
          ? dropExample.run(albumId, photoId)
          : giveExample.run(albumId, as === 'included' ? 1 : 0, nowMs, photoId),
      ),
  };
}
export type AlbumPhotos = ReturnType<typeof createAlbumPhotos>;
