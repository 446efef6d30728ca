import type { List } from '../../preload/contract/list.ts';
import type { Query } from '../../preload/contract/query.ts';
import { Failure } from '../util/failure.ts';

/** An answer as the searcher keeps it: the window reads pages of it. */
export interface KeptList {
  readonly id: number;
  readonly photoIds: Uint32Array;
  /** Cosines beside the ids; absent in the timeline. */
  readonly scores?: Float32Array;
  /** Times beside the ids, as far as they are sorted by time: all of a timeline, or what is not folded away. */
  readonly times?: Float64Array;
  readonly exactCount: number;
  readonly sections: List['sections'];
  readonly query?: Query | undefined;
  readonly unknownWords: readonly string[];
  /** What it was ranked by, unit length. */
  readonly direction?: Float32Array;
  /** Calibrated chance of a score to be right; absent where no cut was made. */
  readonly probabilityAt?: (score: number) => number;
}

/**
 * The last lists, and no more: at a million photos one takes 8 MB.
 * Ids go on from the clock, so that a list of a process that ended is never taken for one of this process.
 */
export function createLists(kept = 8, now: () => number = Date.now) {
  const lists = new Map<number, KeptList>();
  let nextId = now() * 1_000;
  return {
    keep(list: Omit<KeptList, 'id'>): KeptList {
      const withId = { ...list, id: nextId++ };
      lists.set(withId.id, withId);
      const oldest = lists.keys().next().value;
      if (lists.size > kept && oldest !== undefined) lists.delete(oldest);
      return withId;
    },
    /** @throws Failure 'stale' */
    get(id: number): KeptList {
      const list = lists.get(id);
      if (!list) throw new Failure('stale', 'This list is not kept any more: ask again.');
      // Lists that are being read stay longest.
      lists.delete(id);
      lists.set(id, list);
      return list;
    },
  };
}
