import { z } from 'zod';
import { photoId } from './photo.ts';
import { region } from './region.ts';

/** Half-open, in UTF-16 code units of the query's `source`. */
export const span = z.object({ start: z.int().min(0), end: z.int().min(0) });
export type Span = z.infer<typeof span>;

const sign = z.enum(['plus', 'minus']);
const weight = z.number().min(0.01).max(100);

/** One thing that is meant: the terms are summed in the model's space, each with its weight, the minus ones subtracted. */
export const term = z.discriminatedUnion('is', [
  z.object({ is: z.literal('words'), words: z.string().min(1), sign, weight }),
  z.object({ is: z.literal('photo'), photoId, sign, weight }),
  /** A picture that is not in the library: dropped on the window or pasted. */
  z.object({ is: z.literal('picture'), pictureId: z.int().positive(), sign, weight }),
  /** A part of a photo; with `atMs`, of what a film shows then, or all of that. */
  z.object({ is: z.literal('region'), photoId, region, atMs: z.int().min(0).optional(), sign, weight }),
]);
export type Term = z.infer<typeof term>;

/** Where a chip was read: an operator (`camera:fuji`), or words of the sentence that may be given back to the meaning. */
export const chipOrigin = z.enum(['operator', 'sentence']);
export type ChipOrigin = z.infer<typeof chipOrigin>;

/** A filter with its value: one chip in the search box. */
export const chip = z.object({
  /** The filter's key, e.g. `date`. */
  key: z.string(),
  /** As the filter's own schema says. */
  value: z.json(),
  /** The words it was read from, as the person typed them. */
  text: z.string(),
  /** The value in the syntax of operators, without the key: what an edit starts from, the same in every language. */
  operand: z.string(),
  sign,
  origin: chipOrigin,
  span,
});
export type Chip = z.infer<typeof chip>;

/** What was not understood, or is not there. The window's sentence is `query.problem.<kind>` with `text` in it. */
export const problemKind = z.enum([
  /** `colour:red`: no filter has this name; it is read as words. */
  'unknown-filter',
  /** `rating:blue`: the filter exists and can't read this; it is left out. */
  'bad-value',
  /** `camera:holga`: read, and nothing in the library is like that. */
  'not-in-library',
  /** `place:Atlantis`: not in the gazetteer. */
  'unknown-place',
  /** A quotation mark without its partner. */
  'unbalanced-quote',
  /** More than 10,000 characters: the rest was not read. */
  'too-long',
]);
export type ProblemKind = z.infer<typeof problemKind>;

export const problem = z.object({
  kind: problemKind,
  /** The part of the text that it is about. */
  text: z.string(),
  /** The sentence in English; the command line shows it. */
  message: z.string(),
});
export type Problem = z.infer<typeof problem>;

/** A sentence, understood. */
export const query = z.object({
  /** The text that was read: composed (NFC), without control characters. All spans are in it. */
  source: z.string(),
  terms: z.array(term).max(64),
  filters: z.array(chip).max(64),
  /** Photos of which the person said "more like this" (`like:12`) or "not this" (`-like:12`). */
  likes: z.array(z.object({ photoId, sign })).max(64),
  /** Words to look for in names, captions and keywords; all of them must be there. '' is none. */
  exact: z.string(),
  /** What was left out, for it is said to the app or of every photo: "show me", "photos of". */
  fillers: z.array(z.object({ text: z.string(), span })),
  /** What the person gave back to the meaning: these words are not read as filters. */
  keptAsWords: z.array(z.string()),
  problems: z.array(problem),
});
export type Query = z.infer<typeof query>;

/** How the window asks for a value. `options` are given where they are few and known. */
export const filterControl = z.discriminatedUnion('is', [
  z.object({ is: z.literal('date-span') }),
  z.object({ is: z.literal('choice'), options: z.array(z.object({ operand: z.string(), label: z.string() })) }),
  z.object({ is: z.literal('number-span'), min: z.number(), max: z.number() }),
  z.object({ is: z.literal('text') }),
  z.object({ is: z.literal('place') }),
]);
export type FilterControl = z.infer<typeof filterControl>;

/** A filter as the window knows it. Labels are keys of the window's words: `filter.date`. */
export const filterDescription = z.object({ key: z.string(), label: z.string(), control: filterControl });
export type FilterDescription = z.infer<typeof filterDescription>;

/** What may be typed next. */
export const suggestion = z.object({
  kind: z.enum(['tag', 'keyword', 'album', 'place', 'camera', 'lens', 'folder', 'filter', 'recent']),
  /** What is offered, e.g. `Lisbon, Portugal`. */
  label: z.string(),
  /** The whole text of the search box when it is taken. */
  text: z.string(),
});
export type Suggestion = z.infer<typeof suggestion>;
