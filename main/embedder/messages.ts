import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Region } from '../../preload/contract/query.ts';
import type { Metadata } from '../../preload/contract/photo.ts';
import type { Why } from '../../preload/contract/search.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Engine } from '../../preload/contract/work.ts';
import type { Verdict } from '../models/choose-provider.ts';
import type { Provider } from '../models/open-image-tower.ts';
import type { OwnModel } from '../models/own-model.ts';

export interface EmbedderSetup {
  readonly modelId: string;
  readonly modelFolder: string;
  readonly provider: Settings['provider'];
  /** What was found out about providers in earlier starts; `trying` where that start did not survive it. */
  readonly verdicts: Readonly<Partial<Record<Provider, Verdict>>>;
  /** Cores that may be used. */
  readonly cores: number;
  /** They are fewer than the machine has, and are not to be exceeded: work is held back to them. */
  readonly isShare?: boolean;
  /** The person asked for the table: what is known is found out again, the CPU's best number of pictures too. */
  readonly isMeasuring?: boolean;
}

export interface EmbedJob {
  readonly id: number;
  readonly path: string;
  /** `vector` alone: the library has the rest of this picture already. */
  readonly wants: 'everything' | 'vector';
}

/** What became of a file. */
export interface Embedded {
  /** SHA-256 of what makes it this picture: 32 bytes. [Note: Why content, not paths] */
  readonly content: Uint8Array;
  readonly kind: 'image' | 'video';
  readonly format: string;
  /** Upright, in pixels of the original; absent when the library knew the picture already. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  readonly metadata: Metadata;
  /** Unit length, dim of the model. Absent when the library knew the picture already; so is the thumbnail. */
  readonly vector: Float32Array | undefined;
  /** JPEG, long edge 512 px at most. */
  readonly thumbnail: Uint8Array | undefined;
}

export type Heat = NonNullable<Why['heat']>;

export type ToEmbedder =
  | { is: 'setup'; setup: EmbedderSetup }
  | { is: 'job'; job: EmbedJob }
  /** Answered by `there` when the image tower is. */
  | { is: 'be-there'; id: number }
  /** The answer to `identified`: whether the library has this picture's vector and thumbnail already. */
  | { is: 'verdict'; id: number; isKnown: boolean }
  | { is: 'remembered'; provider: Provider }
  /** The unit vector of a part of a picture. */
  | { is: 'region'; id: number; path: string; region: Region }
  /** What in a picture carries its match with a unit vector. */
  | { is: 'heat'; id: number; path: string; vector: Float32Array }
  /** Tries a folder as a model; such a process is given nothing else to do. */
  | { is: 'probe'; folder: string; id: string; name: string }
  /** A JPEG of a file that the window can't show as it is. */
  | { is: 'preview'; id: number; path: string; longEdge: number };

export type FromEmbedder =
  | { is: 'ready'; engine: Engine & { readonly provider: Provider } }
  | { is: 'there'; id: number; engine: Engine }
  /** The execution provider did not run: it is no file's fault. The process is ended and its files are done again. */
  | { is: 'provider-failed'; provider: Provider; why: string }
  | { is: 'unusable'; error: FailureReport }
  | { is: 'probed'; model: OwnModel }
  | { is: 'unfit'; error: FailureReport }
  /** To be written down, and answered by `remembered`, before a provider is tried: that may end the process. */
  | { is: 'remember'; provider: Provider; verdict: Verdict }
  | { is: 'identified'; id: number; content: Uint8Array }
  | { is: 'done'; id: number; embedded: Embedded; rssBytes: number }
  | { is: 'failed'; id: number; error: FailureReport }
  | { is: 'heated'; id: number; heat: Heat }
  | { is: 'vector'; id: number; vector: Float32Array }
  | { is: 'previewed'; id: number; jpeg: Uint8Array };
