import type { reviewCalls } from '../../../preload/contract/review-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function reviewHandlers({ library }: Pick<HandlersNeeds, 'library'>): HandlersOf<typeof reviewCalls> {
  const { suggestions } = library;
  return {
    'review.next': (wanted) => suggestions.next(wanted),
    'suggestions.concepts': () => suggestions.concepts(),
    'suggestions.state': () => suggestions.state(),
    'suggestions.among': async ({ photoIds, conceptId }) => {
      const asked = new Set(photoIds);
      return (await suggestions.photos(conceptId)).flatMap(({ photoId }) => (asked.has(photoId) ? [photoId] : []));
    },
    'tags.ofMany': ({ photoIds }) => suggestions.tagsOfMany(photoIds),
    'tags.answers': ({ photoIds, tag }) => suggestions.answersTo(photoIds, tag),
    'concepts.teach': ({ name, photoIds, notPhotoIds }) => suggestions.teach(name, photoIds, notPhotoIds ?? []),
    'concepts.learned': ({ conceptId }) => suggestions.learned(conceptId),
    'concepts.forget': async ({ conceptId }) => {
      await suggestions.forget(conceptId);
      return undefined;
    },
    'concepts.remember': async ({ conceptId }) => {
      await suggestions.remember(conceptId);
      return undefined;
    },
  };
}
