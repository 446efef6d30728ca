import type { Mark } from '../../preload/contract/photo.ts';
import type { Db } from './open.ts';

const columns = { favourite: 'own_favourite', hidden: 'own_hidden' } as const satisfies Record<Mark, string>;

/** What the person marked photos as. */
export function createMarks({ sql }: Pick<Db, 'sql'>) {
  const statements = {
    favourite: prepared(columns.favourite),
    hidden: prepared(columns.hidden),
  } satisfies Record<Mark, ReturnType<typeof prepared>>;

  function prepared(column: string) {
    return {
      anyWithout: sql
        .prepare<[string], number>(
          `SELECT 1 FROM json_each(?) j JOIN photos p ON p.id = j.value WHERE p.${column} IS NULL LIMIT 1`,
        )
        .pluck(),
      set: sql
        .prepare<[string], number>(
          `UPDATE photos SET ${column} = 1 WHERE id IN (SELECT value FROM json_each(?)) AND ${column} IS NULL RETURNING id`,
        )
        .pluck(),
      clear: sql
        .prepare<[string], number>(
          `UPDATE photos SET ${column} = NULL WHERE id IN (SELECT value FROM json_each(?)) AND ${column} IS NOT NULL RETURNING id`,
        )
        .pluck(),
    };
  }

  return {
    /** Whether every one of these photos is marked so. */
    areAll: (photoIds: readonly number[], mark: Mark): boolean =>
      statements[mark].anyWithout.get(JSON.stringify(photoIds)) === undefined,
    /** @returns the photos that were not so before */
    set: (photoIds: readonly number[], mark: Mark, isOn: boolean): number[] =>
      statements[mark][isOn ? 'set' : 'clear'].all(JSON.stringify(photoIds)),
  };
}
