import type { tagCalls } from '../../../preload/contract/tag-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function tagHandlers({ library }: Pick<HandlersNeeds, 'library'>): HandlersOf<typeof tagCalls> {
  return {
    'tags.suggest': ({ photoId }) => library.tags.suggest(photoId),
    'tags.decide': async ({ photoIds, conceptId, decision }) => {
      await library.tags.decide(photoIds, conceptId, decision);
      return undefined;
    },
    'tags.add': async ({ photoIds, name }) => {
      await library.tags.add(photoIds, name);
      return undefined;
    },
    'tags.remove': async ({ photoIds, name }) => {
      await library.tags.remove(photoIds, name);
      return undefined;
    },
  };
}
