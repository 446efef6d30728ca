/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Source } from './source.ts';

export interface JpegHead {
  readonly width: number;
  readonly height: number;
  /** Baseline or progressive. Cameras also keep what their sensor saw as a JPEG, a lossless one (ITU-T T.81, annex H). */
  readonly isPicture: boolean;
  /** Of its Exif block, behind `Exif\0\0`. */
  readonly exif: { readonly at: number; readonly length: number } | undefined;
}

/** Segments before the picture: an odd one has 40. */
const mostSegments = 1_000;

/** @returns undefined where no JPEG begins here */
export async function readJpegHead(source: Source, start: number): Promise<JpegHead | undefined> {
  let at = start + 2;
  let exif: JpegHead['exif'];
  const first = await source.read(start, 3);
  if (first.length < 3 || first[0] !== 0xff || first[1] !== 0xd8 || first[2] !== 0xff) return undefined;
  for (let segments = 0; segments < mostSegments; segments++) {
    const head = await source.read(at, 10);
    if (head.length < 10 || head[0] !== 0xff) return undefined;
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    const length = head.readUInt16BE(2);
    if (length < 2 || marker === 0xda || marker === 0xd9) return undefined;
    if (marker === 0xe1 && head.toString('latin1', 4, 10) === 'Exif\0\0' && length > 8)
      exif ??= { at: at + 10, length: length - 8 };
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      const [height, width] = [head.readUInt16BE(5), head.readUInt16BE(7)];
      return width > 0 && height > 0 ? { width, height, isPicture: marker <= 0xc2, exif } : undefined;
    }
    at += 2 + length;
  }
  return undefined;
}
