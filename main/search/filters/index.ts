import type { FilterDescription } from '../../../preload/contract/query.ts';
import { album } from './album.ts';
import { camera } from './camera.ts';
import { date } from './date.ts';
import type { Filter, FilterLibrary } from './filter.ts';
import { folder } from './folder.ts';
import { is } from './is.ts';
import { label } from './label.ts';
import { length } from './length.ts';
import { lens } from './lens.ts';
import { near } from './near.ts';
import { orientation } from './orientation.ts';
import { place } from './place.ts';
import { rating } from './rating.ts';
import { size } from './size.ts';
import { stack } from './stack.ts';
import { suggested } from './suggested.ts';
import { tag } from './tag.ts';
import { type } from './type.ts';

/** Every filter. Where two read the same words and as many of them, the one named first has them. */
export const filters: readonly Filter[] = [
  date,
  near,
  place,
  camera,
  lens,
  folder,
  type,
  is,
  stack,
  length,
  size,
  rating,
  label,
  orientation,
  album,
  tag,
  suggested,
];

const byName = new Map(
  filters.flatMap((filter) => [filter.key, ...filter.aliases].map((name) => [name, filter] as const)),
);

/** @param name as typed before the colon, in lower case */
export function filterByName(name: string): Filter | undefined {
  return byName.get(name);
}

/** What the window needs to draw the filters. */
export function describeFilters(library: FilterLibrary): FilterDescription[] {
  return filters.map(({ key, label, control }) => ({ key, label, control: control(library) }));
}
