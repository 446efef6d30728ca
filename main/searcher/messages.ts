import type { SmartRule } from '../../preload/contract/album.ts';
import type { BrowseBy, BrowseItem } from '../../preload/contract/browse.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { FolderNode } from '../../preload/contract/folder.ts';
import type { List, Month, Question } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { SentenceFit, Why } from '../../preload/contract/search.ts';
import type { FilterDescription, Suggestion } from '../../preload/contract/query.ts';
import type { Ask } from '../util/asked-process.ts';
import type { Suggested } from '../tags/suggest.ts';
import type { Asked, SuggestedPhoto, SuggestionNews, Taught, WantedQuestions } from './suggestion-messages.ts';

/** Where the searcher finds everything; sent once, first. */
export interface SearcherSetup {
  readonly libraryFile: string;
  readonly indexFile: string;
  readonly modelId: string;
  /** Folder of the model's files. */
  readonly modelFolder: string;
  /** The gazetteer; without it places are words. */
  readonly placesFile?: string;
  /** Folder with the vocabularies of tags; without it none is suggested. */
  readonly vocabulariesFolder?: string;
  /** Folder with the calibration of each model. */
  readonly calibrationFolder?: string;
}

export type SearcherRequest =
  | {
      is: 'open';
      question: Question;
      /** BCP 47, the person's first language first. */
      languages?: string[];
      /** Unit vectors of pictures and regions in the text, by how they stand there: `picture:3`, `photo:12@0,0,0.5,1`. */
      pictures?: Record<string, Float32Array>;
    }
  /** Photos like a picture that need not be in the library: its unit vector. */
  | { is: 'open-vector'; vector: Float32Array }
  /** Every album, with its photos where they are to be tagged. */
  | { is: 'albums'; languages: string[] }
  /** What an album would hold with this rule: one that is there, or one that is yet to be made. */
  | { is: 'foresee-album'; id?: number; rule?: SmartRule; languages: string[] }
  /** How well sentences fit a picture: one of the library, or one by its unit vector. */
  | { is: 'match'; picture: number | Float32Array; sentences: string[] }
  /** Why a photo is in the answer to a question, without the heat map; and what it was ranked by, for that. */
  | {
      is: 'why';
      photoId: number;
      question: Question;
      languages?: string[];
      pictures?: Record<string, Float32Array>;
    }
  /** Tags for a picture: one of the library, or one by its unit vector. The answers are concept ids. */
  | { is: 'tags'; picture: number | Float32Array; confirmed: string[]; rejected: string[] }
  /** The most useful questions that are open. */
  | ({ is: 'review' } & WantedQuestions)
  /** Concepts with how many photos they are suggested for: of the library, or of these. */
  | { is: 'suggested-concepts'; photoIds?: number[] }
  /** Every open suggestion of one concept, the most probable first; of all concepts without one. */
  | { is: 'suggested-photos'; conceptId?: string }
  | { is: 'learned'; conceptId: string; count: number }
  /** Answered when there is something newer than the version `after`, or after half a minute. */
  | { is: 'suggestion-news'; after: number }
  /** Every folder of the disk that photos lie in. */
  | { is: 'folder-tree' }
  | { is: 'page'; listId: number; offset: number; limit: number }
  /** Cards of these photos, in this order, of those that are there. */
  | { is: 'cards'; photoIds: number[] }
  /** With all that the cards stand for. */
  | { is: 'ids'; listId: number; offset: number; limit: number }
  | { is: 'months'; listId: number }
  | { is: 'histogram'; listId: number }
  | { is: 'suggest'; text: string; recent: string[]; languages: string[] }
  /** Years, places, cameras or tags, with how many photos each has. */
  | { is: 'browse'; by: BrowseBy; languages: string[] }
  | { is: 'filters' }
  | { is: 'place'; latitude: number; longitude: number; language: string }
  /** The point of a town, by its name. */
  | { is: 'place-named'; name: string; languages: string[] }
  | { is: 'find'; listId: number; photoId: number }
  /** Concepts that the model has words for, by id. */
  | { is: 'askable-concepts' }
  /** Unit vectors of texts, one after the other: texts.length * dim. */
  | { is: 'embed-texts'; texts: string[] };

export interface AlbumSummary {
  readonly id: number;
  readonly kind: 'manual' | 'smart';
  /** With the albums in it. */
  readonly count: number;
  readonly firstPhotoId: number | undefined;
  /** Changes when its photos or their order do. */
  readonly mark: number;
  /** Only of an album that tags its photos, with how sure each is. */
  readonly photoIds?: Uint32Array;
  readonly probabilities?: Float32Array;
}

/** The answers, in the order of {@link SearcherRequest}. */
export interface SearcherAnswers {
  open: List;
  'open-vector': List;
  albums: AlbumSummary[];
  'foresee-album': { photoIds: Uint32Array; probabilities: Float32Array };
  match: SentenceFit[];
  why: { why: Omit<Why, 'heat'>; direction: Float32Array | undefined };
  tags: Suggested[];
  review: { questions: Asked[]; openCount: number };
  'suggested-concepts': { conceptId: string; photoCount: number }[];
  'suggested-photos': SuggestedPhoto[];
  learned: Taught;
  'suggestion-news': SuggestionNews;
  'folder-tree': FolderNode[];
  page: PhotoCard[];
  cards: PhotoCard[];
  ids: number[];
  months: Month[];
  histogram: Omit<Month, 'offset'>[];
  suggest: Suggestion[];
  browse: BrowseItem[];
  filters: FilterDescription[];
  place: { city?: string; region?: string; country?: string };
  'place-named': { latitude: number; longitude: number } | undefined;
  find: number | undefined;
  'askable-concepts': string[];
  'embed-texts': Float32Array;
}

/** [Note: Asking a process] */
export interface SearcherProtocol {
  readonly request: SearcherRequest;
  readonly answers: SearcherAnswers;
  readonly told: ToldSearcher;
  readonly said: FromSearcher;
}

export type ToSearcher = Ask<SearcherRequest> | ToldSearcher;

export type ToldSearcher =
  | { is: 'setup'; setup: SearcherSetup }
  /** Sent after COMMIT: rows of these photos came, changed or went; the searcher reads them again. */
  | { is: 'changed'; photoIds: number[] }
  /** Sent after COMMIT: concepts were added, changed, merged, hidden or removed. */
  | { is: 'vocabulary-changed' };

export type FromSearcher =
  /** All vectors are in memory and the text tower answers. */
  | { is: 'ready'; vectorCount: number; tookMs: number }
  /** They are not, and why: whoever asks is told the same. */
  | { is: 'not-ready'; error: FailureReport }
  /** What is usual in the library was reckoned anew: where answers end may have moved, and smart albums with them. */
  | { is: 'renewed' }
  /** A page of the databases is damaged; surely of index.db, or of one of the two. */
  | { is: 'damaged'; isSurely: boolean };
