export interface HeicRequest {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
  /** What Exif says, 1 to 8: counts only where the file itself does not turn the picture. */
  readonly exifOrientation: number;
}

export type HeicAnswer =
  | {
      is: 'decoded';
      /** An uncompressed TIFF with the colour profile of the original. */
      tiff: Uint8Array<ArrayBuffer>;
      /** Upright. */
      width: number;
      height: number;
      /** A WebAssembly memory never shrinks: above a limit the worker is started anew. */
      heapBytes: number;
    }
  | { is: 'too-large'; width: number; height: number }
  /** libheif's own words and number: `heif_error_code` and `heif_suberror_code`. */
  | { is: 'refused'; code: number; subcode: number; message: string }
  /** The decoder is in an unknown state and must not be used again. */
  | { is: 'broken'; message: string };
