import type { Database } from 'better-sqlite3';
import { type FailureReport, failureReport } from '../../../preload/contract/failure.ts';

/** Kept in the library until the person was told: an end in between, or a full disk, must not swallow it. */
export function addNotice(sql: Database, report: FailureReport, nowMs: number): void {
  sql.prepare<[number, string]>('INSERT INTO notices (at_ms, report) VALUES (?, ?)').run(nowMs, JSON.stringify(report));
}

export function untoldNotices(sql: Database): FailureReport[] {
  return sql
    .prepare<[], string>('SELECT report FROM notices WHERE is_told = 0 ORDER BY id')
    .pluck()
    .all()
    .flatMap((text) => {
      const { data } = failureReport.safeParse(JSON.parse(text));
      return data ?? []; // one of a newer version
    });
}

export function noticesTold(sql: Database): void {
  sql.prepare('UPDATE notices SET is_told = 1 WHERE is_told = 0').run();
}
