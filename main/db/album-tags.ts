import type { Db } from './open.ts';

/** A tag that a photo has, or is suggested, because it is in an album. */
export interface AlbumTag {
  readonly tagId: number;
  readonly conceptId: string;
  readonly albumId: number;
  readonly albumName: string;
  readonly isApplied: boolean;
  readonly probability: number;
}

export interface TaggedPhoto {
  readonly photoId: number;
  readonly isApplied: boolean;
  readonly probability: number;
}

/** Tags that albums give to their photos, apart from the person's answers. */
export function createAlbumTags({ sql }: Pick<Db, 'sql'>) {
  const ofPhoto = sql.prepare<[number], Row>(
    `SELECT t.tag_id, g.concept_id, t.album_id, a.name, t.is_applied, t.probability FROM album_tags t
     JOIN tags g ON g.id = t.tag_id JOIN albums a ON a.id = t.album_id AND a.deleted_at_ms IS NULL
     WHERE t.photo_id = ? ORDER BY t.is_applied DESC, t.probability DESC, t.album_id`,
  );
  const ofAlbum = sql.prepare<[number], { photo_id: number; tag_id: number; is_applied: 0 | 1; probability: number }>(
    'SELECT photo_id, tag_id, is_applied, probability FROM album_tags WHERE album_id = ?',
  );
  // What the person answered is the person's.
  const give = sql.prepare<[number, number, 0 | 1, number, number, number, number, number]>(
    `INSERT INTO album_tags (photo_id, tag_id, album_id, is_applied, probability, at_ms)
     SELECT p.id, ?, ?, ?, ?, ? FROM photos p WHERE p.id = ?
       AND NOT EXISTS (SELECT 1 FROM tag_answers a WHERE a.photo_id = ? AND a.tag_id = ?)
     ON CONFLICT (photo_id, tag_id, album_id) DO UPDATE SET
       is_applied = excluded.is_applied, probability = excluded.probability`,
  );
  const conceptOf = sql.prepare<[number], string>('SELECT concept_id FROM tags WHERE id = ?').pluck();
  const take = sql.prepare<[number, number, number]>(
    'DELETE FROM album_tags WHERE photo_id = ? AND tag_id = ? AND album_id = ?',
  );
  const answered = sql.prepare<[number], number>('SELECT photo_id FROM tag_answers WHERE tag_id = ?').pluck();
  const albumsWithTags = sql.prepare<[], number>('SELECT DISTINCT album_id FROM album_tags').pluck();

  return {
    of: (photoId: number): AlbumTag[] =>
      ofPhoto.all(photoId).map((row) => ({
        tagId: row.tag_id,
        conceptId: row.concept_id ?? '',
        albumId: row.album_id,
        albumName: row.name,
        isApplied: row.is_applied === 1,
        probability: row.probability,
      })),
    conceptOf: (tagId: number): string | undefined => conceptOf.get(tagId),
    /** Albums that gave tags, deleted ones too. */
    givers: (): number[] => albumsWithTags.all(),
    /**
     * What is to be written so that an album's photos, and no others, have its tag.
     * @param tagId undefined: the album tags nothing
     */
    changes(albumId: number, tagId: number | undefined, wanted: readonly TaggedPhoto[]) {
      const before = ofAlbum.all(albumId);
      const isAnswered = new Set(tagId === undefined ? [] : answered.all(tagId));
      const open = tagId === undefined ? [] : wanted.filter(({ photoId }) => !isAnswered.has(photoId));
      const stays = new Set(open.map(({ photoId }) => photoId));
      const had = new Map(before.filter((row) => row.tag_id === tagId).map((row) => [row.photo_id, row]));
      return {
        gone: before
          .filter((row) => row.tag_id !== tagId || !stays.has(row.photo_id))
          .map((row) => ({ photoId: row.photo_id, tagId: row.tag_id })),
        // A probability that moves a little is not written again.
        given: open.filter(({ photoId, isApplied, probability }) => {
          const row = had.get(photoId);
          return (
            row === undefined || (row.is_applied === 1) !== isApplied || Math.abs(row.probability - probability) > 0.05
          );
        }),
      };
    },
    give: (albumId: number, tagId: number, { photoId, isApplied, probability }: TaggedPhoto, nowMs: number): void =>
      void give.run(tagId, albumId, isApplied ? 1 : 0, probability, nowMs, photoId, photoId, tagId),
    take: (albumId: number, { photoId, tagId }: { photoId: number; tagId: number }): void =>
      void take.run(photoId, tagId, albumId),
  };
}
export type AlbumTags = ReturnType<typeof createAlbumTags>;

interface Row {
  tag_id: number;
  concept_id: string | null;
  album_id: number;
  name: string;
  is_applied: 0 | 1;
  probability: number;
}
