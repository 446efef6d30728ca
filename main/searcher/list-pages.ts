import type { List } from '../../preload/contract/list.ts';
import type { PhotoCard } from '../../preload/contract/photo.ts';
import type { Matrix } from '../search/matrix.ts';
import { bandAt, type createLists, type KeptList } from './lists.ts';
import type { ReadLibrary } from './read-library.ts';

const firstPage = 200;

/** Lists as they are told: what there is in one, and the cards of a stretch of it. */
export function createListPages(
  library: Pick<ReadLibrary, 'cards' | 'placesOfWords' | 'momentOf'>,
  lists: ReturnType<typeof createLists>,
  /** Undefined until all vectors are in memory. */
  matrix: () => Matrix | undefined,
) {
  return {
    listOf(answered: Omit<KeptList, 'id'>, startedAt: number): List {
      const kept = lists.keep(answered);
      return {
        id: kept.id,
        count: kept.photoIds.length,
        exactCount: kept.exactCount,
        ...(kept.foldedCount !== undefined && { foldedCount: kept.foldedCount }),
        searchedCount: kept.searchedCount,
        isRanked: kept.isSorted !== true && (kept.times === undefined || kept.scores !== undefined),
        sections: kept.sections.filter(({ count }) => count > 0),
        ...(kept.query && { query: kept.query }),
        cards: page(kept, 0, firstPage),
        tookMs: performance.now() - startedAt,
      };
    },
    page: (listId: number, offset: number, limit: number): PhotoCard[] => page(lists.get(listId), offset, limit),
  };

  function page(list: KeptList, offset: number, limit: number): PhotoCard[] {
    const ids = list.photoIds.subarray(offset, offset + limit);
    const atOf = new Map(Array.from(ids, (id, i) => [id, offset + i]));
    const isByWords = (id: number) => list.certain?.has(id) === true || list.begun?.has(id) === true;
    const byWords = [...ids].filter(isByWords);
    const places = byWords.length === 0 ? undefined : library.placesOfWords(list.query?.exact ?? '', byWords);
    const bestParts = list.direction && matrix()?.bestParts(list.direction, ids);
    return library.cards(ids).map((card) => {
      const at = atOf.get(card.id) ?? 0;
      const score = list.scores?.[at] ?? NaN;
      const band = bandAt(list.sections, at);
      const isChosen = band === 'example' || list.chosen?.includes(card.id) === true;
      const foundIn = isChosen ? 'chosen' : (places?.get(card.id) ?? (band === 'nearest' ? undefined : 'picture'));
      const stack = list.stackOf?.(card.id);
      const probability = isByWords(card.id) ? undefined : list.probabilityAt?.(score);
      return {
        ...card,
        ...((card.kind === 'video' || card.hasMotion === true) && library.momentOf(card.id, bestParts?.get(card.id))),
        ...(stack && { stack }),
        ...(list.scores && foundIn && { foundIn }),
        ...(!Number.isNaN(score) && { score, ...(probability !== undefined && { probability }) }),
      };
    });
  }
}
