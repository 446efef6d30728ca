import type { FailureReport } from '../../preload/contract/failure.ts';
import type { Region } from '../../preload/contract/region.ts';
import type { Metadata } from '../../preload/contract/photo.ts';
import type { Why } from '../../preload/contract/search.ts';
import type { Settings } from '../../preload/contract/settings.ts';
import type { Engine } from '../../preload/contract/work.ts';
import type { Motion } from '../pipeline/find-motion.ts';
import type { Look } from '../copies/look.ts';
import type { Verdict } from '../models/choose-provider.ts';
import type { Turn } from '../formats/turn.ts';
import type { Provider } from '../models/open-image-tower.ts';
import type { OwnModel } from '../models/own-model.ts';
import type { Encoding } from '../pipeline/thumbnail.ts';
import type { Ask } from '../util/asked-process.ts';

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

/** What the library knows of a picture that was identified. */
export interface KnownPicture {
  /** It has its vectors and its thumbnail already. */
  readonly isKnown: boolean;
  /** How the person turned it. */
  readonly turn?: Turn | undefined;
}

/** One part of what a file shows: a picture is its only one, a film has one for each of its moments. */
export interface EmbeddedPart {
  /** Unit length, dim of the model. */
  readonly vector: Float32Array;
  /** Where in a film it is. Moments are chosen by what is to be seen, never by a model: another one gets the same. */
  readonly atMs?: number;
  /** JPEG as the thumbnail; of each part where there are several. Absent where a vector alone was asked for. */
  readonly picture?: Uint8Array;
}

/** What a film is beside its pictures. */
export interface EmbeddedFilm {
  /** 0 where nothing tells. */
  readonly durationMs: number;
  /** Pictures a second. */
  readonly frameRate?: number;
  /** As people call it: `H.264`. */
  readonly codec: string;
  /** Nothing here decodes it: its one part is a vector of zeros, its thumbnail says that it is a film. */
  readonly isClosed?: boolean;
  /** The file ends before the film does: half a copy. */
  readonly isCutShort?: boolean;
}

/** What became of a file. */
export interface Embedded {
  /** SHA-256 of what makes it this picture: 32 bytes. [Note: Why content, not paths] */
  readonly content: Uint8Array;
  /** Of the bytes that were read, as pipeline/fingerprint.ts has it, and when that began. */
  readonly fingerprint: Uint8Array;
  readonly readAtMs: number;
  readonly kind: 'image' | 'video';
  readonly format: string;
  /** Upright, in pixels of the original; absent when the library knew the picture already. */
  readonly size: { readonly width: number; readonly height: number } | undefined;
  /** Of a film, with its size. */
  readonly film?: EmbeddedFilm;
  readonly metadata: Metadata;
  /** In their order, at least one. Absent when the library knew the picture already; so is the thumbnail. */
  readonly parts: readonly EmbeddedPart[] | undefined;
  /** JPEG, long edge 512 px at most. */
  readonly thumbnail: Uint8Array | undefined;
  /** What it looks like, small; absent where the thumbnail is, and of films. */
  readonly look?: Look | undefined;
}

export type Heat = NonNullable<Why['heat']>;

/** A picture to look at: of a film at a time, and as the person turned it. */
interface Seen {
  readonly path: string;
  readonly atMs?: number | undefined;
  readonly turn?: Turn | undefined;
}

export type EmbedderRequest =
  /** Everything of a file; or `vector` alone, of each part: the library has the rest of this picture already. */
  | { is: 'embed'; path: string; wants: 'everything' | 'vector' }
  /** Whether the image tower is there, and on what it runs. */
  | { is: 'be-there' }
  /** The unit vector of a part of a picture. */
  | ({ is: 'region'; region: Region } & Seen)
  /** What in a picture carries its match with a unit vector. */
  | ({ is: 'heat'; vector: Float32Array } & Seen)
  /** A file's picture, made anew: where the window can't show it as it is, and for what is exported. */
  | { is: 'preview'; path: string; as: Encoding; turn?: Turn | undefined }
  /** How often each level of colour and light is in a file's picture. */
  | { is: 'tones'; path: string }
  /** A thumbnail, turned. */
  | { is: 'turn'; jpeg: Uint8Array; turn: Turn }
  /** What a thumbnail looks like, of a photo that was not looked at when it was embedded. */
  | { is: 'look'; jpeg: Uint8Array }
  /** Whether a file is an animation. */
  | { is: 'animation'; path: string }
  /** Where the film of a picture lies. */
  | { is: 'motion'; path: string };

/** The answers, in the order of {@link EmbedderRequest}. */
export interface EmbedderAnswers {
  embed: Embedded;
  'be-there': Engine;
  region: Float32Array;
  heat: Heat;
  preview: Uint8Array;
  tones: Uint32Array;
  turn: Uint8Array;
  look: Look;
  animation: boolean;
  motion: Motion | undefined;
}

/** [Note: Asking a process] */
export interface EmbedderProtocol {
  readonly request: EmbedderRequest;
  readonly answers: EmbedderAnswers;
  readonly told: ToldEmbedder;
  readonly said: FromEmbedder;
}

export type ToEmbedder = Ask<EmbedderRequest> | ToldEmbedder;

export type ToldEmbedder =
  | { is: 'setup'; setup: EmbedderSetup }
  /** The answer to `identified`: whether the library has this picture's vector and thumbnail already. */
  | ({ is: 'verdict'; id: number } & KnownPicture)
  | { is: 'remembered'; provider: Provider }
  /** Tries a folder as a model; such a process is given nothing else to do. */
  | { is: 'probe'; folder: string; id: string; name: string };

export type FromEmbedder =
  /** Native decoders are in the process, and it is alive. */
  | { is: 'decoder-loaded' }
  | { is: 'ready'; engine: Engine & { readonly provider: Provider } }
  /** The execution provider did not run: it is no file's fault. The process is ended and its files are done again. */
  | { is: 'provider-failed'; provider: Provider; why: string }
  | { is: 'unusable'; error: FailureReport }
  | { is: 'probed'; model: OwnModel }
  | { is: 'unfit'; error: FailureReport }
  /** To be written down, and answered by `remembered`, before a provider is tried: that may end the process. */
  | { is: 'remember'; provider: Provider; verdict: Verdict }
  /** So large is the process, after each file. */
  | { is: 'size'; rssBytes: number }
  /** Of the file of the request with this number. */
  | { is: 'identified'; id: number; content: Uint8Array }
  /** To the app that runs this process, where one does: main/app/fork-utility.ts answers it. */
  | { is: 'film-page-wanted' };
