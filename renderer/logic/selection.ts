import type { PhotoId } from '../../preload/contract/photo.ts';

export type Selection = ReadonlySet<PhotoId>;

export const nothing: Selection = new Set();

/** @param ids a photo, and what is folded away under it */
export function toggled(selection: Selection, [id, ...others]: readonly PhotoId[]): Selection {
  const next = new Set(selection);
  if (id === undefined) return next;
  const isOn = !next.has(id);
  for (const one of [id, ...others])
    if (isOn) next.add(one);
    else next.delete(one);
  return next;
}

export function withAll(selection: Selection, ids: Iterable<PhotoId>): Selection {
  return new Set([...selection, ...ids]);
}
