import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { bestTaken } from '../../../main/formats/metadata/best-taken.ts';
import { clockReading } from '../../../main/formats/metadata/dates.ts';
import { noExif, type TagValue } from '../../../main/formats/metadata/exif.ts';
import { type DateBlocks, takenAt } from '../../../main/formats/metadata/taken.ts';

const now = Date.UTC(2026, 0, 1);
const file = { path: '/photos/a.jpg', modifiedAtMs: Date.UTC(2025, 0, 1, 12) };

/** What a file says, put together row by row of the table. */
interface Said {
  readonly image: Map<number, TagValue>;
  readonly photo: Map<number, TagValue>;
  readonly gps: Map<number, TagValue>;
  readonly xmp: Map<string, string[]>;
  readonly iptc: Record<string, string>;
  created?: ReturnType<typeof clockReading>;
  modified?: ReturnType<typeof clockReading>;
  path?: string;
  json?: number;
}

const exif = (text: string): TagValue => ({ is: 'text', text, bytes: Buffer.from(text) });
const inYear = (year: number) => `${year}:05:06 07:08:09`;
const isoInYear = (year: number) => `${year}-05-06T07:08:09`;

/** The first column of the table, and how a file says that it is of this year in this place alone. */
const rows: readonly (readonly [row: string, say: (said: Said, year: number) => void])[] = [
  ['EXIF DateTimeOriginal', ({ photo }, year) => photo.set(0x9003, exif(inYear(year)))],
  ['XMP exif:DateTimeOriginal', ({ xmp }, year) => xmp.set('exif:DateTimeOriginal', [isoInYear(year)])],
  ['XMP photoshop:DateCreated', ({ xmp }, year) => xmp.set('photoshop:DateCreated', [isoInYear(year)])],
  ['IPTC DateCreated', ({ iptc }, year) => Object.assign(iptc, { date: `${year}0506`, time: '070809' })],
  ['JSON of an export', (said, year) => (said.json = Date.UTC(year, 4, 6, 7, 8, 9))],
  ['EXIF DateTimeDigitized', ({ photo }, year) => photo.set(0x9004, exif(inYear(year)))],
  ['XMP exif:DateTimeDigitized', ({ xmp }, year) => xmp.set('exif:DateTimeDigitized', [isoInYear(year)])],
  ['XMP xmp:CreateDate', ({ xmp }, year) => xmp.set('xmp:CreateDate', [isoInYear(year)])],
  ['IPTC DigitalCreationDate', ({ iptc }, year) => Object.assign(iptc, { digitizedDate: `${year}0506`, digitizedTime: '070809' })],
  ['the container', (said, year) => (said.created = clockReading({ year, month: 5, day: 6, hour: 7 }, now))],
  ['the name', (said, year) => (said.path = `/photos/IMG_${year}0506_070809.jpg`)],
  ['GPS', ({ gps }, year) => gps.set(0x1d, exif(`${year}:05:06`)).set(0x07, { is: 'numbers', numbers: [7, 8, 9] })],
  ['EXIF DateTime', ({ image }, year) => image.set(0x0132, exif(inYear(year)))],
  ['XMP xmp:ModifyDate', ({ xmp }, year) => xmp.set('xmp:ModifyDate', [isoInYear(year)])],
  ['PNG tIME', (said, year) => (said.modified = clockReading({ year, month: 5, day: 6, hour: 7 }, now))],
  ['the file', () => undefined],
]; // prettier-ignore

function yearOf(from: number): number {
  const said: Said = { image: new Map(), photo: new Map(), gps: new Map(), xmp: new Map(), iptc: {} };
  // Each in a year of its own, the trustworthy ones latest.
  rows.slice(from).forEach(([, say], i) => say(said, 2020 - from - i));
  const { created, modified } = said;
  const blocks: DateBlocks = {
    exif: { ...noExif, image: said.image, photo: said.photo, gps: said.gps },
    xmp: Object.assign(said.xmp, { structuresOf: () => [], parentOf: () => undefined, languagesOf: () => ({}) }),
    iptc: { keywords: [], caption: undefined, title: undefined, headline: undefined, places: [], date: undefined, time: undefined, digitizedDate: undefined, digitizedTime: undefined, ...said.iptc },
    container: { created, modified },
  }; // prettier-ignore
  const own = takenAt(blocks, { ...file, ...(said.path !== undefined && { path: said.path }) }, now);
  const json = said.json === undefined ? {} : { takenWallMs: said.json, takenFrom: 'json' as const, takenOffsetMin: 0 };
  return new Date(bestTaken([own, json])?.taken.takenWallMs ?? 0).getUTCFullYear();
}

test.each(rows.map(([row], i) => [row, i] as const))('%s goes before all that is below it', (row, i) => {
  expect(yearOf(i)).toBe(row === 'the file' ? 2025 : 2020 - i);
});

test('the table in docs/metadata.md has these rows in this order', () => {
  const text = fs.readFileSync(path.join(import.meta.dirname, '../../../docs/metadata.md'), 'utf8');
  const [, table = ''] = /### Dates\n[^]*?\n\| -+ .*\n([^]*?)\n\n/.exec(text) ?? [];
  expect(table.split('\n').map((line) => line.split('|')[1]?.trim())).toEqual(rows.map(([row]) => row));
});
