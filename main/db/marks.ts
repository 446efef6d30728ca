import type { Mark } from '../../preload/contract/photo.ts';
import type { Db } from './open.ts';

/** What the person says of a photo, and what files say where they say nothing. */
const columns = {
  favourite: { own: 'own_favourite', inFiles: 'favourite' },
  hidden: { own: 'own_hidden', inFiles: 'NULL' },
} as const satisfies Record<Mark, object>;

/** What photos are marked as: by the person, else by their files. */
export function createMarks({ sql }: Pick<Db, 'sql'>) {
  const statements = {
    favourite: prepared(columns.favourite),
    hidden: prepared(columns.hidden),
  } satisfies Record<Mark, ReturnType<typeof prepared>>;

  function prepared({ own, inFiles }: (typeof columns)[Mark]) {
    const isMarked = `coalesce(${own}, ${inFiles}, 0) = 1`;
    const change = (to: string, where: string) =>
      sql
        .prepare<[string], number>(
          `UPDATE photos SET ${own} = ${to} WHERE id IN (SELECT value FROM json_each(?)) AND ${where} RETURNING id`,
        )
        .pluck();
    return {
      anyWithout: sql
        .prepare<[string], number>(
          `SELECT 1 FROM json_each(?) j JOIN photos ON photos.id = j.value WHERE NOT (${isMarked}) LIMIT 1`,
        )
        .pluck(),
      set: change('1', `NOT (${isMarked})`),
      // That it is not marked is said only where it says something else than the files.
      clear: change(`iif(${inFiles} IS NULL, NULL, 0)`, isMarked),
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
