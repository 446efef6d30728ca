import type { BrowseBy, BrowseItem } from '../../preload/contract/browse.ts';
import type { List, Month, Question } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { FilterDescription, Suggestion } from '../../preload/contract/query.ts';
import type { SavedSearch } from '../../preload/contract/search.ts';
import type { Searches } from '../db/searches.ts';
import type { Searcher } from '../searcher/host.ts';
import type { Pictures } from './pictures.ts';

/** Asking for photos: lists and what is in them, what may be typed next, searches of the past and those with a name. */
export function createQuestionCalls(deps: {
  searches: Searches;
  searcher: Pick<Searcher, 'ask'>;
  pictureTerms: Pick<Pictures, 'vectorsIn'>;
  /** BCP 47, the person's first language first. */
  languages: () => string[];
  onAnswered: () => void;
  now: () => number;
}) {
  const { searches, searcher, pictureTerms, languages, onAnswered, now } = deps;
  return {
    lists: {
      async open(question: Question): Promise<List> {
        const pictures = await pictureTerms.vectorsIn(question.text ?? '');
        try {
          return await searcher.ask({ is: 'open', question, languages: languages(), pictures });
        } finally {
          onAnswered();
        }
      },
      histogram: (listId: number): Promise<Omit<Month, 'offset'>[]> => searcher.ask({ is: 'histogram', listId }),
      page: (listId: number, offset: number, limit: number): Promise<PhotoCard[]> =>
        searcher.ask({ is: 'page', listId, offset, limit }),
      ids: (listId: number, offset: number, limit: number): Promise<number[]> =>
        searcher.ask({ is: 'ids', listId, offset, limit }),
      months: (listId: number): Promise<Month[]> => searcher.ask({ is: 'months', listId }),
      find: (listId: number, photoId: number): Promise<number | undefined> =>
        searcher.ask({ is: 'find', listId, photoId }),
    },
    queries: {
      suggest: (text: string): Promise<Suggestion[]> =>
        searcher.ask({
          is: 'suggest',
          text,
          recent: searches.list().recent.map((it) => it.text),
          languages: languages(),
        }),
      browse: (by: BrowseBy): Promise<BrowseItem[]> => searcher.ask({ is: 'browse', by, languages: languages() }),
      filters: (): Promise<FilterDescription[]> => searcher.ask({ is: 'filters' }),
    },
    searches: {
      list: searches.list,
      remember: (text: string, keptAsWords: readonly string[] = []): void =>
        searches.remember(text, keptAsWords, now()),
      save: (text: string, keptAsWords: readonly string[], name: string): SavedSearch =>
        searches.save(text, keptAsWords, name, now()),
      remove: searches.remove,
    },
  };
}
