import { z } from 'zod';
import { band } from './list.ts';
import { wordPlace } from './photo.ts';
import { chip } from './query.ts';

/** A search of the past, or one that was given a name. */
export const savedSearch = z.object({
  id: z.int().positive(),
  text: z.string(),
  /** Absent for a recent one. */
  name: z.string().optional(),
  keptAsWords: z.array(z.string()),
  atMs: z.number(),
});
export type SavedSearch = z.infer<typeof savedSearch>;

/** How well a sentence fits a photo. */
export const sentenceFit = z.object({
  sentence: z.string(),
  cosine: z.number(),
  /** Calibrated chance that the sentence is true of the photo, 0..1. */
  probability: z.number().min(0).max(1),
  /** Share of the library's photos that it fits less, 0..1: 0.5 is the average photo. */
  better: z.number().min(0).max(1),
});
export type SentenceFit = z.infer<typeof sentenceFit>;

/** Why a photo is in an answer. */
export const why = z.object({
  band,
  cosine: z.number().optional(),
  probability: z.number().min(0).max(1).optional(),
  /** Of a film with several moments: the one that the cosine is of, and where it is in the film. */
  part: z.int().optional(),
  atMs: z.number().optional(),
  /** The words of the question that this photo has, and where. */
  exactWords: z.array(z.object({ word: z.string(), foundIn: wordPlace })),
  terms: z.array(
    z.object({
      label: z.string(),
      sign: z.enum(['plus', 'minus']),
      weight: z.number(),
      cosine: z.number(),
      probability: z.number(),
    }),
  ),
  filters: z.array(chip),
  /** What carried the match: columns * rows values 0..1, row by row, over the upright photo (fractions in `area`). */
  heat: z
    .object({
      columns: z.int(),
      rows: z.int(),
      values: z.array(z.number()),
      /** The part of the photo that the model sees. */
      area: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
    })
    .optional(),
});
export type Why = z.infer<typeof why>;
