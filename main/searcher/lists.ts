import type { Band, List } from '../../preload/contract/list.ts';
import type { Query } from '../../preload/contract/query.ts';
import type { Bitmap } from '../search/bitmap.ts';
import type { StackOf } from './stack-book.ts';
import { Failure } from '../util/failure.ts';

/** An answer as the searcher keeps it: the window reads pages of it. */
export interface KeptList {
  readonly id: number;
  readonly photoIds: Uint32Array;
  /** Cosines beside the ids; absent in the timeline. */
  readonly scores?: Float32Array;
  /** Times beside the ids, as far as they are sorted by time: all of a timeline, or what matches or may match. */
  readonly times?: Float64Array;
  /** By name, size or when they came: neither ranked nor by time. */
  readonly isSorted?: boolean;
  readonly exactCount: number;
  /** Photos that the question was asked of. */
  readonly searchedCount: number;
  /** Those that have every word of the question in their name, folder, caption or keywords: no chance is told of them. */
  readonly certain?: Bitmap;
  /** Those that are there for a half-typed word alone: no chance is told of them either. */
  readonly begun?: Bitmap;
  /** Those of which the person said "more like this". */
  readonly chosen?: readonly number[];
  readonly sections: List['sections'];
  /** Photos that are folded away under others. */
  readonly foldedCount?: number;
  /** The card of a photo that is folded away. */
  readonly cardOf?: ReadonlyMap<number, number>;
  /** What a card stands for; absent where stacks are not folded. */
  readonly stackOf?: StackOf;
  readonly query?: Query | undefined;
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

/** The part of an answer that a place in it belongs to. */
export function bandAt(sections: List['sections'], at: number): Band {
  let end = 0;
  for (const { band, count } of sections) {
    end += count;
    if (at < end) return band;
  }
  return 'nearest';
}

/** How many photos match or may match: what an answer claims. */
export function matchCountOf(sections: List['sections']): number {
  return sections.reduce((sum, { band, count }) => sum + (band === 'nearest' ? 0 : count), 0);
}
