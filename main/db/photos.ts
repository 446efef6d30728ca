import type { Metadata, Rated } from '../../preload/contract/photo.ts';
import { isDated } from '../formats/metadata/derive.ts';
import { createKinship } from './kinship.ts';
import { createLooks } from './looks.ts';
import type { Db } from './open.ts';
import { createSources, type Sources } from './sources.ts';
import type { Texts } from './texts.ts';

/** A file as the embedder identified it. */
export interface Identified {
  readonly fileId: number;
  /** Of the bytes that were read, as pipeline/fingerprint.ts has it, and when that began. */
  readonly fingerprint?: Uint8Array;
  readonly readAtMs?: number;
  /** SHA-256 of what makes it this picture. [Note: Why content, not paths] */
  readonly content: Uint8Array;
  readonly kind: 'image' | 'video';
  readonly format: string;
  readonly width: number;
  readonly height: number;
  readonly film?: FilmFacts | undefined;
  readonly metadata: Metadata;
}

/** What a film is beside its picture. */
export interface FilmFacts {
  readonly durationMs: number;
  /** Pictures a second, where it tells. */
  readonly frameRate?: number;
  /** As people call it: `H.264`. */
  readonly codec: string;
}

/**
 * [Note: Why content, not paths]
 * A photo is known by the SHA-256 of its picture: the file without the parts that only describe it (EXIF, XMP, IPTC,
 * comments), and the way it is turned. So a moved, renamed or copied file is the photo it was, and a keyword written by
 * another program does not make it a new one. A file that is edited in place keeps what the person said of its picture too.
 * [Note: Why words follow an edit]
 */
