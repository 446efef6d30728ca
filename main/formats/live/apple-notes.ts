/**
 * @file The bytes are not trusted. What Apple's cameras say of pictures that belong together, in notes of their own (Exif tag
 * 0x927C) and in keys of their films: the numbers are those of ExifTool's tables.
 */
import { readExif } from '../metadata/exif.ts';
import { movieKeys } from '../metadata/movie-keys.ts';
import { boxesAt } from '../raw/boxes.ts';
import { readDirectory, textOf } from '../raw/directories.ts';
import { type Source, sourceOf } from '../raw/source.ts';
import { bufferOf } from '../../util/buffer-of.ts';

export interface AppleNotes {
  /** The picture and the film of a Live Photo have the same. */
  readonly contentIdentifier: string | undefined;
  /** All pictures of a burst have the same. */
  readonly burstIdentifier: string | undefined;
}

const nothing: AppleNotes = { contentIdentifier: undefined, burstIdentifier: undefined };
const tag = { burst: 0x000b, content: 0x0011 } as const;
const makerNote = 0x927c;
const start = 'Apple iOS\0';

/** @param exif a block of Exif, with or without `Exif\0\0` in front */
export async function appleNotes(exif: Uint8Array): Promise<AppleNotes> {
  const note = readExif(exif).photo.get(makerNote);
  if (note?.is !== 'bytes') return nothing;
  const bytes = bufferOf(note.bytes);
  if (bytes.toString('latin1', 0, start.length) !== start) return nothing;
  // A version, the order of numbers, and a directory whose offsets count from the beginning of the notes.
  const isLittle = bytes.toString('latin1', 12, 14) === 'II';
  const notes = { source: sourceOf(bytes), isLittle, isBig: false, firstAt: 14, version: 42 };
  const directory = await readDirectory(notes, 14);
  if (directory === undefined) return nothing;
  const text = async (number: number) => identifier(await textOf(directory, number, 128));
  return { contentIdentifier: await text(tag.content), burstIdentifier: await text(tag.burst) };
}

const mostMovieBytes = 16 * 2 ** 20;

/** The identifier of a Live Photo's film (`com.apple.quicktime.content.identifier`), read out of its `moov` alone. */
export async function identifierOfFilm(source: Source): Promise<string | undefined> {
  const movie = (await boxesAt(source, 0, source.size)).find(({ type }) => type === 'moov');
  if (movie === undefined) return undefined;
  const meta = (await boxesAt(source, movie.at, movie.end)).find(({ type }) => type === 'meta');
  if (meta === undefined || meta.end - meta.at > mostMovieBytes) return undefined;
  const keys = movieKeys(await source.read(meta.at, meta.end - meta.at));
  return identifier(keys.get('com.apple.quicktime.content.identifier') ?? '');
}

/** UUIDs as Apple writes them; in one case, so that they can be compared. */
export function identifier(text: string): string | undefined {
  const plain = text.replaceAll('\0', '').trim().toUpperCase();
  return /^[\dA-F-]{8,64}$/.test(plain) ? plain : undefined;
}
