import type { copiesCalls } from '../../../preload/contract/copies-calls.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

export function copiesHandlers({ library }: Pick<HandlersNeeds, 'library'>): HandlersOf<typeof copiesCalls> {
  return {
    'copies.list': ({ rule }) => library.copies.list(rule),
    'copies.series': ({ rule }) => library.copies.series(rule),
    'copies.keep': ({ groups, mayUseOwn }) => library.filing.keep(groups, mayUseOwn),
    'copies.part': ({ photoIds, isApart }) => {
      library.copies.part(photoIds, isApart);
      return undefined;
    },
  };
}
