import { z } from 'zod';
import {
  type FailedFile,
  failureDetails,
  failureKind,
  type FailureKind,
  type FailureKindCount,
  failureReport,
  type FailureReport,
} from '../../preload/contract/failure.ts';
import type { Unreadable } from './file-change.ts';
import { fullPath } from './full-path.ts';
import type { Db } from './open.ts';

/** Rows of sidecars in the list have their own numbers from here on: none is that of a file. */
const firstSidecar = 2 ** 40;
/** And those of folders and names that a scan could not look into from here on. */
const firstPlace = 2 ** 41;

/** Whether the failure of this number is ignored, and what it is about still as it was when the person said so. */
const isIgnored = (number: string, stamp: string) =>
  `EXISTS (SELECT 1 FROM ignored_failures i WHERE i.number = ${number} AND i.stamp = ${stamp})`;
const fileStamp = (file: string) => `${file}.size_bytes || '/' || ${file}.mtime_ms`;

/** SQL: a row `f` of `files` has a failure that is not ignored. */
export const fileFailureCounts = `NOT ${isIgnored('f.id', fileStamp('f'))}`;

/**
 * Files that could not become photos, with reasons: listed until the file changes, goes, or is tried again. Sidecars that
 * could not be read are among them, where they belong to a photo. Those that the person ignores are listed apart, until
 * what they are about changes.
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
  const every = `
     SELECT x.file_id number, x.kind, x.message, x.details, x.attempts, x.at_ms, f.dir, f.name, d.path, NULL problem,
       ${fileStamp('f')} stamp ${known}
     UNION ALL
     SELECT s.id + ${firstSidecar}, json_extract(s.problem, '$.kind'), '', '{}', 1, s.at_ms, s.dir, s.name, d.path, s.problem,
       ${fileStamp('s')} ${sidecars}
     UNION ALL
     SELECT u.id + ${firstPlace}, u.kind, '', '{}', 1, u.at_ms, '', '', u.path, NULL, u.kind FROM unreadable_places u`;
  const ignored = isIgnored('e.number', 'e.stamp');
  const page = sql.prepare<[number, number, number], Row>(
    `SELECT e.*, ${ignored} ignored FROM (${every}) e WHERE ${ignored} = ? ORDER BY e.at_ms DESC, e.number LIMIT ? OFFSET ?`,
  );
  const count = sql.prepare<[number], number>(`SELECT count(*) FROM (${every}) e WHERE ${ignored} = ?`).pluck();
  const kinds = sql.prepare<[], FailureKindCount>(
    `SELECT e.kind, count(*) count FROM (${every}) e WHERE NOT ${ignored} GROUP BY e.kind ORDER BY 2 DESC, 1`,
  );
  const ignore = sql
    .prepare<[{ nowMs: number; kind: string | null; numbers: string }], number>(
      `INSERT INTO ignored_failures (number, stamp, at_ms)
       SELECT e.number, e.stamp, @nowMs FROM (${every}) e
       WHERE NOT ${ignored} AND (e.kind = @kind OR e.number IN (SELECT value FROM json_each(@numbers)))
       ON CONFLICT (number) DO UPDATE SET stamp = excluded.stamp, at_ms = excluded.at_ms
       RETURNING number`,
    )
    .pluck();
  const unignoreOne = sql.prepare<[number]>('DELETE FROM ignored_failures WHERE number = ?');
  const unignoreAll = sql.prepare('DELETE FROM ignored_failures');
  const retryOne = sql.prepare<[number]>(
    'UPDATE files SET is_waiting = 1 WHERE id = ? AND id IN (SELECT file_id FROM idx.failures)',
  );
  const retryAll = sql.prepare(
    `UPDATE files AS f SET is_waiting = 1 WHERE f.id IN (SELECT file_id FROM idx.failures) AND ${fileFailureCounts}`,
  );
  // The next scan sees a sidecar that is not as it was, and reads it again.
  const rereadOne = sql.prepare<[number]>('UPDATE sidecars SET mtime_ms = -1 WHERE id = ? AND problem IS NOT NULL');
  const rereadAll = sql.prepare(
    `UPDATE sidecars AS s SET mtime_ms = -1
     WHERE s.problem IS NOT NULL AND NOT ${isIgnored(`s.id + ${firstSidecar}`, fileStamp('s'))}`,
  );
  const sidecar = sql.prepare<[number], { path: string; dir: string; name: string }>(
    'SELECT d.path, s.dir, s.name FROM sidecars s JOIN folders d ON d.id = s.folder_id WHERE s.id = ?',
  );
  const place = sql.prepare<[number], string>('SELECT path FROM unreadable_places WHERE id = ?').pluck();
  const places = sql
    .prepare<[], number>(
      `SELECT count(*) FROM unreadable_places u WHERE NOT ${isIgnored(`u.id + ${firstPlace}`, 'u.kind')}`,
    )
    .pluck();
  const sweep = sql.prepare('DELETE FROM idx.failures WHERE file_id NOT IN (SELECT id FROM files)');
  // What the index does not know at the moment, being built anew, stays ignored.
  const sweepIgnored = sql.prepare(`
    DELETE FROM ignored_failures WHERE number NOT IN (
      SELECT id FROM files UNION ALL SELECT id + ${firstSidecar} FROM sidecars
      UNION ALL SELECT id + ${firstPlace} FROM unreadable_places)`);

  return {
    record(fileId: number, report: FailureReport, nowMs: number): void {
      record.run(fileId, report.kind, report.message, JSON.stringify(report.details ?? {}), nowMs);
      rest.run(fileId);
    },
    page: (offset: number, limit: number, isIgnored = false): FailedFile[] =>
      page.all(isIgnored ? 1 : 0, limit, offset).map(failedFileOf),
    count: (isIgnored = false): number => count.get(isIgnored ? 1 : 0) ?? 0,
    /** Of those that are not ignored. */
    kinds: (): FailureKindCount[] =>
      kinds.all().map((row) => ({ ...row, kind: failureKind.catch('bug').parse(row.kind) })),
    /** @returns the ids of those that were not ignored before */
    ignore: (which: { fileIds: readonly number[] } | { kind: FailureKind }, nowMs: number): number[] =>
      db.transaction(() =>
        ignore.all({
          nowMs,
          kind: 'kind' in which ? which.kind : null,
          numbers: JSON.stringify('fileIds' in which ? which.fileIds : []),
        }),
      ),
    /** They are listed again: the named ones, or all. */
    unignore: (fileIds?: readonly number[]): void =>
      db.transaction(() => {
        if (fileIds === undefined) unignoreAll.run();
        else for (const id of fileIds) unignoreOne.run(id);
      }),
    /** All, or the named ones: without a name those that are ignored are left alone. The rows stay until the new attempt has ended, so that attempts are counted. @returns how many files wait again */
    retry: (fileIds?: readonly number[]): number =>
      db.transaction(() =>
        fileIds === undefined
          ? retryAll.run().changes + rereadAll.run().changes
          : fileIds.reduce(
              (sum, id) => sum + (id < firstSidecar ? retryOne.run(id) : rereadOne.run(id - firstSidecar)).changes,
              0,
            ),
      ),
    /** Of those that count, folders and names that a scan could not look into. */
    countPlaces: (): number => places.get() ?? 0,
    /** The path of a row that is not a photo's file: it is looked at again by a scan. */
    pathBeside(id: number): string | undefined {
      if (id >= firstPlace) return place.get(id - firstPlace);
      const row = id < firstSidecar ? undefined : sidecar.get(id - firstSidecar);
      return row && fullPath(row);
    },
    /** Rows of files that the library forgot. */
    sweep(): void {
      sweep.run();
      sweepIgnored.run();
    },
  };
}
export type Failures = ReturnType<typeof createFailures>;

