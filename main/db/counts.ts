import type { Database } from 'better-sqlite3';
import { fileFailureCounts } from './failures.ts';
import { owed } from './owed.ts';

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
      `SELECT count(*) FROM idx.vectors v JOIN photos p ON p.id = v.photo_id
       WHERE v.model_id = ? AND v.part = 0 AND p.present > 0`,
    )
    .pluck();
  const failed = sql
    .prepare<[], number>(
      `SELECT count(*) FROM idx.failures x JOIN files f ON f.id = x.file_id WHERE ${fileFailureCounts}`,
    )
    .pluck();
  const folders = sql.prepare<[], { id: number; photos: number; failed: number }>(`
    SELECT d.id,
      (SELECT count(DISTINCT photo_id) FROM files f WHERE f.folder_id = d.id AND f.missing_since_ms IS NULL) photos,
      (SELECT count(*) FROM idx.failures x JOIN files f ON f.id = x.file_id WHERE f.folder_id = d.id
         AND ${fileFailureCounts}) failed
    FROM folders d`);

  const filledInVain = sql
    .prepare<[{ model: number }], number>(
      `SELECT count(*) FROM idx.model_failures x JOIN photos p ON p.id = x.photo_id
       WHERE x.model_id = @model AND p.present > 0
         AND ${owed.vectors('x.photo_id', '@model')}`,
    )
    .pluck();
  const anyOffline = sql
    .prepare<[], number>('SELECT 1 FROM folders WHERE offline_since_ms IS NOT NULL LIMIT 1')
    .pluck();
  const outOfReach = sql
    .prepare<[{ model: number }], number>(
      `SELECT count(*) FROM photos p WHERE p.present > 0
         AND ${owed.vectors('p.id', '@model')} AND NOT ${owed.isFailed('p.id', '@model')}
         AND ${owed.isOutOfReach('p.id')}`,
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
