import type { Metadata } from '../../../preload/contract/photo.ts';
import { fraction } from './camera.ts';
import { numberOf, textOf, type Exif, type TagValue } from './exif.ts';
import type { Xmp } from './xmp.ts';

type Position = Pick<Metadata, 'latitude' | 'longitude' | 'altitudeM'>;

/** Where the photo was taken. Half a position, one off the globe, and the 0, 0 of a receiver without a fix are none. */
export function positionOf({ gps }: Exif, xmp: Xmp | undefined): Position {
  const latitude = degrees(gps.get(0x02), textOf(gps.get(0x01)), 'S') ?? xmpDegrees(xmp?.get('exif:GPSLatitude')?.[0]);
  const longitude =
    degrees(gps.get(0x04), textOf(gps.get(0x03)), 'W') ?? xmpDegrees(xmp?.get('exif:GPSLongitude')?.[0]);
  if (latitude === undefined || longitude === undefined) return {};
  if (Math.abs(latitude) > 90 || Math.abs(longitude) > 180 || (latitude === 0 && longitude === 0)) return {};
  const height = numberOf(gps.get(0x06)) ?? fraction(xmp?.get('exif:GPSAltitude')?.[0]);
  const reference = gps.get(0x05);
  const isBelowSea =
    (reference?.is === 'bytes' ? reference.bytes[0] : numberOf(reference)) === 1 ||
    xmp?.get('exif:GPSAltitudeRef')?.[0] === '1';
  // Nobody photographs from beyond 100 km: those are broken fractions.
  if (height === undefined || Math.abs(height) > 100_000) return { latitude, longitude };
  return { latitude, longitude, altitudeM: isBelowSea && height > 0 ? -height : height };
}

/** Degrees, minutes, seconds; trailing parts may be missing or 0/0. */
function degrees(value: TagValue | undefined, reference: string | undefined, negative: 'S' | 'W'): number | undefined {
  if (value?.is !== 'numbers' || reference === undefined) return undefined;
  const [whole, minutes = 0, seconds = 0] = value.numbers;
  if (whole === undefined || !Number.isFinite(whole)) return undefined;
  const angle = whole + (Number.isFinite(minutes) ? minutes : 0) / 60 + (Number.isFinite(seconds) ? seconds : 0) / 3600;
  return reference.toUpperCase().startsWith(negative) ? -angle : angle;
}

/** `39,6.9N` or `39,6,54N` */
function xmpDegrees(text: string | undefined): number | undefined {
  const match = /^\s*(\d+),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?([NSEW])\s*$/.exec(text ?? '');
  if (!match) return undefined;
  const angle = Number(match[1]) + Number(match[2]) / 60 + Number(match[3] ?? 0) / 3600;
  return match[4] === 'S' || match[4] === 'W' ? -angle : angle;
}
