export const languageCodes = ['en', 'de', 'fr', 'es', 'pt', 'it', 'nl', 'ru', 'zh', 'ja', 'ko'] as const;
export type LanguageCode = (typeof languageCodes)[number];

/**
 * The small words of a language that steer a search. Every string is the source of a regular expression, accents and
 * case do not matter; ` ` stands for any space.
 */
export interface WordList {
  /** Words that tell the language. */
  readonly markers: readonly string[];
  /** "without": what follows is not wanted. */
  readonly without: readonly string[];
  /** Where what is not wanted ends. */
  readonly stops: readonly string[];
  readonly and: readonly string[];
  /** Served only the chip that followed, and goes with it: "in", "from", "taken with the". */
  readonly leadIns: readonly string[];
  /** "taken with the", "mit meiner". */
  readonly takenWith: readonly string[];
  readonly inPlace: readonly string[];
  readonly nearPlace: readonly string[];
  /** What every photo is, and so means nothing: "photos", "all pictures". */
  readonly photos: readonly string[];
}
