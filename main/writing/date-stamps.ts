import type { WriteTarget } from '../../preload/contract/writing.ts';
import type { TakenPrecision } from '../../preload/contract/photo.ts';
import type { Stamps } from './stamps.ts';

/** A date of the person's. */
export interface WantedDate {
  /** By the clock on the wall, as if it were UTC: the beginning of what is known. */
  readonly wallMs: number;
  /** How much is known; absent: all, to the second. */
  readonly precision?: TakenPrecision | undefined;
  /** Minutes east of Greenwich. */
  readonly offsetMin?: number | undefined;
}

// As it is in the file: a date in part is none for ExifTool.
const exif = 'ExifIFD:DateTimeOriginal#';
const exifOffset = 'ExifIFD:OffsetTimeOriginal';
const exifFraction = 'ExifIFD:SubSecTimeOriginal';
const original = 'XMP-exif:DateTimeOriginal';
const created = 'XMP-photoshop:DateCreated';
const xmpOffset = 'XMP-exifEX:OffsetTimeOriginal';
const iptcDate = 'IPTC:DateCreated';
const iptcTime = 'IPTC:TimeCreated';

/** ExifTool's names of the fields that say when a photo was taken. */
export function dateNames(target: WriteTarget): string[] {
  const xmp = [original, created, xmpOffset];
  return target === 'sidecar' ? xmp : [exif, exifOffset, exifFraction, ...xmp, iptcDate, iptcTime];
}

/**
 * The fields that have to say a date, after the Metadata Working Group: in a photo EXIF and `photoshop:DateCreated`, and
 * whatever else it has already, for left alone it would contradict. EXIF has a date in part only where it must have one.
 */
export function dateStamps(date: WantedDate, before: Stamps, target: WriteTarget): Stamps {
  const { precision } = date;
  const has = (name: string) => before[name] !== undefined && before[name] !== null;
  const offset = precision === undefined ? offsetText(date.offsetMin) : null;
  const fraction = precision === undefined ? fractionOf(date.wallMs) : null;
  const whole = xmpText(date, fraction, offset);
  const all: Record<string, string | null> = { [created]: whole };
  if (target === 'sidecar' || has(original)) all[original] = whole;
  // The date has its offset itself.
  if (has(xmpOffset)) all[xmpOffset] = null;
  if (target === 'sidecar') return all;
  if (precision === undefined || has(exif)) all[exif] = exifText(date);
  if (offset !== null || has(exifOffset)) all[exifOffset] = offset;
  if (fraction !== null || has(exifFraction)) all[exifFraction] = fraction;
  if (has(iptcDate) || has(iptcTime)) {
    all[iptcDate] = iptcText(date);
    // IPTC's time has an offset always: one that is not known is not made up.
    all[iptcTime] = offset === null ? null : `${clockOf(date.wallMs)}${offset}`;
  }
  return all;
}

/** As a person reads it: `2021-03-04 09:05:12 +02:00`, `1993-08`. @returns undefined where the fields say nothing */
export function shownDate(stamps: Stamps): string | undefined {
  const beside = (name: string, other: string) => stamps[name] && `${stamps[name]} ${stamps[other] ?? ''}`;
  const text = beside(exif, exifOffset) ?? stamps[original] ?? stamps[created] ?? beside(iptcDate, iptcTime);
  const [day = '', time = '', offset = ''] = (text ?? '')
    .replace(/([\d.])([+-]\d\d:\d\d|Z)\s*$/, '$1 $2')
    .trim()
    .split(/ +/);
  const known = day.replace(/(?::(?:00| *))+$/, '').replaceAll(':', '-');
  if (known === '') return undefined;
  return [known, ...[time, offset].filter((part) => /\d/.test(part))].join(' ');
}

function offsetText(offsetMin: number | undefined): string | null {
  if (offsetMin === undefined) return null;
  const minutes = Math.abs(offsetMin);
  return `${offsetMin < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

function fractionOf(wallMs: number): string | null {
  const ms = ((wallMs % 1000) + 1000) % 1000;
  return ms === 0 ? null : String(Math.round(ms)).padStart(3, '0');
}

/** ExifTool's way to write what ISO 8601 has in XMP. */
function xmpText({ wallMs, precision }: WantedDate, fraction: string | null, offset: string | null): string {
  const day = known(wallMs, precision).join(':');
  if (precision !== undefined) return day;
  return `${day} ${clockOf(wallMs)}${fraction === null ? '' : `.${fraction}`}${offset ?? ''}`;
}

/** Exif 3.0, 4.6.5: what is not known is spaces. */
function exifText({ wallMs, precision }: WantedDate): string {
  const [year = '', month = '  ', day = '  '] = known(wallMs, precision);
  return `${year}:${month}:${day} ${precision === undefined ? clockOf(wallMs) : '  :  :  '}`;
}

/** IIM 4.2, 2:55: what is not known is 00. */
function iptcText({ wallMs, precision }: WantedDate): string {
  const [year = '', month = '00', day = '00'] = known(wallMs, precision);
  return `${year}:${month}:${day}`;
}

function known(wallMs: number, precision: TakenPrecision | undefined): string[] {
  const date = new Date(wallMs);
  const parts = [String(date.getUTCFullYear()).padStart(4, '0'), two(date.getUTCMonth() + 1), two(date.getUTCDate())];
  return parts.slice(0, precision === 'year' ? 1 : precision === 'month' ? 2 : 3);
}

function clockOf(wallMs: number): string {
  const date = new Date(wallMs);
  return [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
