/** What a model is: an image tower and a text tower into one space. One file per model, listed in index.ts. */
export interface Model {
  /** What settings call it: stays the same from one revision to the next. */
  readonly id: string;
  /** Raised whenever the same photo would get another vector: part of its vectors' key in index.db. */
  readonly revision: number;
  readonly name: string;
  readonly licence: string;
  /** BCP 47 tags of the languages that its text tower understands. */
  readonly languages: readonly string[];
  /** Dimension of the shared space. */
  readonly dim: number;
  /** What cosines are multiplied by before a softmax makes shares of them (the inverse of CLIP's temperature). */
  readonly logitScale: number;
  /** What SigLIP adds before its sigmoid (Zhai et al. 2023, section 3.2); absent where a softmax belongs. */
  readonly logitBias?: number;
  /**
   * `unit`: the graphs answer unit vectors, and anything else is damage. `raw`: they answer vectors of any length, as
   * the hub's exports do, and the towers bring them to length 1.
   */
  readonly vectors: 'unit' | 'raw';
  readonly image: ImageTower;
  readonly text: TextTower;
  /** Everything the model needs, relative to its folder. */
  readonly files: readonly ModelFile[];
  /** What helps a person to choose it; absent for a model that the person brought. */
  readonly offer?: ModelOffer;
}

export interface ModelFile {
  readonly path: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Where it can be downloaded. */
  readonly from?: HubFile;
}

/** A file of a repository on the hub, pinned to one commit: what is there later under the same name is another file. */
export interface HubFile {
  /** `owner/name` */
  readonly repository: string;
  /** 40 hex digits */
  readonly revision: string;
  readonly path: string;
}

export interface ModelOffer {
  /** Chooses the sentence in the person's language (`models.goodFor.<key>`). */
  readonly goodFor: 'start' | 'everyday' | 'exact' | 'large' | 'english' | 'english-open';
  readonly isRecommended: boolean;
  /** Address of the card that the licence and the languages were read from. */
  readonly card: string;
}

export interface ImageTower {
  readonly file: string;
  /** The same graph in half precision, for GPUs: only where it is there and gives the answer of `file`. */
  readonly halfFile?: string;
  readonly input: string;
  readonly output: string;
  readonly preprocess: Preprocess;
  /** Pictures that one `session.run` takes. [Note: Why batches are always full] */
  readonly batchSize: number;
}

/** How a picture becomes the input of the image tower. Upright, sRGB and on white already. */
export interface Preprocess {
  /** `short-edge`: scaled so that the short edge is `resizeTo`, then the centre cropped; `squash`: both edges to `size`. */
  readonly resize: 'short-edge' | 'squash';
  readonly resizeTo: number;
  readonly size: number;
  readonly filter: 'cubic' | 'linear' | 'lanczos3';
  /**
   * What becomes of fractions of a pixel, in the long edge and where the crop begins: `nearest`, half up, as the starter
   * was trained; `floor`, as the hub's processors cut (transformers, `get_resize_output_image_size` and `center_crop`).
   */
  readonly rounding: 'nearest' | 'floor';
  /** `uint8-nhwc`: the graph normalises by itself; `float32-nchw`: (x / 255 - mean) / std here. */
  readonly layout:
    | { readonly is: 'uint8-nhwc' }
    | { readonly is: 'float32-nchw'; readonly mean: readonly number[]; readonly std: readonly number[] };
}

export interface TextTower {
  readonly file: string;
  readonly input: string;
  readonly output: string;
  /** Reads the tokenizer's files out of the model's folder. */
  loadTokenizer(folder: string): Promise<Tokenizer>;
  /** Templates whose mean embedding names a class, e.g. `a photo of a {}` (Radford et al. 2021, section 3.1.4). */
  readonly classTemplates: readonly string[];
}

export interface Tokenizer {
  /** @returns token ids of one text, as many as there are or padded already to the length that the text tower was trained with */
  encode(text: string): BigInt64Array;
  /** Fills up the shorter texts of a batch. */
  readonly padId: number;
  /** Whether anything in the text can mean something to the model: no signs alone, no script that it never learnt. */
  reads(text: string): boolean;
}
