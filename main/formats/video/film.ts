/** @file Runs in the embedder process: the bytes are not trusted. */

/** How a film's pictures are decoded. */
export type FilmCodec =
  /** By the window's decoders (WebCodecs), with this configuration; `description` as its registry has it. */
  | { readonly is: 'window'; readonly codec: string; readonly description: Uint8Array | undefined }
  /** Every packet is a JPEG. */
  | { readonly is: 'jpeg' }
  /** Nothing here decodes it. */
  | { readonly is: 'none' };

/** Where in a file a film lies that is not all of it: behind a picture. */
export interface Stretch {
  readonly at: number;
  readonly lengthBytes: number;
}

/** A frame as the file stores it. Times are seconds from the beginning of the film. */
export interface FilmPacket {
  readonly atS: number;
  readonly isKey: boolean;
  readonly sizeBytes: number;
  data(): Promise<Uint8Array>;
}

/** A film that is open: what it is, and its packets by time. Whoever opens it closes it. */
export interface Film {
  readonly codec: FilmCodec;
  /** As people call it: `H.264`, `DivX`. */
  readonly codecName: string;
  /** Upright and with square pixels, px; 0 where nothing tells. */
  readonly width: number;
  readonly height: number;
  /** As stored, px. */
  readonly codedWidth: number;
  readonly codedHeight: number;
  /** Degrees clockwise by which a stored picture is turned to stand upright. */
  readonly rotation: 0 | 90 | 180 | 270;
  readonly durationMs: number;
  /** The file ends before the film does. */
  readonly isCutShort: boolean;
  /** Pictures a second, by its first few; undefined where there are too few to tell. */
  readonly frameRate: number | undefined;
  /** Tags of the container: `com.apple.quicktime.model`, `MODEL`. Trusted no more than the rest. */
  readonly tags: ReadonlyMap<string, string>;
  /** The last frame that stands alone, at or before a time; the first there is, where none is before it. */
  keyAt(atS: number): Promise<FilmPacket | undefined>;
  nextKey(packet: FilmPacket): Promise<FilmPacket | undefined>;
  /** In the order in which they are decoded. */
  next(packet: FilmPacket): Promise<FilmPacket | undefined>;
  close(): Promise<void>;
}
