/** @file Runs in the embedder process: the bytes are not trusted. */

/** A page of a TIFF file: where its directory lies, and what it says of itself. */
export interface TiffPage {
  readonly offset: number;
  readonly pixels: number;
  /** A smaller copy of another page, or a mask. */
  readonly isAside: boolean;
}

const mostPages = 1_000;
const tag = { newSubfileType: 254, subfileType: 255, width: 256, height: 257 } as const;

/**
 * The page that is the picture: of those that are no reduced copy and no mask the largest, of equals the first.
 * @returns its number, as decoders count the chain of directories (TIFF 6.0, section 2; BigTIFF)
 */
export function pictureAmong(pages: readonly TiffPage[]): number {
  const real = pages.filter((page) => !page.isAside);
  const among = real.length > 0 ? real : pages;
  const most = Math.max(...among.map(({ pixels }) => pixels));
  return Math.max(
    0,
    pages.findIndex((page) => among.includes(page) && page.pixels === most),
  );
}

export function tiffPages(bytes: Buffer): TiffPage[] {
  const pages: TiffPage[] = [];
  if (bytes.length < 16) return pages;
  const isLittle = bytes[0] === 0x49;
  const isBig = bytes[isLittle ? 2 : 3] === 43;
  const short = (at: number) => (isLittle ? bytes.readUInt16LE(at) : bytes.readUInt16BE(at));
  const long = (at: number) => (isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at));
  const offsetAt = (at: number) => {
    if (!isBig) return long(at);
    return Number(isLittle ? bytes.readBigUInt64LE(at) : bytes.readBigUInt64BE(at));
  };
  const sizes = isBig ? { count: 8, entry: 20, value: 12, pointer: 8 } : { count: 2, entry: 12, value: 8, pointer: 4 };
  const seen = new Set<number>();
  for (let at = offsetAt(isBig ? 8 : 4); pages.length < mostPages;) {
    if (at < 8 || at + sizes.count > bytes.length || seen.has(at)) break;
    seen.add(at);
    const count = isBig ? offsetAt(at) : short(at);
    const end = at + sizes.count + count * sizes.entry;
    if (end > bytes.length) break;
    const values = new Map<number, number>();
    for (let entry = at + sizes.count; entry < end; entry += sizes.entry)
      values.set(short(entry), short(entry + 2) === 3 ? short(entry + sizes.value) : long(entry + sizes.value));
    // Bits: 1 a reduced copy, 4 a mask; the older tag counts: 2 is a reduced copy.
    const isAside = ((values.get(tag.newSubfileType) ?? 0) & 5) !== 0 || values.get(tag.subfileType) === 2;
    pages.push({ offset: at, pixels: (values.get(tag.width) ?? 0) * (values.get(tag.height) ?? 0), isAside });
    if (end + sizes.pointer > bytes.length) break;
    at = offsetAt(end);
  }
  return pages;
}
