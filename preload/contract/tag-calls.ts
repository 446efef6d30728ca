import { z } from 'zod';
import { photoId, photoIds } from './photo.ts';
import { photoTag, tagDecision, tagName } from './tag.ts';
import { call } from './call.ts';

/** Tags of photos, and what is suggested. */
export const tagCalls = {
  /** Tags of a photo: first what the person confirmed, then suggestions, then what they rejected. */
  'tags.suggest': call(z.object({ photoId }), z.array(photoTag)),
  /** The person's word on a concept; undefined takes it back. */
  'tags.decide': call(z.object({ photoIds, conceptId: z.string(), decision: tagDecision.optional() }), z.undefined()),
  /** Confirms the concept of this name, or a tag in the person's own words where there is none. */
  'tags.add': call(z.object({ photoIds, name: tagName }), z.undefined()),
  'tags.remove': call(z.object({ photoIds, name: tagName }), z.undefined()),
} as const;
