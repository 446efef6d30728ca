import path from 'node:path';
import {
  type Metadata,
  metadata as metadataSchema,
  type PhotoDetail,
  type PhotoFile,
  type TakenPrecision,
} from '../../preload/contract/photo.ts';
import type { Region } from '../../preload/contract/region.ts';
import type { Turn } from '../formats/turn.ts';
import { derive } from '../formats/metadata/derive.ts';
import { readCrop } from './crops.ts';
import { readFlag } from './flags.ts';
import { fullPath } from './full-path.ts';
import { createSpeakers } from './speakers.ts';
import type { Db } from './open.ts';

/** Everything the viewer shows of one photo, and where its files are. */
export function createPhotoDetails({ sql }: Pick<Db, 'sql'>) {
  const byId = sql.prepare<[number], PhotoRow>('SELECT * FROM photos WHERE id = ?');
  const filesOf = sql.prepare<[number], FileRow>(`
    SELECT d.path, f.dir, f.name, f.size_bytes, f.mtime_ms, d.offline_since_ms
    FROM files f JOIN folders d ON d.id = f.folder_id
    WHERE f.photo_id = ? AND f.missing_since_ms IS NULL
    ORDER BY d.offline_since_ms IS NOT NULL, f.id`);
  const keywordsOf = sql
    .prepare<[number], string>('SELECT keyword FROM keywords WHERE photo_id = ? ORDER BY position')
    .pluck();

  const speakers = createSpeakers({ sql });
  const folders = sql.prepare<[], { id: number; path: string }>('SELECT id, path FROM folders');
  const photoAt = sql
    .prepare<[number, string, string], number | null>(
      `SELECT photo_id FROM files WHERE folder_id = ? AND dir = ? AND name = ? AND missing_since_ms IS NULL`,
    )
    .pluck();

  return {
    /** The photo of a file. @param file absolute, without links */
    idAt(file: string): number | undefined {
      for (const folder of folders.all()) {
        const below = path.relative(folder.path, file);
        if (below.startsWith('..') || path.isAbsolute(below)) continue;
        const parts = below.split(path.sep);
        const name = parts.pop() ?? '';
        const id = photoAt.get(folder.id, parts.join('/'), name);
        if (id !== undefined && id !== null) return id;
      }
      return undefined;
    },
    /** @returns undefined for a photo that the library does not know, or that is gone */
    get(id: number): Omit<PhotoDetail, 'isShownAsIs' | 'isRaw'> | undefined {
      const row = byId.get(id);
      const files = filesOf.all(id).map(photoFileOf);
      const first = files[0];
      if (row === undefined || first === undefined) return undefined;
      const flag = readFlag(row.own_flag, row.flag, row.own_rating ?? row.rating);
      const crop = readCrop(row.own_crop);
      return {
        id,
        name: first.path.split(/[\\/]/).at(-1) ?? '',
        width: row.width,
        height: row.height,
        takenWallMs: row.taken_wall_ms,
        ...(row.taken_precision !== null && { takenPrecision: row.taken_precision }),
        ...(row.taken_from === 'file' && { isFileDate: true }),
        kind: row.kind === 'video' ? 'video' : 'image',
        isOffline: files.every((file) => file.isOffline),
        version: row.version,
        format: row.format,
        ...(row.duration_ms !== null && { durationMs: row.duration_ms }),
        ...((row.own_favourite ?? row.favourite) === 1 && { isFavourite: true }),
        ...(row.own_hidden !== null && { isHidden: true }),
        ...(row.own_turn !== null && { turn: row.own_turn }),
        ...(flag && { flag }),
        ...(crop && { crop }),
        ...(row.frame_rate !== null && { frameRate: row.frame_rate }),
        ...(row.codec !== null && { codec: row.codec }),
        metadata: metadataOf(row, keywordsOf.all(id)),
        sources: derive(speakers.of(id), speakers.own(id)).from,
        ...(row.own_rating !== null && { ownRating: row.own_rating }),
        isOwnPlace: row.own_latitude !== null,
        ...(row.own_caption !== null && { ownCaption: row.own_caption }),
        ...(speakers.of(id).some(({ says }) => says.isDeveloped === true) && { isDeveloped: true }),
        files,
      };
    },
    /** The file that stands for the photo: one that can be reached, if there is one. */
    fileOf(id: number): FileShown | undefined {
      const row = byId.get(id);
      const file = filesOf.get(id);
      if (row === undefined || file === undefined) return undefined;
      return {
        path: fullPath(file),
        format: row.format,
        isOffline: file.offline_since_ms !== null,
        turn: row.own_turn ?? undefined,
        crop: readCrop(row.own_crop),
      };
    },
  };
}
export type PhotoDetails = ReturnType<typeof createPhotoDetails>;

export interface FileShown {
  readonly path: string;
  readonly format: string;
  readonly isOffline: boolean;
  /** How the person turned it. */
  readonly turn: Turn | undefined;
  /** What they left of it, turned. */
  readonly crop: Region | undefined;
}

interface FileRow {
  path: string;
  dir: string;
  name: string;
  size_bytes: number;
  mtime_ms: number;
  offline_since_ms: number | null;
}

interface PhotoRow {
  kind: string;
  format: string;
  width: number;
  height: number;
  version: number;
  duration_ms: number | null;
  frame_rate: number | null;
  codec: string | null;
  taken_wall_ms: number;
  taken_offset_min: number | null;
  taken_from: string;
  taken_precision: TakenPrecision | null;
  camera_make: string | null;
  camera_model: string | null;
  lens: string | null;
  focal_length_mm: number | null;
  aperture: number | null;
  exposure_s: number | null;
  iso: number | null;
  latitude: number | null;
  longitude: number | null;
  altitude_m: number | null;
  direction_deg: number | null;
  rating: number | null;
  own_rating: number | null;
  own_turn: Turn | null;
  own_flag: number | null;
  flag: number | null;
  own_crop: string | null;
  own_favourite: 0 | 1 | null;
  favourite: 1 | null;
  own_hidden: 1 | null;
  caption: string | null;
  own_caption: string | null;
  own_latitude: number | null;
  title: string | null;
  label: string | null;
  location: string | null;
}

function photoFileOf(row: FileRow): PhotoFile {
  return {
    path: fullPath(row),
    sizeBytes: row.size_bytes,
    modifiedAtMs: row.mtime_ms,
    isOffline: row.offline_since_ms !== null,
  };
}

function metadataOf(row: PhotoRow, keywords: string[]): Metadata {
  const values = {
    takenWallMs: row.taken_wall_ms,
    takenOffsetMin: row.taken_offset_min,
    takenFrom: row.taken_from,
    takenPrecision: row.taken_precision,
    cameraMake: row.camera_make,
    cameraModel: row.camera_model,
    lens: row.lens,
    focalLengthMm: row.focal_length_mm,
    aperture: row.aperture,
    exposureS: row.exposure_s,
    iso: row.iso,
    latitude: row.latitude,
    longitude: row.longitude,
    altitudeM: row.altitude_m,
    directionDeg: row.direction_deg,
    rating: row.rating,
    caption: row.caption,
    title: row.title,
    flag: readFlag(row.flag, null, null),
    isFavourite: row.favourite === 1 ? true : null,
    label: row.label,
    location: row.location,
    keywords,
  };
  return metadataSchema.parse(Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null)));
}
