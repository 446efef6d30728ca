import { z } from 'zod';
import { call } from './call.ts';
import { photoCard, photoId, photoIds, stackKind } from './photo.ts';

/** What the person said of a photo before, to be put back. */
export const stackWord = z.object({
  photoId,
  /** `stack` null: it stands by itself. Absent: nothing was said. */
  own: z.object({ stack: z.int().nullable(), atMs: z.number() }).optional(),
  /** When it was said to stand for its stack. */
  bestAtMs: z.number().optional(),
});
export type StackWord = z.infer<typeof stackWord>;

export const photoStack = z.object({ kind: stackKind.optional(), cards: z.array(photoCard) });
export type PhotoStack = z.infer<typeof photoStack>;

/** What belongs together. Each change answers with what was said before it. */
export const stackCalls = {
  /** The photos of a stack, the one that stands for it first; of a photo that belongs to none, itself. */
  'stacks.get': call(z.object({ photoId }), photoStack),
  /** These photos with everything that is in a stack with one of them. */
  'stacks.whole': call(z.object({ photoIds }), z.array(photoId)),
  /** They are one stack from now on, whatever else they belonged to. */
  'stacks.join': call(z.object({ photoIds: photoIds.min(2).max(1_000) }), z.array(stackWord)),
  /** The stacks of these photos are taken apart: each stands by itself. */
  'stacks.part': call(z.object({ photoIds }), z.array(stackWord)),
  /** This photo stands for its stack. */
  'stacks.setBest': call(z.object({ photoId }), z.array(stackWord)),
  'stacks.putBack': call(z.object({ words: z.array(stackWord).max(10_000) }), z.undefined()),
} as const;
