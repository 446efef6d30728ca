import type { Directory, Entry } from './directories.ts';
import { tag } from './walk-tiff.ts';
import type { Walked } from './walked.ts';

/** One value: what makers keep for themselves is longer and says nothing of the photo that is read here. */
const mostValueBytes = 8 * 1024;
const mostBytes = 256 * 1024;
/** They point at other places of the file. */
const pointers: ReadonlySet<number> = new Set([
  tag.stripAt, tag.stripBytes, tag.subDirectories, tag.tileAt, tag.tileBytes, tag.jpegAt, tag.jpegBytes, tag.xmp, tag.iptc, tag.exif, tag.gps,
  tag.kodak, tag.kodakBorders, tag.panasonicJpeg, tag.panasonicJpeg2, 0x927c, 0xa005, 0xc634,
]); // prettier-ignore

/**
 * The directories that say something of the photo as an Exif block of their own (Exif 3.0, 4.6), wherever in the file and in
 * however many blocks they were: what reads JPEGs' Exif reads it as well.
 */
export async function compactExif({ image, photo, gps }: Pick<Walked, 'image' | 'photo' | 'gps'>): Promise<Buffer> {
  const first = image[0] ?? photo[0] ?? gps[0];
  const isLittle = first?.tiff.isLittle ?? true;
  const parts: Buffer[] = [Buffer.from(isLittle ? 'II*\0\x08\0\0\0' : 'MM\0*\0\0\0\x08', 'latin1')];
  const [imageTags, photoTags, gpsTags] = await Promise.all([image, photo, gps].map((some) => copied(some, isLittle)));
  const extra = [...((photoTags?.length ?? 0) > 0 ? [tag.exif] : []), ...((gpsTags?.length ?? 0) > 0 ? [tag.gps] : [])];
  const photoAt = 8 + sizeOf(imageTags ?? [], extra.length);
  const gpsAt = photoAt + (photoTags?.length === 0 ? 0 : sizeOf(photoTags ?? [], 0));
  const pointing = extra.map((number) => pointer(number, number === tag.exif ? photoAt : gpsAt, isLittle));
  parts.push(directoryOf([...(imageTags ?? []), ...pointing], 8, isLittle));
  if (extra.includes(tag.exif)) parts.push(directoryOf(photoTags ?? [], photoAt, isLittle));
  if (extra.includes(tag.gps)) parts.push(directoryOf(gpsTags ?? [], gpsAt, isLittle));
  return Buffer.concat(parts);
}

interface Copied extends Pick<Entry, 'tag' | 'type' | 'count'> {
  readonly value: Buffer;
}

async function copied(directories: readonly Directory[], isLittle: boolean): Promise<Copied[]> {
  const byTag = new Map<number, Copied>();
  let left = mostBytes;
  for (const { tiff, entries } of directories) {
    if (tiff.isLittle !== isLittle) continue;
    for (const { tag: number, type, count, at, bytes } of entries.values()) {
      if (pointers.has(number) || byTag.has(number) || type > 13 || bytes > mostValueBytes || bytes > left) continue;
      const value = await tiff.source.read(at, bytes);
      if (value.length < bytes) continue;
      left -= bytes;
      byTag.set(number, { tag: number, type, count, value });
    }
  }
  return [...byTag.values()].sort((one, other) => one.tag - other.tag);
}

function pointer(number: number, at: number, isLittle: boolean): Copied {
  const value = Buffer.alloc(4);
  if (isLittle) value.writeUInt32LE(at);
  else value.writeUInt32BE(at);
  return { tag: number, type: 4, count: 1, value };
}

const even = (bytes: number) => bytes + (bytes % 2);

function sizeOf(tags: readonly Copied[], more: number): number {
  const values = tags.reduce((sum, { value }) => sum + (value.length > 4 ? even(value.length) : 0), 0);
  return 2 + (tags.length + more) * 12 + 4 + values;
}

function directoryOf(tags: readonly Copied[], at: number, isLittle: boolean): Buffer {
  const bytes = Buffer.alloc(sizeOf(tags, 0));
  const short = (value: number, place: number) =>
    isLittle ? bytes.writeUInt16LE(value, place) : bytes.writeUInt16BE(value, place);
  const long = (value: number, place: number) =>
    isLittle ? bytes.writeUInt32LE(value, place) : bytes.writeUInt32BE(value, place);
  short(tags.length, 0);
  let free = 2 + tags.length * 12 + 4;
  [...tags]
    .sort((one, other) => one.tag - other.tag)
    .forEach((one, i) => {
      const entry = 2 + i * 12;
      short(one.tag, entry);
      short(one.type, entry + 2);
      long(one.count, entry + 4);
      if (one.value.length <= 4) one.value.copy(bytes, entry + 8);
      else {
        long(at + free, entry + 8);
        one.value.copy(bytes, free);
        free += even(one.value.length);
      }
    });
  return bytes;
}
