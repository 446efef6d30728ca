import type { Query } from '../../preload/contract/query.ts';
import type { ReadLibrary } from './read-library.ts';
import type { Timeline } from './timeline.ts';

/** Photos that the person hid: they are left out wherever they are not asked for. */
export interface Hidden {
  has(photoId: number): boolean;
  readonly count: number;
}

/** Where nobody hid anything. */
export const noneHidden: Hidden = { has: () => false, count: 0 };

/** Knows them; they are few, and read anew when photos changed. */
export function createHidden(library: Pick<ReadLibrary, 'hidden'>) {
  let known: ReadonlySet<number> | undefined;
  let shown: { of: Timeline; without: ReadonlySet<number>; timeline: Timeline } | undefined;
  const now = (): ReadonlySet<number> => (known ??= new Set(library.hidden()));
  return {
    has: (photoId: number): boolean => now().has(photoId),
    get count() {
      return now().size;
    },
    /** They may be others. */
    changed: (): void => void (known = undefined),
    /** The timeline without them. */
    shownOf(timeline: Timeline): Timeline {
      const without = now();
      if (without.size === 0) return timeline;
      if (shown?.of !== timeline || shown.without !== without)
        shown = { of: timeline, without, timeline: withoutThem(timeline, without) };
      return shown.timeline;
    },
  };
}

/** The question asks for what is hidden: then it is not left out. */
export function asksForHidden({ filters }: Pick<Query, 'filters'>): boolean {
  return filters.some(({ key, operand, sign }) => key === 'is' && operand === 'hidden' && sign === 'plus');
}

function withoutThem({ photoIds, times }: Timeline, without: ReadonlySet<number>): Timeline {
  const isShown = (_: number, at: number) => !without.has(photoIds[at] ?? 0);
  return { photoIds: photoIds.filter(isShown), times: times.filter(isShown) };
}
