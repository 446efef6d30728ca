import type { Metadata } from '../../preload/contract/photo.ts';
import type { Source } from './raw/source.ts';

/**
 * What a format is. One file per format beside this one, listed in index.ts.
 * Everything here runs in the embedder process: the bytes are not trusted.
 */
export interface Format {
  /** `jpeg`, `png`, `heic`... as stored in the library. */
  readonly id: string;
  /** Lower case, without the dot. Only for choosing which files to look at; the bytes decide what a file is. */
  readonly extensions: readonly string[];
  readonly kind: 'image';
  /** The window (Chromium) can show the original as it is, upright and in its colours. */
  readonly isShownAsIs: boolean;
  /** @param head the first 4,096 bytes, or fewer */
  matches(head: Uint8Array): boolean;
  /**
   * The parts of the file that make it this picture, as byte ranges [start, end), so that a program that only writes
   * keywords into a file does not make it another photo. Absent, or an undefined answer: the whole file.
   * [Note: Why content, not paths]
   */
  identity?(bytes: Uint8Array): readonly (readonly [start: number, end: number])[] | undefined;
  /** Whether the file has several pictures that are shown one after the other. Absent: the format has no such files. */
  isAnimated?(bytes: Buffer): boolean;
  /** The EXIF block whose orientation belongs to the identity. */
  exifBlock?(bytes: Uint8Array): Uint8Array | undefined;
  /**
   * What is needed of a file, for formats whose files are too large to be read whole.
   * @param path of the file, for programs that must read it themselves
   * @throws Failure with a true reason
   */
  take?(source: Source, path?: string): Promise<Taken>;
  /**
   * Decodes the picture upright, in sRGB, on white where it is transparent.
   * @param wanted the smallest size that is enough, see {@link WantedSize}
   * @throws Failure with a true reason
   */
  decode(file: OpenFile, wanted: WantedSize, signal?: AbortSignal): Promise<Decoded>;
  /** @throws never: metadata that cannot be read is absent */
  metadata(file: OpenFile): Promise<Metadata>;
}

/** A file whose bytes are in memory. `path` is for messages and for programs that must read it themselves. */
export interface OpenFile {
  readonly path: string;
  /** All of it; of a format that takes what is needed only its beginning. */
  readonly bytes: Buffer;
  readonly modifiedAtMs: number;
  readonly taken?: Taken | undefined;
}

/** What was taken out of a file that is not read whole. */
export interface Taken {
  /** The picture as a file of its own: a JPEG or a TIFF, turned and with a profile as the file says, or JPEG XL. */
  readonly bytes: Buffer;
  /** What makes the file this picture: 32 bytes. */
  readonly content: Uint8Array;
  /** Its directories as one block of Exif. */
  readonly exif: Buffer;
  readonly xmp: Buffer | undefined;
  readonly iptc: Buffer | undefined;
  /** Upright size of the original, where that is larger than the picture. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** How a picture that is not turned yet is to be turned, as Exif has it. */
  readonly orientation: number;
  /** Where the picture was: the tag's name. */
  readonly from: string;
}

/** A picture may be decoded smaller than it is, but no smaller than both of these ask for (and never enlarged). */
export interface WantedSize {
  readonly longEdge: number;
  readonly shortEdge: number;
}

export interface Pixels {
  /** RGB, 8 bits, row by row, no padding: width * height * 3 bytes. */
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface Decoded {
  readonly pixels: Pixels;
  /** Upright size of the original. */
  readonly width: number;
  readonly height: number;
}
