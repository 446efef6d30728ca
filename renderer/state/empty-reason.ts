import type { Progress } from '../../preload/contract/work.ts';
import type { Search } from './search.svelte.ts';

export type EmptyReason = 'scanning' | 'working' | 'paused' | 'library' | 'results' | 'nearest' | 'album';

/** Why there is nothing to see; undefined where there is something, or the answer is still under way. */
export function emptyReason(search: Pick<Search, 'list'>, progress: Pick<Progress, 'state'>): EmptyReason | undefined {
  const { list } = search;
  if (!list || list.count > 0) return undefined;
  if (list.question.albumId !== undefined && list.question.text === undefined) return 'album';
  const isTimeline = list.question.text === undefined;
  // Nothing matches, and what comes nearest is folded away.
  if (!isTimeline) return list.foldedCount > 0 ? 'nearest' : 'results';
  return progress.state === 'idle' ? 'library' : progress.state;
}
