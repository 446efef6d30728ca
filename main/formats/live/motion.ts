/**
 * @file The bytes are not trusted. Motion photos: a short film behind a picture, in the same file. Google's by its XMP
 * (https://developer.android.com/media/platform/motion-photo-format, 1.0, and MicroVideo before it), Samsung's by the
 * directory at the end of the file, which ExifTool's sources describe.
 */
import { mostTextBytes } from '../limits.ts';
import { readXmp, type Xmp } from '../metadata/xmp.ts';
import { boxesAt } from '../raw/boxes.ts';
import type { Source } from '../raw/source.ts';
import { xmpOfJpeg } from './jpeg-xmp.ts';

/** Where in a file the film lies: it is a whole MP4 or QuickTime file. */
export interface Film {
  readonly at: number;
  readonly length: number;
  readonly by: 'google' | 'google-micro-video' | 'samsung';
}

/**
 * The film inside a JPEG or HEIC. Nothing is believed that is not there: a film begins with `ftyp`.
 * @param xmp the file's packet, where the caller has it (of a HEIC it must)
 * @returns undefined for a picture that has none, and for one whose film is gone
 */
export async function filmIn(source: Source, xmp?: Uint8Array): Promise<Film | undefined> {
  const packet = xmp ?? (await xmpOfJpeg(source));
  const said = packet === undefined || packet.length > mostTextBytes ? undefined : readXmp(packet);
  const places = [
    ...(await boxed(source)),
    ...(said === undefined ? [] : byGoogle(said, source.size)),
    ...(await bySamsung(source)),
  ];
  for (const place of places) if (await isFilm(source, place)) return place;
  return undefined;
}

async function isFilm(source: Source, { at, length }: Film): Promise<boolean> {
  if (!Number.isSafeInteger(at) || at < 4 || length < 16 || at + length > source.size) return false;
  return (await source.read(at + 4, 4)).toString('latin1') === 'ftyp';
}

/** A HEIC keeps the film in a box of its own (`mpvd`), Google's and Samsung's alike. */
async function boxed(source: Source): Promise<Film[]> {
  if ((await source.read(4, 4)).toString('latin1') !== 'ftyp') return [];
  const box = (await boxesAt(source, 0, source.size)).find(({ type }) => type === 'mpvd');
  return box === undefined ? [] : [{ at: box.at, length: await lengthOfFilm(source, box.at, box.end), by: 'google' }];
}

/** Samsung writes its directory behind the film, into the same box. */
async function lengthOfFilm(source: Source, at: number, end: number): Promise<number> {
  const own = (await boxesAt(source, at, end)).find(({ type }) => type === 'sefd');
  return (own === undefined ? end : own.at - 8) - at;
}

/** What lies behind the picture, one after the other: the film begins as far from the end as it and all behind it are long. */
function byGoogle(xmp: Xmp, size: number): Film[] {
  const number = (text: string | undefined) => (/^\d{1,15}$/.test(text ?? '') ? Number(text) : 0);
  const films: Film[] = [];
  const items = xmp.structuresOf('Container:Directory');
  const index = items.findIndex((item) => /^MotionPhoto$/i.test(item['Item:Semantic'] ?? ''));
  if (index > 0) {
    const length = number(items[index]?.['Item:Length']);
    const behind = items
      .slice(index + 1)
      .reduce((sum, item) => sum + number(item['Item:Length']) + number(item['Item:Padding']), 0);
    films.push({ at: size - behind - length, length, by: 'google' });
  }
  const offset = number(xmp.get('GCamera:MicroVideoOffset')?.[0]);
  if (offset > 0) films.push({ at: size - offset, length: offset, by: 'google-micro-video' });
  return films;
}

const filmEntry = 0x0a30;
const filmName = 'MotionPhoto_Data';
const mostEntries = 200;

/** Its end: `SEFT`, the length of the directory before it, and there entries that count backwards from the directory. */
async function bySamsung(source: Source): Promise<Film[]> {
  const tail = await source.read(Math.max(0, source.size - 8), 8);
  if (tail.length < 8 || tail.toString('latin1', 4) !== 'SEFT') return [];
  const length = tail.readUInt32LE(0);
  const directoryAt = source.size - 8 - length;
  if (length < 12 || length > 12 + mostEntries * 12 || directoryAt < 0) return [];
  const directory = await source.read(directoryAt, length);
  if (directory.length < length || directory.toString('latin1', 0, 4) !== 'SEFH') return [];
  const count = Math.min(directory.readUInt32LE(8), Math.floor((length - 12) / 12));
  const films: Film[] = [];
  for (let i = 0; i < count; i++) {
    const entry = directory.subarray(12 + i * 12, 24 + i * 12);
    if (entry.readUInt16LE(2) !== filmEntry) continue;
    const at = directoryAt - entry.readUInt32LE(4);
    const head = await source.read(at, 8 + filmName.length);
    const nameBytes = head.length < 8 ? -1 : head.readUInt32LE(4);
    if (nameBytes !== filmName.length || head.toString('latin1', 8) !== filmName) continue;
    const start = 8 + nameBytes;
    films.push({ at: at + start, length: entry.readUInt32LE(8) - start, by: 'samsung' });
  }
  return films;
}
