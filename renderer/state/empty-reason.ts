import type { Progress } from '../../preload/contract/work.ts';
import type { Search } from './search.svelte.ts';

export type EmptyReason = 'scanning' | 'working' | 'paused' | 'library' | 'filters' | 'unread' | 'album' | 'folder';

/** Why there is nothing to see; undefined where there is something, or the answer is still under way. */
export function emptyReason(search: Pick<Search, 'list'>, progress: Pick<Progress, 'state'>): EmptyReason | undefined {
  const { list } = search;
  if (!list || list.count > 0) return undefined;
  if (list.question.albumId !== undefined && list.question.text === undefined) return 'album';
  if (list.question.folder !== undefined && list.question.text === undefined) return 'folder';
  const isTimeline = list.question.text === undefined;
  // Whatever is asked, the nearest photos are shown: none is there only where filters leave none, or none was read.
  if (!isTimeline && (list.query?.filters.length ?? 0) > 0) return 'filters';
  if (!isTimeline && progress.state === 'idle') return 'unread';
  return progress.state === 'idle' ? 'library' : progress.state;
}
