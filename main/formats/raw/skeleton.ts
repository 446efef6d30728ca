/**
 * @file What a RAW file is made of, without what it shows and whom it tells of: where its parts lie, how large they are, and the
 * numbers that say what each is. No date, no place, no name, no serial number, no pixel.
 */
import { type PlacedBox, boxesAt } from './boxes.ts';
import { type Directory, numbersOf, openTiff, textOf } from './directories.ts';
import { rawKindOf } from './kinds.ts';
import type { Source } from './source.ts';
import { takeRaw, walkRaw } from './take.ts';
import { directoriesOf, tag } from './walk-tiff.ts';

/** Numbers of the structure; of every other tag only its type, its count and where it lies. */
const told: ReadonlySet<number> = new Set([
  tag.subfileType, tag.width, tag.height, tag.bits, tag.compression, tag.photometric, tag.stripAt, tag.orientation, tag.samples, tag.stripBytes,
  tag.subDirectories, tag.tileAt, tag.tileBytes, tag.jpegAt, tag.jpegBytes, tag.exif, tag.kodak, tag.kodakBorders, tag.dngVersion,
  tag.previewColours, tag.panasonicAt, tag.exifWidth, tag.exifHeight, 4, 5, 6, 7, 0xa001,
]); // prettier-ignore
const mostNumbers = 8;
const mostDepth = 6;
const containers: ReadonlySet<string> = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl']);

export type Skeleton = Awaited<ReturnType<typeof skeletonOf>>;

export async function skeletonOf(source: Source) {
  const head = await source.read(0, 16);
  const kind = await rawKindOf(source);
  const tiff = await openTiff(source);
  const places = tiff === undefined ? [] : await directoriesOf(tiff);
  const isBoxed = head.toString('latin1', 4, 8) === 'ftyp';
  const walked = kind === undefined ? undefined : await walkRaw(source, kind).catch(() => undefined);
  return {
    skeleton: 1,
    sizeBytes: source.size,
    begins: head.toString('hex'),
    kind: kind ?? null,
    outcome: kind === undefined ? 'no RAW file that is known' : await outcomeOf(source, kind),
    directories: await Promise.all(places.map(({ directory, name }) => toldOf(directory, name))),
    ...(isBoxed && { boxes: await boxesIn(source, 0, source.size, 0) }),
    ...(kind === 'raf' && { offsets: await longs(source, 84, 6) }),
    previews: (walked?.previews ?? []).map(({ from, is, at, length, width, height }) => ({
      from,
      is,
      at,
      length,
      width,
      height,
    })),
  };
}

async function outcomeOf(source: Source, kind: Parameters<typeof takeRaw>[1]): Promise<string> {
  try {
    return `shown from ${(await takeRaw(source, kind)).from}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function toldOf(directory: Directory, name: string) {
  const isPrivate = name === 'GPS';
  const entries = await Promise.all(
    [...directory.entries.values()].map(async ({ tag: number, type, count, at }) => ({
      tag: `0x${number.toString(16).padStart(4, '0')}`,
      type,
      count,
      at,
      ...(!isPrivate && told.has(number) && { numbers: (await numbersOf(directory, number)).slice(0, mostNumbers) }),
    })),
  );
  const camera =
    name === 'IFD0' ? { make: await textOf(directory, tag.make), model: await textOf(directory, tag.model) } : {};
  const note = directory.entries.get(0x927c);
  const begins =
    note && (await directory.tiff.source.read(note.at, 12)).toString('latin1').replace(/[^\x20-\x7e]/g, '.');
  return {
    name,
    at: directory.at,
    next: directory.next,
    ...camera,
    ...(begins !== undefined && { notesBegin: begins }),
    entries,
  };
}

interface ToldBox extends Omit<PlacedBox, 'uuid'> {
  readonly uuid?: string;
  readonly inside?: readonly ToldBox[];
}

async function boxesIn(source: Source, start: number, end: number, depth: number): Promise<ToldBox[]> {
  if (depth > mostDepth) return [];
  const boxes = await boxesAt(source, start, end);
  return await Promise.all(
    boxes.map(async ({ type, uuid, at, end: behind }) => ({
      // Eight-bit rubbish is no name.
      type: type.replace(/[^\x20-\x7e]/g, '.'),
      at,
      end: behind,
      ...(uuid !== '' && { uuid }),
      ...((containers.has(type) || uuid !== '') && { inside: await boxesIn(source, at, behind, depth + 1) }),
    })),
  );
}

async function longs(source: Source, at: number, count: number): Promise<number[]> {
  const bytes = await source.read(at, count * 4);
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => bytes.readUInt32BE(i * 4));
}
