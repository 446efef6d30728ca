export interface JxlRequest {
  readonly bytes: Uint8Array;
  /** How the picture is turned once it is decoded, 1 to 8: 1 where it is upright by itself. */
  readonly orientation: number;
}

export type JxlAnswer =
  | {
      readonly is: 'decoded';
      /** An uncompressed TIFF, sRGB with alpha. */
      readonly tiff: Uint8Array<ArrayBuffer>;
      /** Upright. */
      readonly width: number;
      readonly height: number;
      readonly heapBytes: number;
    }
  /** libjxl gives no reasons here. */
  | { readonly is: 'refused' }
  | { readonly is: 'broken'; readonly message: string };
