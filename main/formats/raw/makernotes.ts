/**
 * @file Runs in the embedder process: the bytes are not trusted. Previews that makers keep in their own notes (Exif tag
 * 0x927C). None of these is described by its maker: the numbers are those that ExifTool's tables have
 * (https://exiftool.org/TagNames). Offsets count from different places, so each is tried where it could be, and counts only
 * where a JPEG begins.
 */
import { type Directory, numberOf, openTiff, readDirectory, type Tiff } from './directories.ts';
import { within } from './source.ts';
import { jpegAt, type Preview } from './walked.ts';

interface Maker {
  /** What the notes begin with; undefined: with a directory. */
  readonly start?: string;
  readonly make: RegExp;
  /** Where in the notes their directory lies, or a TIFF header of their own. */
  readonly directoryAt: number | 'tiff';
  /** Offsets may count from here: the beginning of the file's TIFF structure, or of the notes. */
  readonly from: readonly ('file' | 'notes')[];
  readonly places: readonly Place[];
}

type Place =
  | { readonly is: 'value'; readonly tag: number }
  | { readonly is: 'pair'; readonly start: number; readonly length: number }
  | { readonly is: 'below'; readonly tag: number; readonly start: number; readonly length: number };

const makers: readonly Maker[] = [
  {
    start: 'OLYMPUS\0',
    make: /./,
    directoryAt: 12,
    from: ['notes'],
    places: [{ is: 'below', tag: 0x2020, start: 0x0101, length: 0x0102 }],
  },
  {
    start: 'OM SYSTEM\0',
    make: /./,
    directoryAt: 16,
    from: ['notes'],
    places: [{ is: 'below', tag: 0x2020, start: 0x0101, length: 0x0102 }],
  },
  {
    start: 'OLYMP\0',
    make: /./,
    directoryAt: 8,
    from: ['file', 'notes'],
    places: [
      { is: 'pair', start: 0x0088, length: 0x0089 },
      { is: 'pair', start: 0x1036, length: 0x1037 },
      { is: 'below', tag: 0x2020, start: 0x0101, length: 0x0102 },
      { is: 'value', tag: 0x0081 },
      { is: 'value', tag: 0x0280 },
    ],
  },
  {
    start: 'EPSON\0',
    make: /./,
    directoryAt: 8,
    from: ['file', 'notes'],
    places: [
      { is: 'value', tag: 0x0280 },
      { is: 'pair', start: 0x1036, length: 0x1037 },
    ],
  },
  {
    start: 'Nikon\0\x02',
    make: /./,
    directoryAt: 'tiff',
    from: ['notes'],
    places: [{ is: 'below', tag: 0x0011, start: 0x0201, length: 0x0202 }],
  },
  {
    start: 'AOC\0',
    make: /./,
    directoryAt: 6,
    from: ['file', 'notes'],
    places: [{ is: 'pair', start: 0x0004, length: 0x0003 }],
  },
  {
    start: 'PENTAX \0',
    make: /./,
    directoryAt: 10,
    from: ['notes', 'file'],
    places: [{ is: 'pair', start: 0x0004, length: 0x0003 }],
  },
  { start: 'SONY ', make: /./, directoryAt: 12, from: ['file'], places: [{ is: 'value', tag: 0x2001 }] },
  {
    make: /^(konica )?minolta/i,
    directoryAt: 0,
    from: ['file', 'notes'],
    places: [
      { is: 'pair', start: 0x0088, length: 0x0089 },
      { is: 'value', tag: 0x0081 },
    ],
  },
  {
    make: /^samsung/i,
    directoryAt: 0,
    from: ['notes', 'file'],
    places: [{ is: 'below', tag: 0x0035, start: 0x0201, length: 0x0202 }],
  },
];

const makerNote = 0x927c;

/** @param make Exif's Make */
export async function previewsInNotes(photo: Directory, make: string): Promise<Preview[]> {
  const note = photo.entries.get(makerNote);
  if (note === undefined || note.bytes < 16) return [];
  const head = (await photo.tiff.source.read(note.at, 16)).toString('latin1');
  const maker = makers.find((one) => one.make.test(make) && head.startsWith(one.start ?? ''));
  if (maker === undefined) return [];
  const found: Preview[] = [];
  for (const origin of maker.from) {
    const base = origin === 'file' ? 0 : maker.directoryAt === 'tiff' ? note.at + 10 : note.at;
    // Offsets of previews go beyond the notes, into the rest of the file.
    const source = base === 0 ? photo.tiff.source : within(photo.tiff.source, base, Infinity);
    const tiff =
      maker.directoryAt === 'tiff'
        ? await openTiff(source)
        : { ...photo.tiff, source, isBig: false, isLittle: orderOf(head, maker.directoryAt) ?? photo.tiff.isLittle };
    if (tiff === undefined) continue;
    const at = maker.directoryAt === 'tiff' ? tiff.firstAt : note.at + maker.directoryAt - base;
    const directory = await readDirectory(tiff, at);
    if (directory === undefined) continue;
    for (const place of maker.places) found.push(...(await previewAt(tiff, directory, place)));
    if (found.length > 0) break;
  }
  return found;
}

/** Two of the bytes before their directory tell the order of its numbers. */
function orderOf(head: string, directoryAt: number): boolean | undefined {
  for (const at of [directoryAt - 4, directoryAt - 2]) {
    const order = at < 0 ? '' : head.slice(at, at + 2);
    if (order === 'II' || order === 'MM') return order === 'II';
  }
  return undefined;
}

async function previewAt(tiff: Tiff, directory: Directory, place: Place): Promise<Preview[]> {
  const name = 'PreviewImage';
  if (place.is === 'value') {
    const entry = directory.entries.get(place.tag);
    if (entry === undefined) return [];
    return await whole(tiff, entry.at, entry.bytes, name);
  }
  let holder: Directory | undefined = directory;
  if (place.is === 'below') {
    const entry = directory.entries.get(place.tag);
    if (entry === undefined) return [];
    // A pointer, or (as Olympus once did) the directory itself as a value.
    const at = entry.bytes > 8 ? entry.at : await numberOf(directory, place.tag);
    holder = at === undefined ? undefined : await readDirectory(tiff, at);
  }
  if (holder === undefined) return [];
  const [at, length] = [await numberOf(holder, place.start), await numberOf(holder, place.length)];
  return at === undefined || length === undefined ? [] : whole(tiff, at, length, name);
}

async function whole({ source }: Tiff, at: number, length: number, name: string): Promise<Preview[]> {
  const preview = (await jpegAt({ source, at, length }, name)) ?? (await spoilt(source, at, length, name));
  return preview === undefined ? [] : [preview];
}

/** Minolta's previews have another first byte than a JPEG. */
async function spoilt(source: Tiff['source'], at: number, length: number, name: string) {
  const start = await source.read(at, 4);
  if (start.length < 4 || start[1] !== 0xd8 || start[2] !== 0xff || start[3] !== 0xdb) return undefined;
  const mended = {
    size: Math.min(length, source.size - at),
    async read(from: number, wanted: number) {
      const bytes = Buffer.from(await source.read(at + from, Math.min(wanted, Math.max(0, mended.size - from))));
      if (from === 0 && bytes.length > 0) bytes[0] = 0xff;
      return bytes;
    },
  };
  return jpegAt({ source: mended, at: 0, length: mended.size }, name);
}
