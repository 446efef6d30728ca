import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Doubt, Learned, SuggestionsState } from '../../preload/contract/review.ts';
import type { KeptSuggestions } from '../db/suggestions.ts';

/** A photo and a concept that it may show. */
export interface SuggestedPhoto {
  readonly photoId: number;
  readonly conceptId: string;
  /** 0..1, calibrated. */
  readonly probability: number;
}

/** {@link SuggestedPhoto} to be shown. */
export interface Asked {
  readonly photo: PhotoCard;
  readonly conceptId: string;
  readonly probability: number;
}

export interface WantedQuestions {
  /** Only about this concept. */
  readonly conceptId?: string;
  readonly count: number;
  /** On screen, or skipped. */
  readonly asked: readonly { readonly photoId: number; readonly conceptId: string }[];
}

/** What a concept learned; names are known in the main process. */
export interface Taught extends Omit<Learned, 'name' | 'likeliest' | 'doubts'> {
  readonly likeliest: readonly Asked[];
  readonly doubts: readonly (Asked & Pick<Doubt, 'decision'>)[];
}

export interface SuggestionNews {
  /** Of this news; a process that was started again begins with other ones. */
  readonly version: number;
  readonly state: SuggestionsState;
  /** What index.db should keep, so that a start need not reckon it again. */
  readonly keep: KeptSuggestions | undefined;
}
