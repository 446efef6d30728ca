/** @file What is said between the embedder and the page that decodes films. Both ends are of one build: types only. */

/** A frame as the film's file has it. */
export interface EncodedFrame {
  readonly data: Uint8Array;
  readonly atUs: number;
  readonly isKey: boolean;
}

export type ToFilmPage =
  | {
      readonly is: 'decode';
      readonly id: number;
      /** Frames of one film go to one decoder. */
      readonly film: number;
      readonly codec: string;
      readonly description: Uint8Array | undefined;
      readonly codedWidth: number;
      readonly codedHeight: number;
      /** Degrees clockwise to upright. */
      readonly rotation: 0 | 90 | 180 | 270;
      /** Upright size to answer in, px. */
      readonly width: number;
      readonly height: number;
      readonly frames: readonly EncodedFrame[];
      /** Times of the frames to answer with; all others are only decoded. */
      readonly wantedUs: readonly number[];
      /** What follows begins with a key frame: everything decoded is to come out. */
      readonly isEnd: boolean;
    }
  | { readonly is: 'close'; readonly film: number };

export interface DecodedFrame {
  readonly atUs: number;
  readonly width: number;
  readonly height: number;
  /** sRGB, width * height * 4 bytes, opaque. */
  readonly rgba: Uint8Array;
}

export type FromFilmPage =
  | { readonly is: 'frames'; readonly id: number; readonly frames: readonly DecodedFrame[] }
  /** `unsupported`: no film of this codec can be decoded here; `broken`: this one can't. */
  | { readonly is: 'refused'; readonly id: number; readonly why: 'unsupported' | 'broken'; readonly reason: string };
