import type { Flag, Flagged, FlagWord } from '../../preload/contract/photo.ts';
import type { Db } from './open.ts';

export const flagNumbers = { picked: 1, rejected: -1 } as const satisfies Record<Flag, number>;

const words = { ...flagNumbers, neither: 0 } as const satisfies Record<FlagWord, number>;

/** Neither is said only where it says something else than the file. */
const wanted = `CASE WHEN @word = 0 THEN iif(flag IS NOT NULL OR coalesce(own_rating, rating) = -1, 0, NULL) ELSE @word END`;

/** Which photos the person picked and rejected. */
export function createFlags({ sql }: Pick<Db, 'sql'>) {
  const before = sql.prepare<[{ ids: string; word: number | null }], { id: number; own_flag: number | null }>(
    `SELECT id, own_flag FROM photos WHERE id IN (SELECT value FROM json_each(@ids)) AND own_flag IS NOT ${wanted}`,
  );
  const set = sql.prepare<[{ ids: string; word: number | null }]>(
    `UPDATE photos SET own_flag = ${wanted} WHERE id IN (SELECT value FROM json_each(@ids))`,
  );
  return {
    /** Call it inside a transaction. @param word undefined: nothing is said any more @returns those that changed, with what was said */
    set(photoIds: readonly number[], word: FlagWord | undefined): Flagged {
      const asked = { ids: JSON.stringify(photoIds), word: word === undefined ? null : words[word] };
      const changed = before.all(asked);
      set.run(asked);
      return changed.map(({ id, own_flag: was }) => {
        const said = readFlagWord(was);
        return { id, ...(said && { before: said }) };
      });
    },
  };
}

/** What the person says; undefined: nothing. */
export function readFlagWord(ownFlag: number | null): FlagWord | undefined {
  return ownFlag === 0 ? 'neither' : readFlag(ownFlag, null, null);
}

/**
 * @param inFile what files say, where the person says nothing
 * @param stars -1 is how Bridge and darktable write "rejected" into files: it stands where nobody says a flag
 */
export function readFlag(ownFlag: number | null, inFile: number | null, stars: number | null): Flag | undefined {
  const flag = ownFlag ?? inFile;
  if (flag === null) return stars === -1 ? 'rejected' : undefined;
  if (flag === 0) return undefined;
  return flag > 0 ? 'picked' : 'rejected';
}