export function createPhotos({ sql }: Pick<Db, 'sql'>, texts: Texts, sources: Sources = createSources({ sql })) {
  const kinship = createKinship({ sql });
  const looks = createLooks({ sql });
  const byContent = sql.prepare<[Uint8Array], { id: number }>('SELECT id FROM photos WHERE content = ?');
  const fileRow = sql.prepare<[number], { photo_id: number | null; was_missing: 0 | 1; says: string | null }>(
    'SELECT f.photo_id, f.was_missing, w.says FROM files f LEFT JOIN file_says w ON w.file_id = f.id WHERE f.id = ?',
  );
  const otherFiles = sql
    .prepare<[number, number], number>(
      'SELECT count(*) FROM files WHERE photo_id = ? AND id <> ? AND missing_since_ms IS NULL',
    )
    .pluck();
  // They had the picture that the photo has no more: if they come back, they are looked at.
  const letGoMissing = sql.prepare<[number, number]>(
    'UPDATE files SET photo_id = NULL, is_waiting = 1 WHERE photo_id = ? AND id <> ? AND missing_since_ms IS NOT NULL',
  );
  const insert = sql
    .prepare<[PhotoValues], number>(
      `INSERT INTO photos (content, kind, format, width, height, taken_wall_ms, taken_from, added_at_ms)
       VALUES (@content, @kind, @format, @width, @height, 0, 'file', @nowMs) RETURNING id`,
    )
    .pluck();
  const tellFilm = sql.prepare<[number, number | null, string, number]>(
    'UPDATE photos SET duration_ms = ?, frame_rate = ?, codec = ? WHERE id = ?',
  );
  const replace = sql.prepare<[PhotoValues & { id: number }]>(
    `UPDATE photos SET content = @content, kind = @kind, format = @format, width = @width, height = @height,
       own_turn = NULL, own_crop = NULL, version = version + 1 WHERE id = @id`,
  );
  // A photo that is known by what was said of it alone, out of a damaged library or another one: its file has come now.
  const complete = sql.prepare<[PhotoValues & { id: number }]>(
    'UPDATE photos SET kind = @kind, format = @format, width = @width, height = @height WHERE id = @id AND width = 0',
  );
  const dropVectors = sql.prepare<[number]>('DELETE FROM idx.vectors WHERE photo_id = ?');
  const dropModelFailures = sql.prepare<[number]>('DELETE FROM idx.model_failures WHERE photo_id = ?');
  const dropThumbnail = sql.prepare<[number]>('DELETE FROM thumbs.thumbnails WHERE photo_id = ?');
  const dropParts = sql.prepare<[number]>('DELETE FROM thumbs.part_thumbnails WHERE photo_id = ?');
  const isYounger = sql
    .prepare<[number, number], number>(
      'SELECT 1 FROM photos p JOIN files f ON f.ctime_ms <= p.added_at_ms WHERE p.id = ? AND f.id = ?',
    )
    .pluck();
  const link = sql.prepare<[number, Uint8Array | null, number | null, number]>(
    'UPDATE files SET photo_id = ?, is_waiting = 0, was_missing = 0, fingerprint = ?, read_at_ms = ? WHERE id = ?',
  );
  const forgive = sql.prepare<[number]>('DELETE FROM idx.failures WHERE file_id = ?');
  const ratedOtherwise = sql.prepare<[string, number | null], { id: number; own_rating: number | null }>(
    'SELECT id, own_rating FROM photos WHERE id IN (SELECT value FROM json_each(?)) AND own_rating IS NOT ?',
  );
  const rate = sql.prepare<[number | null, string]>(
    'UPDATE photos SET own_rating = ? WHERE id IN (SELECT value FROM json_each(?))',
  );

  return {
    /** The person's own rating; what files say stays beside it. Call it inside a transaction. @returns those that changed, with what it was */
    rate(photoIds: readonly number[], rating: number | undefined): Rated {
      const ids = JSON.stringify(photoIds);
      const changed = ratedOtherwise.all(ids, rating ?? null);
      rate.run(rating ?? null, ids);
      return changed.map(({ id, own_rating: before }) => ({ id, ...(before !== null && { before }) }));
    },
    findByContent: (content: Uint8Array): number | undefined => byContent.get(content)?.id,
    /**
     * Links a file to its photo, made or changed as needed. Call it inside a transaction.
     * @returns the photo, and the one the file stood for before if that is another
     */
    store(it: Identified, nowMs: number): { photoId: number; formerPhotoId: number | undefined } {
      const row = fileRow.get(it.fileId);
      const before = row?.photo_id ?? undefined;
      const isAnother = row?.was_missing === 1 && !isSameShot(row.says, it.metadata);
      const photoId = photoFor(it, isAnother ? undefined : before, nowMs);
      if (it.film !== undefined) tellFilm.run(it.film.durationMs, it.film.frameRate ?? null, it.film.codec, photoId);
      link.run(photoId, it.fingerprint ?? null, it.readAtMs ?? null, it.fileId);
      forgive.run(it.fileId);
      sources.heard(it.fileId, it.metadata, nowMs);
      const former = before === photoId ? undefined : before;
      for (const id of former === undefined ? [photoId] : [photoId, former]) {
        sources.derive(id);
        texts.index(id);
      }
      return { photoId, formerPhotoId: former };
    },
  };

  function photoFor(it: Identified, before: number | undefined, nowMs: number): number {
    const known = byContent.get(it.content)?.id;
    const isLast = before !== undefined && otherFiles.get(before, it.fileId) === 0;
    const values = {
      content: Buffer.from(it.content),
      kind: it.kind,
      format: it.format,
      width: it.width,
      height: it.height,
      nowMs,
    };
    if (known !== undefined) {
      complete.run({ ...values, id: known });
      if (before !== undefined && before !== known) follow(before, known, it.fileId, nowMs);
      return known;
    }
    if (isLast) {
      kinship.remember(before, before, nowMs);
      replace.run({ ...values, id: before });
      letGoMissing.run(before, it.fileId);
      dropVectors.run(before);
      dropModelFailures.run(before);
      dropThumbnail.run(before);
      dropParts.run(before);
      looks.forget(before);
      return before;
    }
    const id = insert.get(values);
    if (id === undefined) throw new Error('a photo was inserted without an id');
    const kin = before ?? kinship.photoOnce(it.content);
    if (kin !== undefined) {
      kinship.inherit(kin, id);
      kinship.remember(id, kin, nowMs);
    }
    return id;
  }

  /**
   * An edit that was taken back: what was said of it meanwhile was said of this picture. Or an edit whose copy was met
   * first: its photo is younger than the edit.
   */
  function follow(from: number, to: number, fileId: number, nowMs: number): void {
    const isTakenBack = kinship.areKin(from, to);
    const isCopied = isYounger.get(to, fileId) !== undefined;
    if (isTakenBack || isCopied) kinship.inherit(from, to);
    if (isCopied) kinship.remember(to, from, nowMs);
  }
}
export type Photos = ReturnType<typeof createPhotos>;

/** Whether what is in a file now was taken at the same moment as what was in it before: an edit, not a namesake. */
function isSameShot(before: string | null, now: Metadata): boolean {
  const said = JSON.parse(before ?? '{}') as Partial<Metadata>; // written by sources.ts
  return isDated(now) && said.takenWallMs === now.takenWallMs && said.cameraModel === now.cameraModel;
}

interface PhotoValues {
  content: Buffer;
  kind: string;
  format: string;
  width: number;
  height: number;
  nowMs: number;
}
