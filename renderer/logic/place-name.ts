import type { PhotoDetail } from '../../preload/contract/photo.ts';

/** "Lisbon, Portugal": the smallest first, each name once, joined as the language joins. '' when nothing is known. */
export function placeName(place: PhotoDetail['place'], language: string): string {
  if (!place) return '';
  const names = [place.city, place.region, place.country].filter((name) => name !== undefined && name !== '');
  return [...new Set(names)].join(language.startsWith('zh') ? '，' : ', ');
}
