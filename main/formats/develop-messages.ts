export interface DevelopRequest {
  /** The whole file. */
  readonly bytes: Uint8Array;
  /** A picture of half the sensor's width is enough. */
  readonly isHalf: boolean;
}

export type DevelopAnswer =
  | {
      readonly is: 'developed';
      /** RGB, sRGB, 8 bits, upright: width * height * 3 bytes. */
      readonly rgb: Uint8Array<ArrayBuffer>;
      readonly width: number;
      readonly height: number;
      readonly heapBytes: number;
    }
  /** LibRaw does not know the camera, or the data make no sense. */
  | { readonly is: 'refused'; readonly heapBytes: number }
  /** It is in an unknown state: the worker is not used again. */
  | { readonly is: 'broken'; readonly message: string };
