import type { stackCalls } from '../../../preload/contract/stack-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function stackHandlers({ library }: Pick<HandlersNeeds, 'library'>): HandlersOf<typeof stackCalls> {
  return {
    'stacks.get': ({ photoId }) => library.stacks.get(photoId),
    'stacks.whole': ({ photoIds }) => library.stacks.whole(photoIds),
    'stacks.join': ({ photoIds }) => library.stacks.join(photoIds),
    'stacks.part': ({ photoIds }) => library.stacks.part(photoIds),
    'stacks.setBest': ({ photoId }) => library.stacks.setBest(photoId),
    'stacks.putBack': async ({ words }) => {
      await library.stacks.putBack(words);
      return undefined;
    },
  };
}
