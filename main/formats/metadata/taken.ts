import { basename } from 'node:path';
import type { Metadata } from '../../../preload/contract/photo.ts';
import { readDate, readDateInName, readGpsDate, type ClockReading } from './dates.ts';
import { textOf, type Exif } from './exif.ts';
import type { Iptc } from './iptc.ts';
import type { Xmp } from './xmp.ts';

/**
 * When the photo was taken: the first of these that is a possible date. What the camera wrote comes first, then what
 * programs and people wrote, then the satellite's clock (always UTC), then a program's last change; a name that
 * holds a date is better than the file's own date, which every copy changes.
 */
export function takenAt(
  { exif, iptc, xmp }: { exif: Exif; iptc: Iptc | undefined; xmp: Xmp | undefined },
  file: { path: string; modifiedAtMs: number },
  nowMs: number,
): Pick<Metadata, 'takenWallMs' | 'takenOffsetMin' | 'takenFrom'> {
  const { image, photo, gps } = exif;
  const fromExif = (date: number, fraction: number, offset: number, directory = photo) =>
    readDate(textOf(directory.get(date)), nowMs, {
      fraction: textOf(photo.get(fraction)),
      offset: textOf(photo.get(offset)),
    });
  const fromXmp = (name: string) => readDate(xmp?.get(name)?.[0], nowMs);
  const gpsTime = gps.get(0x07);
  const candidates: readonly (readonly [Metadata['takenFrom'], () => ClockReading | undefined])[] = [
    ['exif', () => fromExif(0x9003, 0x9291, 0x9011)],
    ['exif', () => fromExif(0x9004, 0x9292, 0x9012)],
    ['xmp', () => fromXmp('exif:DateTimeOriginal')],
    ['xmp', () => fromXmp('photoshop:DateCreated')],
    ['xmp', () => fromXmp('exif:DateTimeDigitized')],
    ['xmp', () => fromXmp('xmp:CreateDate')],
    ['iptc', () => readDate(iptc?.date && `${iptc.date} ${iptc.time ?? ''}`, nowMs) ?? readDate(iptc?.date, nowMs)],
    ['gps', () => readGpsDate(textOf(gps.get(0x1d)), gpsTime?.is === 'numbers' ? gpsTime.numbers : undefined, nowMs)],
    ['gps', () => fromXmp('exif:GPSTimeStamp')],
    ['exif', () => fromExif(0x0132, 0x9290, 0x9010, image)],
    ['name', () => readDateInName(basename(file.path), nowMs)],
  ];
  for (const [takenFrom, read] of candidates) {
    const found = read();
    if (!found) continue;
    const { wallMs: takenWallMs, offsetMin } = found;
    return { takenWallMs, takenFrom, ...(offsetMin !== undefined && { takenOffsetMin: offsetMin }) };
  }
  // As a clock on this machine's wall would have shown it.
  const offsetMin = -new Date(file.modifiedAtMs).getTimezoneOffset();
  return { takenWallMs: Math.round(file.modifiedAtMs + offsetMin * 60_000), takenFrom: 'file' };
}
