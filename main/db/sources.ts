import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Metadata } from '../../preload/contract/photo.ts';
import { derive } from '../formats/metadata/derive.ts';
import { nameKey, pictureEnding } from '../formats/metadata/sidecar-name.ts';
import type { SidecarSays } from '../formats/metadata/sidecar.ts';
import type { Place, Stamp } from './file-change.ts';
import { flagNumbers } from './flags.ts';
import type { Db } from './open.ts';
import { createSpeakers, type SidecarRow } from './speakers.ts';

/** A sidecar as the scan has met it. */
export interface SidecarSeen extends Place, Stamp {
  readonly kind: 'xmp' | 'json';
  readonly about: string;
  readonly isStart: boolean;
  readonly says: SidecarSays | undefined;
  readonly problem: FailureReport | undefined;
}

/**
 * What is said of photos, by source: each of a photo's files, and the sidecars beside them. Each can come, change and go;
 * the photo's values are derived anew from those that are there. Call all of it inside a transaction.
 * @param languages BCP 47, the person's first language first
 */
export function createSources({ sql }: Pick<Db, 'sql'>, languages: () => readonly string[] = () => []) {
  const speakers = createSpeakers({ sql });
  const setSays = sql.prepare<[Record<string, string | number>]>(`
    INSERT INTO file_says (file_id, says, changed_at_ms) VALUES (@fileId, @says, 0)
    ON CONFLICT (file_id) DO UPDATE SET says = excluded.says, changed_at_ms = @nowMs WHERE says <> excluded.says`);
  const putSidecar = sql.prepare<[Record<string, string | number | null>]>(`
    INSERT INTO sidecars (folder_id, dir, name, size_bytes, mtime_ms, inode, ctime_ms, kind, about, is_start,
      for_extension, says, problem, at_ms)
    VALUES (@folderId, @dir, @name, @sizeBytes, @mtimeMs, @inode, @ctimeMs, @kind, @about, @isStart,
      @forExtension, @says, @problem, @nowMs)
    ON CONFLICT (folder_id, dir, name) DO UPDATE SET size_bytes = excluded.size_bytes, mtime_ms = excluded.mtime_ms,
      inode = excluded.inode, ctime_ms = excluded.ctime_ms, kind = excluded.kind, about = excluded.about,
      is_start = excluded.is_start, for_extension = excluded.for_extension,
      changed_at_ms = CASE WHEN says <> excluded.says THEN @nowMs ELSE changed_at_ms END,
      says = excluded.says, problem = excluded.problem, at_ms = excluded.at_ms`);
  const sidecarAt = sql.prepare<[number, string, string], SidecarRow & { id: number }>(`
    SELECT id, folder_id, dir, kind, about, is_start, for_extension FROM sidecars
    WHERE folder_id = ? AND dir = ? AND name = ?`);
  const sidecarById = sql.prepare<[number], SidecarRow>(
    'SELECT folder_id, dir, kind, about, is_start, for_extension FROM sidecars WHERE id = ?',
  );
  const removeSidecar = sql.prepare<[number]>('DELETE FROM sidecars WHERE id = ?');
  const describe = sql.prepare<[Record<string, string | number | null>]>(`
    UPDATE photos SET taken_wall_ms = @takenWallMs, taken_offset_min = @takenOffsetMin, taken_from = @takenFrom,
      taken_precision = @takenPrecision,
      camera_make = @cameraMake, camera_model = @cameraModel, lens = @lens, focal_length_mm = @focalLengthMm,
      aperture = @aperture, exposure_s = @exposureS, iso = @iso, latitude = @latitude, longitude = @longitude,
      altitude_m = @altitudeM, direction_deg = @directionDeg, rating = @rating, flag = @flag, favourite = @favourite, caption = @caption, title = @title, label = @label,
      location = @location, has_motion = @hasMotion
    WHERE id = @id`);
  const dropKeywords = sql.prepare<[number]>('DELETE FROM keywords WHERE photo_id = ?');
  const addKeyword = sql.prepare<[number, string, number]>(
    'INSERT OR IGNORE INTO keywords (photo_id, keyword, position) VALUES (?, ?, ?)',
  );
  const setCaption = sql.prepare<[string | null, number]>('UPDATE photos SET own_caption = ? WHERE id = ?');

  return {
    /** A file was read. Derive the values of its photo after it. */
    heard: (fileId: number, says: Metadata, nowMs: number): void =>
      void setSays.run({ fileId, says: JSON.stringify(says), nowMs }),
    /** A photo's values from who is there now. Where nobody is, they stay as they were. */
    derive: deriveOne,
    /** The person's own caption; undefined takes it away again. */
    caption: (photoId: number, caption: string | undefined): void => void setCaption.run(caption ?? null, photoId),
    /** A sidecar was read. @returns photos that it is about, or was */
    sidecarHeard(sidecar: SidecarSeen, nowMs: number): number[] {
      const { problem, isStart, folderId, dir, name, ...stamp } = sidecar;
      const { forExtension, ...says } = sidecar.says ?? { keywords: [] };
      const { sizeBytes, mtimeMs, inode, ctimeMs, kind } = stamp;
      const before = sidecarAt.get(folderId, dir, name);
      putSidecar.run({
        ...{ folderId, dir, name, sizeBytes, mtimeMs, inode, ctimeMs, kind, nowMs },
        forExtension: forExtension === undefined ? null : pictureEnding(`.${forExtension}`),
        about: nameKey(sidecar.about),
        isStart: isStart ? 1 : 0,
        says: sidecar.says === undefined ? null : JSON.stringify(says),
        problem: problem === undefined ? null : JSON.stringify(problem),
      });
      const now = sidecarAt.get(folderId, dir, name);
      return derived([before, now].flatMap((row) => (row === undefined ? [] : speakers.photosOf(row))));
    },
    /** @returns photos that it was about */
    sidecarGone(sidecarId: number): number[] {
      const row = sidecarById.get(sidecarId);
      if (row === undefined) return [];
      removeSidecar.run(sidecarId);
      return derived(speakers.photosOf(row));
    },
  };

  function derived(photoIds: readonly number[]): number[] {
    const all = [...new Set(photoIds)];
    for (const photoId of all) deriveOne(photoId);
    return all;
  }

  function deriveOne(photoId: number): void {
    const all = speakers.of(photoId);
    if (!all.some(({ kind }) => kind === 'file')) return; // gone, or still to be read
    const { metadata } = derive(all, speakers.own(photoId), languages());
    describe.run({
      id: photoId,
      takenWallMs: Math.round(metadata.takenWallMs ?? 0),
      takenOffsetMin: metadata.takenOffsetMin ?? null,
      takenFrom: metadata.takenFrom ?? 'file',
      takenPrecision: metadata.takenPrecision ?? null,
      cameraMake: metadata.cameraMake ?? null,
      cameraModel: metadata.cameraModel ?? null,
      lens: metadata.lens ?? null,
      focalLengthMm: metadata.focalLengthMm ?? null,
      aperture: metadata.aperture ?? null,
      exposureS: metadata.exposureS ?? null,
      iso: metadata.iso ?? null,
      latitude: metadata.latitude ?? null,
      longitude: metadata.longitude ?? null,
      altitudeM: metadata.altitudeM ?? null,
      directionDeg: metadata.directionDeg ?? null,
      rating: metadata.rating ?? null,
      flag: metadata.flag === undefined ? null : flagNumbers[metadata.flag],
      favourite: metadata.isFavourite === true ? 1 : null,
      caption: metadata.caption ?? null,
      title: metadata.title ?? null,
      label: metadata.label ?? null,
      location: metadata.location ?? null,
      hasMotion: all.some(({ says }) => says.shot?.hasMotion === true) ? 1 : 0,
    });
    dropKeywords.run(photoId);
    for (const [position, keyword] of metadata.keywords.entries()) addKeyword.run(photoId, keyword, position);
  }
}
export type Sources = ReturnType<typeof createSources>;
