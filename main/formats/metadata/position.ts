import type { Metadata } from '../../../preload/contract/photo.ts';
import { fraction } from './camera.ts';
import { numberOf, textOf, type Exif, type TagValue } from './exif.ts';
import type { Xmp } from './xmp.ts';

export type Position = Pick<Metadata, 'latitude' | 'longitude' | 'altitudeM' | 'directionDeg'>;

/**
 * Where the photo was taken, and where the camera looked. Both halves come from one source: EXIF, then XMP, then the place
 * where it was created in the IPTC's extension.
 */
export function positionOf({ gps }: Exif, xmp: Xmp | undefined): Position {
  const first = (name: string) => xmp?.get(name)?.[0];
  const [created = {}] = xmp?.structuresOf('Iptc4xmpExt:LocationCreated') ?? [];
  const reference = gps.get(0x05);
  const below = reference?.is === 'bytes' ? reference.bytes[0] : numberOf(reference);
  const found =
    placed({
      latitude: degrees(gps.get(0x02), textOf(gps.get(0x01)), 'S'),
      longitude: degrees(gps.get(0x04), textOf(gps.get(0x03)), 'W'),
      altitudeM: height(numberOf(gps.get(0x06)) ?? fraction(first('exif:GPSAltitude')), below === 1 || first('exif:GPSAltitudeRef') === '1'),
    }) ??
    placed({
      latitude: parseDegrees(first('exif:GPSLatitude'), first('exif:GPSLatitudeRef')),
      longitude: parseDegrees(first('exif:GPSLongitude'), first('exif:GPSLongitudeRef')),
      altitudeM: parseHeight(first('exif:GPSAltitude'), first('exif:GPSAltitudeRef')),
    }) ??
    placed({
      latitude: parseDegrees(created['exif:GPSLatitude'], undefined),
      longitude: parseDegrees(created['exif:GPSLongitude'], undefined),
      altitudeM: parseHeight(created['exif:GPSAltitude'], created['exif:GPSAltitudeRef']),
    }); // prettier-ignore
  const directionDeg = direction(numberOf(gps.get(0x11)) ?? fraction(first('exif:GPSImgDirection')));
  return { ...found, ...(directionDeg !== undefined && { directionDeg }) };
}

/**
 * A position, if it is one: half of it, one off the globe, and the 0, 0 of a receiver without a fix (and of exports that
 * know none) are not.
 */
export function placed(at: {
  readonly latitude: number | undefined;
  readonly longitude: number | undefined;
  readonly altitudeM?: number | undefined;
}): Position | undefined {
  const { latitude, longitude, altitudeM } = at;
  if (latitude === undefined || longitude === undefined) return undefined;
  // `-0` is 0 too; beyond the globe, and NaN, are nowhere.
  if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180) || (latitude === 0 && longitude === 0))
    return undefined;
  // Nobody photographs from beyond 100 km: those are broken fractions.
  const isHeight = altitudeM !== undefined && Math.abs(altitudeM) <= 100_000;
  return { latitude, longitude, ...(isHeight && { altitudeM }) };
}

/**
 * An angle in any notation that programs write: `39,6.9N`, `39,6,54N` (XMP), `35.0122`, `-82.5664`, `35° 0' 43.92" N`,
 * `35 deg 0' 43.92" N`, `N 35.0122`, `35/1 0/1 4392/100`.
 * @param reference the letter where it stands apart (`N`, `South`)
 */
export function parseDegrees(text: string | undefined, reference?: string): number | undefined {
  if (text === undefined) return undefined;
  // `48,8566` is no 8566 minutes: there the comma is a point.
  const plain = text.replace(/^(\s*[-+]?\d{1,3}),(\d{3,}|\d\d[6-9]\d*)(?=\s*[NSEW]?\s*$)/i, '$1.$2');
  const parts = [...plain.matchAll(/\d+(?:\.\d+)?(?:\/\d+|e[-+]?\d{1,3})?/gi)].map(([part]) => fraction(part));
  const [whole, minutes = 0, seconds = 0] = parts;
  if (whole === undefined || parts.length > 3 || !(minutes < 60 && seconds < 60)) return undefined;
  const angle = whole + minutes / 60 + seconds / 3600;
  const told = `${plain} ${reference ?? ''}`.toLowerCase().replace(/(?<=\d)e(?=[-+]?\d)/g, '');
  const words = [...told.matchAll(/\p{L}+/gu)].map(([word]) => word);
  // Of an O nobody can say whether it is the Germans' east or the west of the others.
  if (words.includes('o')) return undefined;
  const side = words.map((word) => sides[word]).find((sign) => sign !== undefined);
  if (side !== undefined) return side * angle;
  return /^\s*[-−]/.test(plain) ? -angle : angle;
}

const sides: Readonly<Record<string, 1 | -1>> = {
  ...{ n: 1, north: 1, nord: 1, norte: 1, e: 1, east: 1, est: 1, este: 1, ost: 1, leste: 1 },
  ...{ s: -1, south: -1, sud: -1, süd: -1, sur: -1, sul: -1, w: -1, west: -1, ouest: -1, oeste: -1, ovest: -1 },
};

/** `120/10`, `12.5`, `12.5 m`, `12.5 m Below Sea Level` */
export function parseHeight(text: string | undefined, reference?: string): number | undefined {
  const value = fraction(/^\s*[-+]?\d+(?:\.\d+)?(?:\/\d+)?/.exec(text ?? '')?.[0]);
  return height(value, reference === '1' || /below/i.test(`${text ?? ''} ${reference ?? ''}`));
}

/** Clockwise from north; 360 is 0. */
export function direction(degreesFromNorth: number | undefined): number | undefined {
  if (degreesFromNorth === undefined || !(degreesFromNorth >= 0 && degreesFromNorth <= 360)) return undefined;
  return degreesFromNorth % 360;
}

function height(value: number | undefined, isBelowSea: boolean): number | undefined {
  return value !== undefined && isBelowSea && value > 0 ? -value : value;
}

/** Degrees, minutes, seconds; trailing parts may be missing or 0/0. */
function degrees(value: TagValue | undefined, reference: string | undefined, negative: 'S' | 'W'): number | undefined {
  if (value?.is !== 'numbers' || reference === undefined) return undefined;
  const [whole, minutes = 0, seconds = 0] = value.numbers;
  if (whole === undefined || !Number.isFinite(whole)) return undefined;
  const part = (value: number) => (Number.isFinite(value) ? Math.abs(value) : 0);
  const angle = Math.abs(whole) + part(minutes) / 60 + part(seconds) / 3600;
  // Some programs write a signed number, and the letter too.
  return whole < 0 || reference.toUpperCase().startsWith(negative) ? -angle : angle;
}