interface Row {
  number: number;
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
  ignored: number;
}

function failedFileOf(row: Row): FailedFile {
  const about = { fileId: row.number, atMs: row.at_ms, attempts: row.attempts, isIgnored: row.ignored === 1 };
  if (row.number >= firstPlace) return { ...about, ...placeOf(row) };
  const path = fullPath(row);
  if (row.problem !== null) return { ...about, path, ...failureReport.parse(JSON.parse(row.problem)) };
  return {
    ...about,
    path,
    kind: failureKind.catch('bug').parse(row.kind),
    message: row.message,
    details: failureDetails.catch({}).parse(JSON.parse(row.details)),
  };
}

function placeOf({ path, kind }: Row): FailureReport & { path: string } {
  const known = unreadableKind.parse(kind);
  return { path, kind: known, message: `It ${unreadable[known]}`, details: { path } };
}

const unreadableKind = z.enum(['no-permission', 'bad-name', 'io']);

/** What is wrong with a place, after its path. */
export const unreadable = {
  'no-permission': "may not be read, so its photos can't be found: check its permissions.",
  'bad-name': 'has a name that is not valid Unicode: rename it, then it can be read.',
  'far-link':
    "is a link to the whole disk, to the system or to somebody else's home, so it is not followed. Add that folder itself if you want its photos.",
  io: "can't be read whole from its disk (a path too long, or a failing disk), so some of its photos may not be found.",
} as const satisfies Record<Unreadable | 'far-link', string>;
