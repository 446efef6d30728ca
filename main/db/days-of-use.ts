import type { Db } from './open.ts';

/** [Note: Days of use] Called at a start and now and then after it: another date than the last one is one day more. */
export function countDay({ sql }: Pick<Db, 'sql'>, nowMs: number): void {
  const today = Math.floor(nowMs / 86_400_000);
  sql.prepare('UPDATE days_of_use SET count = count + 1, last_day = ? WHERE last_day <> ?').run(today, today);
}
