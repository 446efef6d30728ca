import { type FailedFile, failureDetails, failureKind, type FailureReport } from '../../preload/contract/failure.ts';
import { fullPath } from './files.ts';
import type { Db } from './open.ts';

/** Files that could not become photos, with reasons: listed until the file changes, goes, or is tried again. */
export function createFailures(db: Pick<Db, 'sql' | 'transaction'>) {
  const { sql } = db;
  const record = sql.prepare<[number, string, string, string, number]>(`
    INSERT INTO idx.failures (file_id, kind, message, details, at_ms) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT (file_id) DO UPDATE SET kind = excluded.kind, message = excluded.message, details = excluded.details,
      at_ms = excluded.at_ms, attempts = attempts + 1`);
  const rest = sql.prepare<[number]>('UPDATE files SET is_waiting = 0 WHERE id = ?');
  const known = 'FROM idx.failures x JOIN files f ON f.id = x.file_id JOIN folders d ON d.id = f.folder_id';
  const page = sql.prepare<[number, number], Row>(
    `SELECT x.*, f.dir, f.name, d.path ${known} ORDER BY x.at_ms DESC, x.file_id LIMIT ? OFFSET ?`,
  );
  const count = sql.prepare<[], number>(`SELECT count(*) ${known}`).pluck();
  const retryOne = sql.prepare<[number]>(
    'UPDATE files SET is_waiting = 1 WHERE id = ? AND id IN (SELECT file_id FROM idx.failures)',
  );
  const retryAll = sql.prepare('UPDATE files SET is_waiting = 1 WHERE id IN (SELECT file_id FROM idx.failures)');
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
          ? retryAll.run().changes
          : fileIds.reduce((sum, fileId) => sum + retryOne.run(fileId).changes, 0),
      ),
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
}

function failedFileOf(row: Row): FailedFile {
  return {
    fileId: row.file_id,
    path: fullPath(row),
    kind: failureKind.catch('bug').parse(row.kind),
    message: row.message,
    details: failureDetails.catch({}).parse(JSON.parse(row.details)),
    atMs: row.at_ms,
    attempts: row.attempts,
  };
}
