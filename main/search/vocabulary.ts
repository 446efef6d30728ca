/** @file Runs in the searcher process. */
import type { Database } from 'better-sqlite3';
import { cameraName, type Vocabulary } from './parse/context.ts';

/** What the library holds that a sentence may name. Read it again when photos come or go, not for each question. */
export function readVocabulary(db: Database): Vocabulary {
  const cameras = db
    .prepare<[], [string | null, string | null]>(
      'SELECT DISTINCT camera_make, camera_model FROM photos WHERE present > 0',
    )
    .raw()
    .all()
    .map(([make, model]) => ({ make: make ?? undefined, model: model ?? undefined }))
    .map((camera) => ({ ...camera, name: cameraName(camera.make, camera.model) }))
    .filter(({ name }) => name !== '');
  return {
    cameras,
    lenses: list(db, 'SELECT DISTINCT lens FROM photos WHERE present > 0 AND lens IS NOT NULL ORDER BY lens'),
    folders: db.prepare<[], { id: number; path: string }>('SELECT id, path FROM folders ORDER BY id').all(),
    directories: db.prepare<[], { folderId: number; dir: string }>(directories).all(),
    formats: list(db, 'SELECT DISTINCT format FROM photos WHERE present > 0 ORDER BY format'),
    keywords: list(db, 'SELECT DISTINCT keyword FROM keywords ORDER BY keyword'),
    tags: [],
  };
}

// A step from one directory to the next along the index of (folder_id, dir, name): 1,000 folders take 1,000 steps, where
// DISTINCT would read every file.
const directories = `
  WITH RECURSIVE step (folder_id, dir) AS (
    SELECT * FROM (SELECT folder_id, dir FROM files ORDER BY folder_id, dir LIMIT 1)
    UNION ALL
    SELECT f.folder_id, f.dir FROM step, files f WHERE f.id = (
      SELECT n.id FROM files n WHERE (n.folder_id, n.dir) > (step.folder_id, step.dir) ORDER BY n.folder_id, n.dir LIMIT 1)
  )
  SELECT folder_id AS folderId, dir FROM step`;

function list(db: Database, sql: string): string[] {
  return db.prepare<[], string>(sql).pluck().all();
}
