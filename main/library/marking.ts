import type { Flagged, FlagWord, Mark, Marked } from '../../preload/contract/photo.ts';
import { createFlags } from '../db/flags.ts';
import { createMarks } from '../db/marks.ts';
import type { Db } from '../db/open.ts';

/** Favourites, photos that are hidden, picked and rejected. All of it is kept in the library alone: no file is touched. */
export function createMarking(deps: {
  db: Pick<Db, 'sql' | 'transaction'>;
  /** After COMMIT. */
  onChanged: (photoIds: readonly number[], mark: Mark | 'flag') => void;
}) {
  const { db } = deps;
  const marks = createMarks(db);
  const flags = createFlags(db);
  return {
    /**
     * All of it or nothing.
     * @param isOn undefined: off where all of them are marked so, else on
     * @returns what was done, and to which of them: the others were so before
     */
    mark(photoIds: readonly number[], mark: Mark, isOn?: boolean): Marked {
      const done = db.transaction(() => {
        const on = isOn ?? !marks.areAll(photoIds, mark);
        return { isOn: on, photoIds: marks.set(photoIds, mark, on) };
      });
      if (done.photoIds.length > 0) deps.onChanged(done.photoIds, mark);
      return done;
    },
    /** All of it or nothing. @param given undefined: what the file says @returns those that changed, with what was said */
    flag(photoIds: readonly number[], given: FlagWord | undefined): Flagged {
      const changed = db.transaction(() => flags.set(photoIds, given));
      if (changed.length > 0)
        deps.onChanged(
          changed.map(({ id }) => id),
          'flag',
        );
      return changed;
    },
  };
}
export type Marking = ReturnType<typeof createMarking>;
