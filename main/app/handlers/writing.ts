import type { writingCalls } from '../../../preload/contract/writing-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function writingHandlers({ library }: Pick<HandlersNeeds, 'library'>): HandlersOf<typeof writingCalls> {
  const { writing } = library;
  return {
    'writing.plan': ({ photoIds, target, fields }) => writing.plan(photoIds, target, fields),
    'writing.planned': ({ planId, offset, limit }) => writing.planned(planId, offset, limit),
    'writing.write': ({ planId }) => writing.write(planId),
    'writing.cancel': () => {
      writing.cancel();
      return undefined;
    },
    'writing.history': () => writing.history(),
    'writing.undo': ({ id }) => writing.undo(id),
    'writing.drop': async ({ id }) => {
      await writing.drop(id);
      return undefined;
    },
    'photos.caption': ({ ids, caption }) => {
      writing.caption(ids, caption);
      return undefined;
    },
  };
}
