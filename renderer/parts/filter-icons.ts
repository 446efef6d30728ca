import type { Suggestion } from '../../preload/contract/query.ts';
import type { IconName } from './icons.ts';

/** A filter that is new here is drawn with the sign of filters. */
export function filterIcon(key: string): IconName {
  return byKey[key] ?? 'funnel';
}

const byKey: Readonly<Record<string, IconName>> = {
  date: 'calendar',
  near: 'pin',
  place: 'pin',
  camera: 'camera',
  lens: 'lens',
  in: 'folder',
  type: 'file',
  is: 'photos',
  stack: 'stack',
  length: 'video',
  size: 'file',
  rating: 'star',
  orientation: 'frame',
  tag: 'tag',
  label: 'flag',
  album: 'album',
};

export const offerIcons: Readonly<Record<Suggestion['kind'] | 'saved', IconName>> = {
  tag: 'tag',
  keyword: 'tag',
  album: 'album',
  place: 'pin',
  camera: 'camera',
  lens: 'lens',
  folder: 'folder',
  filter: 'funnel',
  recent: 'clock',
  saved: 'star',
};
