import { z } from 'zod';
import { failureReport } from './failure.ts';
import { conceptId } from './review.ts';

/** By language (BCP 47), `''` for the person's own words: the name that is shown, then synonyms. */
export const conceptNames = z.record(z.string().max(35), z.array(z.string().max(200)).max(200));
export type ConceptNames = z.infer<typeof conceptNames>;

/** A concept as a list shows it. */
export const listedConcept = z.object({
  id: conceptId,
  /** In the person's language. */
  name: z.string(),
  /** All others, in any language, of what was merged into it too: it is found by them. */
  otherNames: z.array(z.string()),
  parent: conceptId.optional(),
  /** Photos that are there. */
  confirmedCount: z.int(),
  isOwn: z.boolean(),
  isHidden: z.boolean(),
  /** A concept of the app's that the person changed, beside hiding it. */
  isChanged: z.boolean(),
  /** Suggested from this probability on; undefined: the model's own threshold. */
  suggestAt: z.number().optional(),
});
export type ListedConcept = z.infer<typeof listedConcept>;

const related = z.object({ id: conceptId, name: z.string() });

/** A concept with all that can be changed. */
export const conceptDetail = listedConcept.omit({ otherNames: true, parent: true }).extend({
  names: conceptNames,
  parent: related.optional(),
  exclusions: z.array(related),
  prompts: z.array(z.string()),
  /** What was merged into it, and can be taken out again. */
  merged: z.array(related.extend({ answerCount: z.int() })),
  rejectedCount: z.int(),
});
export type ConceptDetail = z.infer<typeof conceptDetail>;

/** What is to be changed. What is undefined stays. */
export const conceptEdit = z.object({
  /** The languages that are given; an empty list takes a language away. */
  names: conceptNames.optional(),
  /** `''`: it is part of nothing. */
  parent: z.string().max(200).optional(),
  exclusions: z.array(conceptId).max(200).optional(),
  /** None: the model's own. */
  prompts: z.array(z.string().max(300)).max(20).optional(),
  isHidden: z.boolean().optional(),
  suggestAt: z.union([z.number().min(0).max(1), z.literal('model')]).optional(),
});

/** Something wrong in a file. */
export const fileMistake = z.object({ line: z.int(), error: failureReport });
export type FileMistake = z.infer<typeof fileMistake>;

/** What a file that was chosen would change. */
export const importPreview = z.discriminatedUnion('is', [
  z.object({ is: z.literal('cancelled') }),
  z.object({
    is: z.literal('mistakes'),
    fileName: z.string(),
    /** The first ones. */
    mistakes: z.array(fileMistake),
    mistakeCount: z.int(),
  }),
  z.object({
    is: z.literal('ready'),
    importId: z.int(),
    fileName: z.string(),
    addedCount: z.int(),
    changedCount: z.int(),
    unchangedCount: z.int(),
    /** Names of the first that would be added or changed. */
    added: z.array(z.string()),
    changed: z.array(z.string()),
  }),
]);
export type ImportPreview = z.infer<typeof importPreview>;
