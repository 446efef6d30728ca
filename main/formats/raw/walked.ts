import type { Directory } from './directories.ts';
import { readJpegHead } from './jpeg-head.ts';
import type { Source } from './source.ts';

/** A piece of a file. */
export interface Piece {
  readonly source: Source;
  readonly at: number;
  readonly length: number;
}

/** The colours that a preview's numbers mean, where its file tells (DNG 1.7.1, PreviewColorSpace). */
export type Colours = 'srgb' | 'adobe-rgb' | 'prophoto-rgb';

/** A picture of the camera's own that lies inside a RAW file. */
export interface Preview extends Piece {
  /** `rgb`: three bytes a pixel, as they are. */
  readonly is: 'jpeg' | 'jxl' | 'rgb';
  readonly width: number;
  readonly height: number;
  /** Which tag or box it is from, as ExifTool names it: `JpgFromRaw`. */
  readonly from: string;
  readonly colours?: Colours | undefined;
}

/** What was met on a walk through a RAW file. */
export interface Walked {
  readonly previews: readonly Preview[];
  /** The directories that say something of the photo; later ones add what earlier ones lack. */
  readonly image: readonly Directory[];
  readonly photo: readonly Directory[];
  readonly gps: readonly Directory[];
  /** Exif orientation of the RAW itself, where it says one. */
  readonly orientation: number | undefined;
  /** Of what the sensor saw, lying as it was stored. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** The beginning of what the sensor saw: no two photos have the same. */
  readonly sensor: Piece | undefined;
  readonly xmp: Piece | undefined;
  readonly iptc: Piece | undefined;
  /** Where the container tells it in no directory. */
  readonly adobeRgb?: boolean;
}

/** More is no preview: the largest known are JPEGs of 150 megapixels, some 60 MB. */
export const mostPreviewBytes = 160_000_000;

/** @returns undefined where nothing that can be shown begins: a length or an offset that lies, a lossless JPEG */
export async function jpegAt(piece: Piece, from: string, colours?: Colours): Promise<Preview | undefined> {
  const { source, at, length } = piece;
  if (!Number.isSafeInteger(at) || at < 0 || length < 64 || length > mostPreviewBytes) return undefined;
  const head = await readJpegHead(source, at);
  if (head?.isPicture !== true) return undefined;
  return { is: 'jpeg', source, at, length, width: head.width, height: head.height, from, colours };
}
