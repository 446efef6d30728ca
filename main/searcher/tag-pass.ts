/** @file Runs in the searcher process. */
import type { SuggestionsState } from '../../preload/contract/review.ts';
import type { AnswerReader } from '../db/answers.ts';
import type { KeptSuggestions, readStoredSuggestions } from '../db/suggestions.ts';
import type { Cutoff } from '../search/cutoff.ts';
import type { Matrix } from '../search/matrix.ts';
import type { SuggestionBook } from '../tags/suggestion-book.ts';
import type { ReadLibrary } from './read-library.ts';
import type { Bases, LearnedConcept, TaughtConcepts } from './taught-concepts.ts';

export interface TagPassDeps {
  readonly modelKey: string;
  readonly library: Pick<ReadLibrary, 'storedAfter' | 'lastStored'>;
  /** Undefined until all vectors are in memory. */
  readonly matrix: () => Matrix | undefined;
  /** Vectors of a photo: one, or those of a film's moments. */
  readonly partsOf: (photoId: number) => readonly Float32Array[];
  /** @returns undefined while nothing is known about what is usual in this library */
  readonly cutoff: () => Promise<Cutoff | undefined>;
  readonly concepts: TaughtConcepts;
  readonly answers: Pick<AnswerReader, 'between' | 'keywordsBetween'>;
  /** Another one whenever something was written. */
  readonly version: () => unknown;
  readonly stored: () => ReturnType<typeof readStoredSuggestions>;
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
  readonly onNews: () => void;
}

/** Keeps the suggestions of the whole library as photos, answers and the vocabulary are. [Note: A pass in slices] */
export interface TagPass {
  /** What is suggested, by concept and by photo. */
  readonly book: SuggestionBook;
  /** How far it is, as the person is told. */
  state(): SuggestionsState;
  /** Concepts with the answers and words that they are known by; undefined until they were looked at. */
  bases(): Bases | undefined;
  /** Whether the book knows all about a photo. */
  knows(photoId: number): boolean;
  /** From which chance on a concept is suggested, between 0 and 1. */
  thresholdOf(conceptId: string): number;
  /** What a concept is recognised by now; undefined for one that is asked of nothing. */
  preparedOf(conceptId: string): LearnedConcept | undefined;
  /** Photos came, changed, went or were answered. @returns when what follows is reckoned */
  photosChanged(photoIds: readonly number[]): Promise<void>;
  /** Begins, or goes once more round when it is at work. @returns when all that is known now is reckoned */
  poke(): Promise<void>;
  /**
   * Resolves when concepts are known by the answers and the words as they are now: it waits for one scan at most, and not
   * until every photo was asked about them.
   */
  learned(): Promise<void>;
  /**
   * A part of what index.db should keep; undefined when it has everything.
   * @param isLostPart the part of the last time was not written
   */
  keep(isLostPart: boolean): KeptSuggestions | undefined;
  stop(): void;
}
