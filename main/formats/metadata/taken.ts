import { basename } from 'node:path';
import type { TakenFrom } from '../../../preload/contract/photo.ts';
import { bestTaken, type Taken } from './best-taken.ts';
import { readDate, readGpsDate, type ClockReading } from './dates.ts';
import { noExif, numberOf, textOf, type Exif } from './exif.ts';
import type { Iptc } from './iptc.ts';
import { readDateInName } from './name-dates.ts';
import type { Xmp } from './xmp.ts';

/** Where a date may stand in a file. */
export interface DateBlocks {
  readonly exif: Exif;
  readonly iptc: Iptc | undefined;
  readonly xmp: Xmp | undefined;
  /** What the container itself says: PNG's `Creation Time` and `tIME`, `mvhd` of ISO base media files. */
  readonly container?: { readonly created?: ClockReading | undefined; readonly modified?: ClockReading | undefined };
}

type Candidates = readonly (readonly [TakenFrom, ClockReading | undefined])[];

/**
 * When the photo was taken, by its own file: the best of these that is a possible date (docs/metadata.md, "Dates").
 * What the camera wrote comes first, then what programs and people wrote, then when a scan was made; a name that holds a
 * date is better than a program's last change, and that is better than the file's own date, which every copy changes.
 */
export function takenAt(blocks: DateBlocks, file: { path: string; modifiedAtMs: number }, nowMs: number): Taken {
  const { exif, xmp, container } = blocks;
  return best([
    ...writtenDates(blocks, nowMs),
    ['created', container?.created],
    ['name', readDateInName(basename(file.path), nowMs)],
    ['gps', gpsDate(blocks, nowMs)],
    ['modified', exifDate(exif, 0x0132, 0x9290, 0x9010, nowMs, exif.image)],
    ['modified', readDate(xmp?.get('xmp:ModifyDate')?.[0], nowMs)],
    ['modified', container?.modified],
    ['file', fileDate(file.modifiedAtMs)],
  ]);
}

/** When the photo was taken, by an XMP sidecar. Its own last change says nothing of the photo. */
export function takenInSidecar(xmp: Xmp, nowMs: number): Taken {
  const blocks: DateBlocks = { exif: noExif, iptc: undefined, xmp };
  return best([...writtenDates(blocks, nowMs), ['gps', gpsDate(blocks, nowMs)]]);
}

/** A reading as the library keeps it. */
export function takenOf(reading: ClockReading, takenFrom: TakenFrom): Taken {
  const { wallMs, offsetMin, precision } = reading;
  return {
    takenWallMs: wallMs,
    takenFrom,
    ...(offsetMin !== undefined && { takenOffsetMin: offsetMin }),
    ...(precision !== undefined && { takenPrecision: precision }),
  };
}

/** As a clock on this machine's wall would have shown it. */
function fileDate(modifiedAtMs: number): ClockReading {
  const offsetMin = -new Date(modifiedAtMs).getTimezoneOffset();
  return { wallMs: Math.round(modifiedAtMs + offsetMin * 60_000), offsetMin: undefined };
}

function best(candidates: Candidates): Taken {
  const says = candidates.map(([from, reading]) => (reading === undefined ? {} : takenOf(reading, from)));
  return bestTaken(says)?.taken ?? {};
}

/** When it was taken; of scans, when the scan was made. */
function writtenDates({ exif, iptc, xmp }: DateBlocks, nowMs: number): Candidates {
  const fromXmp = (name: string, offsetName?: string) =>
    readDate(xmp?.get(name)?.[0], nowMs, { offset: offsetName && xmp?.get(offsetName)?.[0] });
  const fromIptc = (date: string | undefined, time: string | undefined) =>
    readDate(date && `${date} ${time ?? ''}`, nowMs) ?? readDate(date, nowMs);
  return [
    ['exif', exifDate(exif, 0x9003, 0x9291, 0x9011, nowMs)],
    ['xmp', fromXmp('exif:DateTimeOriginal', 'exifEX:OffsetTimeOriginal')],
    ['xmp', fromXmp('photoshop:DateCreated')],
    ['iptc', fromIptc(iptc?.date, iptc?.time)],
    ['digitized', exifDate(exif, 0x9004, 0x9292, 0x9012, nowMs)],
    ['digitized', fromXmp('exif:DateTimeDigitized', 'exifEX:OffsetTimeDigitized')],
    ['digitized', fromXmp('xmp:CreateDate')],
    ['digitized', fromIptc(iptc?.digitizedDate, iptc?.digitizedTime)],
  ];
}

function exifDate(
  { photo, image }: Exif,
  date: number,
  fraction: number,
  offset: number,
  nowMs: number,
  directory = photo,
): ClockReading | undefined {
  const hours = numberOf(image.get(0x882a)) ?? numberOf(photo.get(0x882a)); // TimeZoneOffset of TIFF/EP
  return readDate(textOf(directory.get(date)), nowMs, {
    fraction: textOf(photo.get(fraction)),
    // Phones that write one offset for all three times put it into one of the tags.
    offset:
      textOf(photo.get(offset)) ??
      textOf(photo.get(0x9011)) ??
      textOf(photo.get(0x9010)) ??
      (hours === undefined ? undefined : `${hours < 0 ? '-' : '+'}${Math.abs(hours)}`),
  });
}

function gpsDate({ exif: { gps }, xmp }: DateBlocks, nowMs: number): ClockReading | undefined {
  const time = gps.get(0x07);
  const found = readGpsDate(textOf(gps.get(0x1d)), time?.is === 'numbers' ? time.numbers : undefined, nowMs);
  const written = found ?? readDate(xmp?.get('exif:GPSTimeStamp')?.[0], nowMs, { offset: 'Z' });
  return written?.precision === undefined ? written : undefined;
}
