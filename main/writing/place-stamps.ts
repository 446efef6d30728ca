import type { WriteTarget } from '../../preload/contract/writing.ts';
import type { Stamps } from './stamps.ts';

/** A place of the person's, in degrees. */
export interface WantedPlace {
  readonly latitude: number;
  readonly longitude: number;
}

const exif = {
  latitude: 'GPS:GPSLatitude#',
  north: 'GPS:GPSLatitudeRef#',
  longitude: 'GPS:GPSLongitude#',
  east: 'GPS:GPSLongitudeRef#',
} as const;
const exifHeights = ['GPS:GPSAltitude#', 'GPS:GPSAltitudeRef#'];
const xmp = { latitude: 'XMP-exif:GPSLatitude#', longitude: 'XMP-exif:GPSLongitude#' } as const;
const xmpHeights = ['XMP-exif:GPSAltitude#', 'XMP-exif:GPSAltitudeRef#'];

/** ExifTool's names of the fields that say where a photo was taken; `#`: as numbers. */
export function placeNames(target: WriteTarget): string[] {
  const inXmp = [...Object.values(xmp), ...xmpHeights];
  return target === 'sidecar' ? inXmp : [...Object.values(exif), ...exifHeights, ...inXmp];
}

/** The fields that have to say a place: XMP in a sidecar; EXIF in a photo, and XMP where it has it already. A height belongs to its place. */
export function placeStamps({ latitude, longitude }: WantedPlace, before: Stamps, target: WriteTarget): Stamps {
  const has = (name: string) => before[name] !== undefined && before[name] !== null;
  const all: Record<string, string | null> = {};
  for (const name of placeNames(target).filter((one) => one.includes('Altitude') && has(one))) all[name] = null;
  if (target === 'sidecar' || has(xmp.latitude) || has(xmp.longitude)) {
    all[xmp.latitude] = latitude.toFixed(8);
    all[xmp.longitude] = longitude.toFixed(8);
  }
  if (target === 'sidecar') return all;
  all[exif.latitude] = Math.abs(latitude).toFixed(8);
  all[exif.north] = latitude < 0 ? 'S' : 'N';
  all[exif.longitude] = Math.abs(longitude).toFixed(8);
  all[exif.east] = longitude < 0 ? 'W' : 'E';
  return all;
}

/** `38.72230, -9.13930` @returns undefined where the fields say no place */
export function shownPlace(stamps: Stamps): string | undefined {
  const inExif = [
    signed(stamps[exif.latitude], stamps[exif.north], 'S'),
    signed(stamps[exif.longitude], stamps[exif.east], 'W'),
  ];
  const inXmp = [signed(stamps[xmp.latitude]), signed(stamps[xmp.longitude])];
  const [latitude, longitude] = inExif.every((one) => one !== undefined) ? inExif : inXmp;
  if (latitude === undefined || longitude === undefined) return undefined;
  return `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
}

function signed(text: string | null | undefined, letter?: string | null, negative = ''): number | undefined {
  const value = Number(text?.trim() || Number.NaN);
  if (!Number.isFinite(value)) return undefined;
  return negative !== '' && letter?.trim().toUpperCase() === negative ? -value : value;
}
