import type { Database } from 'better-sqlite3';

export interface LibraryCounts {
  readonly photoCount: number;
  /** Present photos that have a vector of the model. */
  readonly embeddedCount: number;
  readonly failedCount: number;
  readonly folders: readonly { readonly id: number; readonly photos: number; readonly failed: number }[];
  /** Of a model that is being filled beside the one that answers. */
  readonly fill?: FillCounts & { readonly modelNumber: number };
}

/** How far a model is that is being filled: photos with a vector, those that it could not be made for, and all. */
export interface FillCounts {
  readonly done: number;
  readonly failed: number;
  /** Without a vector, and on drives that are away alone. */
  readonly outOfReach: number;
  readonly total: number;
}

/**
 * Counts the whole library: 0.1 s at 100,000 photos, so it is asked in the watch worker and never in the main process.
 * @param sql has index.db attached as `idx`
 */
export function createCounts(sql: Database): (modelNumber: number, fillNumber?: number) => LibraryCounts {
  const photos = sql.prepare<[], number>('SELECT count(*) FROM photos WHERE present > 0').pluck();
  const embedded = sql
    .prepare<[number], number>(
      'SELECT count(*) FROM idx.vectors v JOIN photos p ON p.id = v.photo_id WHERE v.model_id = ? AND p.present > 0',
    )
    .pluck();
  const failed = sql
    .prepare<[], number>('SELECT count(*) FROM idx.failures x JOIN files f ON f.id = x.file_id')
    .pluck();
  const folders = sql.prepare<[], { id: number; photos: number; failed: number }>(`
    SELECT d.id,
      (SELECT count(DISTINCT photo_id) FROM files f WHERE f.folder_id = d.id AND f.missing_since_ms IS NULL) photos,
      (SELECT count(*) FROM idx.failures x JOIN files f ON f.id = x.file_id WHERE f.folder_id = d.id) failed
    FROM folders d`);

  const filledInVain = sql
    .prepare<[{ model: number }], number>(
      `SELECT count(*) FROM idx.model_failures x JOIN photos p ON p.id = x.photo_id
       WHERE x.model_id = @model AND p.present > 0
         AND NOT EXISTS (SELECT 1 FROM idx.vectors v WHERE v.photo_id = x.photo_id AND v.model_id = @model)`,
    )
    .pluck();
  const anyOffline = sql
    .prepare<[], number>('SELECT 1 FROM folders WHERE offline_since_ms IS NOT NULL LIMIT 1')
    .pluck();
  const outOfReach = sql
    .prepare<[{ model: number }], number>(
      `SELECT count(*) FROM photos p WHERE p.present > 0
         AND NOT EXISTS (SELECT 1 FROM idx.vectors v WHERE v.photo_id = p.id AND v.model_id = @model)
         AND NOT EXISTS (SELECT 1 FROM idx.model_failures x WHERE x.photo_id = p.id AND x.model_id = @model)
         AND NOT EXISTS (SELECT 1 FROM files f JOIN folders d ON d.id = f.folder_id
           WHERE f.photo_id = p.id AND f.missing_since_ms IS NULL AND d.offline_since_ms IS NULL)`,
    )
    .pluck();

  const fill = (modelNumber: number, total: number) => ({
    modelNumber,
    done: embedded.get(modelNumber) ?? 0,
    failed: filledInVain.get({ model: modelNumber }) ?? 0,
    outOfReach: anyOffline.get() === undefined ? 0 : (outOfReach.get({ model: modelNumber }) ?? 0),
    total,
  });

  return (modelNumber, fillNumber) => {
    const photoCount = photos.get() ?? 0;
    return {
      photoCount,
      embeddedCount: embedded.get(modelNumber) ?? 0,
      failedCount: failed.get() ?? 0,
      folders: folders.all(),
      ...(fillNumber !== undefined && { fill: fill(fillNumber, photoCount) }),
    };
  };
}
