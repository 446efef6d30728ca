import type { PhotoId } from '../../preload/contract/photo.ts';

/** Photos of the library on their way from the grid to an album. No other program knows this type. */
const type = 'application/x-lumisift-photos';

export function putPhotos(transfer: DataTransfer, photoIds: readonly PhotoId[]): void {
  transfer.effectAllowed = 'copyMove';
  transfer.setData(type, JSON.stringify(photoIds));
}

export function hasPhotos(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes(type) ?? false;
}

export function photosIn(transfer: DataTransfer | null): PhotoId[] {
  const text = transfer?.getData(type) ?? '';
  if (text === '') return [];
  const ids: unknown = JSON.parse(text);
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [];
}
