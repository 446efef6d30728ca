import type { PhotoId } from '../../preload/contract/photo.ts';

export type Selection = ReadonlySet<PhotoId>;

export const nothing: Selection = new Set();

export function toggled(selection: Selection, id: PhotoId): Selection {
  const next = new Set(selection);
  if (!next.delete(id)) next.add(id);
  return next;
}

export function withAll(selection: Selection, ids: Iterable<PhotoId>): Selection {
  return new Set([...selection, ...ids]);
}
