import type { Metadata } from '../../preload/contract/photo.ts';
import type { Db } from './open.ts';
import type { Texts } from './texts.ts';
import { createWords, type WordSources } from './words.ts';

/** A file as the embedder identified it. */
export interface Identified {
  readonly fileId: number;
  readonly mtimeMs: number;
  /** SHA-256 of what makes it this picture. [Note: Why content, not paths] */
  readonly content: Uint8Array;
  readonly kind: 'image' | 'video';
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly metadata: Metadata;
}

/**
 * [Note: Why content, not paths]
 * A photo is known by the SHA-256 of its picture: the file without the parts that only describe it (EXIF, XMP, IPTC,
 * comments), and the way it is turned. So a moved, renamed or copied file is the photo it was, and a keyword written by
 * another program does not make it a new one. A file that is edited in place and has no other copy keeps its photo too
 * (with all its tags): a person who crops a picture still means that picture.
 */
export function createPhotos({ sql }: Pick<Db, 'sql'>, texts: Texts, words: WordSources = createWords({ sql })) {
  const byContent = sql.prepare<[Uint8Array], { id: number }>('SELECT id FROM photos WHERE content = ?');
  const fileRow = sql.prepare<[number], { photo_id: number | null }>('SELECT photo_id FROM files WHERE id = ?');
  const otherFiles = sql
    .prepare<[number, number], number>('SELECT count(*) FROM files WHERE photo_id = ? AND id <> ?')
    .pluck();
  const insert = sql
    .prepare<[PhotoValues], number>(
      `INSERT INTO photos (content, kind, format, width, height, taken_wall_ms, taken_from, added_at_ms)
       VALUES (@content, @kind, @format, @width, @height, 0, 'file', @nowMs) RETURNING id`,
    )
    .pluck();
  const replace = sql.prepare<[PhotoValues & { id: number }]>(
    `UPDATE photos SET content = @content, kind = @kind, format = @format, width = @width, height = @height,
       version = version + 1 WHERE id = @id`,
  );
  const dropVectors = sql.prepare<[number]>('DELETE FROM idx.vectors WHERE photo_id = ?');
  const dropModelFailures = sql.prepare<[number]>('DELETE FROM idx.model_failures WHERE photo_id = ?');
  const dropThumbnail = sql.prepare<[number]>('DELETE FROM thumbs.thumbnails WHERE photo_id = ?');
  const link = sql.prepare<[number, number]>('UPDATE files SET photo_id = ?, is_waiting = 0 WHERE id = ?');
  const forgive = sql.prepare<[number]>('DELETE FROM idx.failures WHERE file_id = ?');
  const speaker = sql
    .prepare<[number], number>(
      `SELECT id FROM files WHERE photo_id = ? AND missing_since_ms IS NULL AND is_waiting = 0
       ORDER BY mtime_ms DESC, folder_id, dir, name LIMIT 1`,
    )
    .pluck();
  const describe = sql.prepare<[MetadataValues & { id: number }]>(`
    UPDATE photos SET taken_wall_ms = @takenWallMs, taken_offset_min = @takenOffsetMin, taken_from = @takenFrom,
      camera_make = @cameraMake, camera_model = @cameraModel, lens = @lens, focal_length_mm = @focalLengthMm,
      aperture = @aperture, exposure_s = @exposureS, iso = @iso, latitude = @latitude, longitude = @longitude,
      altitude_m = @altitudeM
    WHERE id = @id`);
  const rate = sql.prepare<[number | null, number]>('UPDATE photos SET own_rating = ? WHERE id = ?');

  return {
    /** The person's own rating; what files say stays beside it. */
    rate: (id: number, rating: number | undefined): void => void rate.run(rating ?? null, id),
    findByContent: (content: Uint8Array): number | undefined => byContent.get(content)?.id,
    /**
     * Links a file to its photo, made or changed as needed. Call it inside a transaction.
     * @returns the photo, and the one the file stood for before if that is another
     */
    store(it: Identified, nowMs: number): { photoId: number; formerPhotoId: number | undefined } {
      const before = fileRow.get(it.fileId)?.photo_id ?? undefined;
      const photoId = photoFor(it, before, nowMs);
      link.run(photoId, it.fileId);
      forgive.run(it.fileId);
      // Copies may be described differently: the one written last speaks, so the order of work does not matter.
      if (speaker.get(photoId) === it.fileId) setMetadata(photoId, it.metadata, it.mtimeMs);
      else words.moved(photoId);
      texts.index(photoId);
      const former = before === photoId ? undefined : before;
      if (former !== undefined) texts.index(former);
      return { photoId, formerPhotoId: former };
    },
  };

  function photoFor(it: Identified, before: number | undefined, nowMs: number): number {
    const known = byContent.get(it.content)?.id;
    if (known !== undefined) return known;
    const values = {
      content: Buffer.from(it.content),
      kind: it.kind,
      format: it.format,
      width: it.width,
      height: it.height,
      nowMs,
    };
    if (before !== undefined && otherFiles.get(before, it.fileId) === 0) {
      replace.run({ ...values, id: before });
      dropVectors.run(before);
      dropModelFailures.run(before);
      dropThumbnail.run(before);
      return before;
    }
    const id = insert.get(values);
    if (id === undefined) throw new Error('a photo was inserted without an id');
    return id;
  }

  function setMetadata(id: number, it: Metadata, mtimeMs: number): void {
    describe.run({
      id,
      takenWallMs: Math.round(it.takenWallMs ?? mtimeMs),
      takenOffsetMin: it.takenOffsetMin ?? null,
      takenFrom: it.takenFrom ?? 'file',
      cameraMake: it.cameraMake ?? null,
      cameraModel: it.cameraModel ?? null,
      lens: it.lens ?? null,
      focalLengthMm: it.focalLengthMm ?? null,
      aperture: it.aperture ?? null,
      exposureS: it.exposureS ?? null,
      iso: it.iso ?? null,
      latitude: it.latitude ?? null,
      longitude: it.longitude ?? null,
      altitudeM: it.altitudeM ?? null,
    });
    words.own(id, it);
  }
}
export type Photos = ReturnType<typeof createPhotos>;

interface PhotoValues {
  content: Buffer;
  kind: string;
  format: string;
  width: number;
  height: number;
  nowMs: number;
}

interface MetadataValues {
  takenWallMs: number;
  takenOffsetMin: number | null;
  takenFrom: string;
  cameraMake: string | null;
  cameraModel: string | null;
  lens: string | null;
  focalLengthMm: number | null;
  aperture: number | null;
  exposureS: number | null;
  iso: number | null;
  latitude: number | null;
  longitude: number | null;
  altitudeM: number | null;
}
