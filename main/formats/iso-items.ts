/**
 * @file Pictures in ISO base media files (ISO/IEC 14496-12 and 23008-12) are items: which bytes each of them has, wherever
 * they lie. Programs that write words move all of them.
 */
import { boxesIn } from './iso-boxes.ts';

/** Items that hold words: Exif, and XMP. */
const wordTypes = new Set(['Exif', 'mime', 'uri ']);

type ByteRange = readonly [start: number, end: number];

/**
 * The coded data of all items but those of words, and the properties of all: sizes, turns, colours.
 * @returns undefined for what has tracks as well, or can't be followed: such a file counts as a whole
 */
export function pictureRanges(bytes: Buffer): ByteRange[] | undefined {
  const items = itemsIn(bytes);
  if (items === undefined) return undefined;
  const coded = items.all.filter(({ type }) => !wordTypes.has(type)).flatMap(({ ranges }) => ranges);
  // No length is said of what reaches to the end of the file: such a file counts as a whole.
  const isInside = coded.every(([start, end]) => start >= 0 && end > start && end <= bytes.length);
  return coded.length > 0 && isInside ? [items.properties, items.primary, ...coded] : undefined;
}

/** The Exif item, from its TIFF header on. */
export function exifItem(bytes: Buffer): Buffer | undefined {
  const [start, end] = itemsIn(bytes)?.all.find(({ type }) => type === 'Exif')?.ranges[0] ?? [];
  if (start === undefined || end === undefined || start < 0 || end > bytes.length || end < start + 4) return undefined;
  return bytes.subarray(start + 4 + bytes.readUInt32BE(start), end);
}

interface Items {
  readonly properties: ByteRange;
  readonly primary: ByteRange;
  /** By their numbers. */
  readonly all: readonly { readonly type: string; readonly ranges: readonly ByteRange[] }[];
}

function itemsIn(bytes: Buffer): Items | undefined {
  const top = boxesIn(bytes);
  const meta = top.find(({ type }) => type === 'meta')?.content;
  if (meta === undefined || top.some(({ type }) => type === 'moov')) return undefined;
  const boxes = new Map(boxesIn(meta.subarray(4)).map(({ type, content }) => [type, content]));
  const [info, places, properties, primary] = ['iinf', 'iloc', 'iprp', 'pitm'].map((type) => boxes.get(type));
  if (!info || !places || !properties || !primary) return undefined;
  const rangeOf = (box: Buffer): ByteRange => {
    const start = box.byteOffset - bytes.byteOffset;
    return [start, start + box.length];
  };
  try {
    const types = typesIn(info);
    const [inside] = rangeOf(boxes.get('idat') ?? bytes);
    const found = placesIn(places, inside);
    if (found === undefined) return undefined;
    const all = [...found]
      .sort(([one], [other]) => one - other)
      .map(([id, ranges]) => ({ type: types.get(id) ?? '', ranges }));
    return { properties: rangeOf(properties), primary: rangeOf(primary), all };
  } catch (error) {
    if (error instanceof RangeError) return undefined; // a box ends before what it announces
    throw error;
  }
}

/** Types of items by their numbers (`infe`, 8.11.6). */
function typesIn(info: Buffer): Map<number, string> {
  const version = info.readUInt8(0);
  const entries = boxesIn(info.subarray(version === 0 ? 6 : 8));
  return new Map(
    entries.flatMap(({ type, content }) => {
      const isLong = content.length > 0 && content.readUInt8(0) === 3;
      if (type !== 'infe' || content.length < (isLong ? 14 : 12)) return [];
      const id = isLong ? content.readUInt32BE(4) : content.readUInt16BE(4);
      return [[id, content.toString('latin1', isLong ? 10 : 8, isLong ? 14 : 12)] as const];
    }),
  );
}

const mostParts = 100_000;

/** Where items lie by their numbers (`iloc`, 8.11.3). @returns undefined where one is made of other items */
function placesIn(places: Buffer, inside: number): Map<number, ByteRange[]> | undefined {
  let at = 0;
  const take = (size: number): number => {
    at += size;
    if (size === 0) return 0;
    return size === 8 ? Number(places.readBigUInt64BE(at - 8)) : places.readUIntBE(at - size, size);
  };
  const version = take(1);
  take(3);
  const sizes = take(1);
  const more = take(1);
  const [offsetSize, lengthSize, baseSize, indexSize] = [
    sizes >> 4,
    sizes & 15,
    more >> 4,
    version > 0 ? more & 15 : 0,
  ];
  const found = new Map<number, ByteRange[]>();
  let parts = 0;
  for (let left = take(version < 2 ? 2 : 4); left > 0; left--) {
    const id = take(version < 2 ? 2 : 4);
    const method = version > 0 ? take(2) & 15 : 0;
    take(2);
    if (method > 1) return undefined;
    const base = take(baseSize) + (method === 1 ? inside : 0);
    const ranges: ByteRange[] = [];
    for (let extents = take(2); extents > 0 && parts++ < mostParts; extents--) {
      take(indexSize);
      const start = base + take(offsetSize);
      ranges.push([start, start + take(lengthSize)]);
    }
    found.set(id, ranges);
  }
  return parts < mostParts ? found : undefined;
}
