import {
  type FailedFile,
  failureDetails,
  failureKind,
  failureReport,
  type FailureReport,
} from '../../preload/contract/failure.ts';
import { fullPath } from './files.ts';
import type { Db } from './open.ts';

/** Rows of sidecars in the list have their own numbers from here on: none is that of a file. */
const firstSidecar = 2 ** 40;

/**
 * Files that could not become photos, with reasons: listed until the file changes, goes, or is tried again. Sidecars that
 * could not be read are among them, where they belong to a photo.
 */
export function createFailures(db: Pick<Db, 'sql' | 'transaction'>) {
  const { sql } = db;
  const record = sql.prepare<[number, string, string, string, number]>(`
    INSERT INTO idx.failures (file_id, kind, message, details, at_ms) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (file_id) DO UPDATE SET kind = excluded.kind, message = excluded.message, details = excluded.details,
      at_ms = excluded.at_ms, attempts = attempts + 1`);
  const rest = sql.prepare<[number]>('UPDATE files SET is_waiting = 0 WHERE id = ?');
  const known = 'FROM idx.failures x JOIN files f ON f.id = x.file_id JOIN folders d ON d.id = f.folder_id';
  // `a.json` of an album is about no photo, and nobody's failure.
  const sidecars = `FROM sidecars s JOIN folders d ON d.id = s.folder_id WHERE s.problem IS NOT NULL AND EXISTS (
    SELECT 1 FROM files f WHERE f.folder_id = s.folder_id AND f.dir = s.dir AND f.missing_since_ms IS NULL
      AND (lower(f.name) = s.about
        OR (lower(f.name) >= s.about || '.' AND lower(f.name) < s.about || '/')
        OR (s.is_start = 1 AND lower(f.name) >= s.about AND lower(f.name) < s.about || char(1114111))))`;
  const page = sql.prepare<[number, number], Row>(
    `SELECT x.file_id, x.kind, x.message, x.details, x.attempts, x.at_ms, f.dir, f.name, d.path, NULL problem ${known}
     UNION ALL
     SELECT s.id + ${firstSidecar}, '', '', '{}', 1, s.at_ms, s.dir, s.name, d.path, s.problem ${sidecars}
     ORDER BY at_ms DESC, file_id LIMIT ? OFFSET ?`,
  );
  const count = sql.prepare<[], number>(`SELECT (SELECT count(*) ${known}) + (SELECT count(*) ${sidecars})`).pluck();
  const retryOne = sql.prepare<[number]>(
    'UPDATE files SET is_waiting = 1 WHERE id = ? AND id IN (SELECT file_id FROM idx.failures)',
  );
  const retryAll = sql.prepare('UPDATE files SET is_waiting = 1 WHERE id IN (SELECT file_id FROM idx.failures)');
  // The next scan sees a sidecar that is not as it was, and reads it again.
  const rereadOne = sql.prepare<[number]>('UPDATE sidecars SET mtime_ms = -1 WHERE id = ? AND problem IS NOT NULL');
  const rereadAll = sql.prepare('UPDATE sidecars SET mtime_ms = -1 WHERE problem IS NOT NULL');
  const sidecar = sql.prepare<[number], { path: string; dir: string; name: string }>(
    'SELECT d.path, s.dir, s.name FROM sidecars s JOIN folders d ON d.id = s.folder_id WHERE s.id = ?',
  );
  const sweep = sql.prepare('DELETE FROM idx.failures WHERE file_id NOT IN (SELECT id FROM files)');

  return {
    record(fileId: number, report: FailureReport, nowMs: number): void {
      record.run(fileId, report.kind, report.message, JSON.stringify(report.details ?? {}), nowMs);
      rest.run(fileId);
    },
    page: (offset: number, limit: number): FailedFile[] => page.all(limit, offset).map(failedFileOf),
    count: (): number => count.get() ?? 0,
    /** The rows stay until the new attempt has ended, so that attempts are counted. @returns how many files wait again */
    retry: (fileIds?: readonly number[]): number =>
      db.transaction(() =>
        fileIds === undefined
          ? retryAll.run().changes + rereadAll.run().changes
          : fileIds.reduce(
              (sum, id) => sum + (id < firstSidecar ? retryOne.run(id) : rereadOne.run(id - firstSidecar)).changes,
              0,
            ),
      ),
    /** The path of a row that is a sidecar's. */
    sidecarPath(id: number): string | undefined {
      const row = id < firstSidecar ? undefined : sidecar.get(id - firstSidecar);
      return row && fullPath(row);
    },
    /** Rows of files that the library forgot. */
    sweep: (): void => void sweep.run(),
  };
}
export type Failures = ReturnType<typeof createFailures>;

interface Row {
  file_id: number;
  kind: string;
  message: string;
  details: string;
  attempts: number;
  at_ms: number;
  dir: string;
  name: string;
  path: string;
  /** Of a sidecar: a whole report. */
  problem: string | null;
}

function failedFileOf(row: Row): FailedFile {
  const about = { fileId: row.file_id, path: fullPath(row), atMs: row.at_ms, attempts: row.attempts };
  if (row.problem !== null) return { ...about, ...failureReport.parse(JSON.parse(row.problem)) };
  return {
    ...about,
    kind: failureKind.catch('bug').parse(row.kind),
    message: row.message,
    details: failureDetails.catch({}).parse(JSON.parse(row.details)),
  };
}
