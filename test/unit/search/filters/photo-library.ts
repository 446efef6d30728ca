import type { Database } from 'better-sqlite3';

export interface PhotoRow {
  kind?: 'image' | 'video';
  format?: string;
  width?: number;
  height?: number;
  takenWallMs?: number;
  takenPrecision?: 'year' | 'month' | 'day';
  takenFrom?: string;
  label?: string;
  make?: string;
  model?: string;
  lens?: string;
  latitude?: number;
  longitude?: number;
  rating?: number;
  ownRating?: number;
  keywords?: readonly string[];
  /** Folder id and directory of its files. */
  files?: readonly { folderId: number; dir: string }[];
}

/** Writes photos 1, 2, 3 ... into a library made by the project's own migrations. */
export function fillLibrary(db: Database, photos: Iterable<PhotoRow>): void {
  const photo = db.prepare(`
    INSERT INTO photos (content, kind, format, width, height, taken_wall_ms, camera_make, camera_model, lens,
      latitude, longitude, rating, own_rating, taken_precision, taken_from, label, added_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`);
  const file = db.prepare(`
    INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, inode, photo_id, is_waiting, found_at_ms)
    VALUES (?, ?, ?, 1, 0, '', ?, 0, 0)`);
  const keyword = db.prepare('INSERT INTO keywords (photo_id, keyword, position) VALUES (?, ?, ?)');
  db.transaction(() => {
    let id = 0;
    for (const row of photos) {
      id++;
      const content = Buffer.alloc(32);
      content.writeUInt32LE(id);
      photo.run(
        content, row.kind ?? 'image', row.format ?? 'jpeg', row.width ?? 400, row.height ?? 300, row.takenWallMs ?? 0, row.make ?? null,
        row.model ?? null, row.lens ?? null, row.latitude ?? null, row.longitude ?? null, row.rating ?? null, row.ownRating ?? null,
        row.takenPrecision ?? null, row.takenFrom ?? 'exif', row.label ?? null,
      ); // prettier-ignore
      for (const { folderId, dir } of row.files ?? [{ folderId: 1, dir: '' }]) file.run(folderId, dir, `${id}.jpg`, id);
      row.keywords?.forEach((word, position) => keyword.run(id, word, position));
    }
  })();
}
