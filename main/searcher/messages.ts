import type { FailureReport } from '../../preload/contract/failure.ts';
import type { List, Month, Question } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';

/** Where the searcher finds everything; sent once, first. */
export interface SearcherSetup {
  readonly libraryFile: string;
  readonly indexFile: string;
  readonly modelId: string;
  /** Folder of the model's files. */
  readonly modelFolder: string;
  /** better-sqlite3's addon, where it is not the one beside the package. */
  readonly sqliteAddon?: string;
}

export type SearcherRequest =
  | { is: 'open'; question: Question }
  /** Photos like a picture that need not be in the library: its unit vector. */
  | { is: 'open-vector'; vector: Float32Array }
  | { is: 'page'; listId: number; offset: number; limit: number }
  | { is: 'months'; listId: number }
  | { is: 'find'; listId: number; photoId: number }
  /** Unit vectors of texts, one after the other: texts.length * dim. */
  | { is: 'embed-texts'; texts: string[] };

/** The answers, in the order of {@link SearcherRequest}. */
export interface SearcherAnswers {
  open: List;
  'open-vector': List;
  page: PhotoCard[];
  months: Month[];
  find: number | undefined;
  'embed-texts': Float32Array;
}

export type ToSearcher =
  | { is: 'setup'; setup: SearcherSetup }
  | { is: 'ask'; id: number; request: SearcherRequest }
  /** Sent after COMMIT: rows of these photos came, changed or went; the searcher reads them again. */
  | { is: 'changed'; photoIds: number[] };

export type FromSearcher =
  /** All vectors are in memory and the text tower answers. */
  | { is: 'ready'; vectorCount: number; tookMs: number }
  /** They are not, and why: whoever asks is told the same. */
  | { is: 'not-ready'; error: FailureReport }
  | { is: 'answer'; id: number; value: unknown }
  | { is: 'failed'; id: number; error: FailureReport };
