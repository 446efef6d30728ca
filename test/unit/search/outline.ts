import type { Query } from '../../../preload/contract/query.ts';

/** A query in one line, for tables: `beach -people [date 2019-06-01..2019-08-31]`. */
export function outline({
  terms,
  filters,
  likes,
  problems,
}: Pick<Query, 'terms' | 'filters' | 'likes' | 'problems'>): string {
  const words = terms.map((term) => {
    const lead = `${term.sign === 'minus' ? '-' : ''}${term.weight === 1 ? '' : `${term.weight}*`}`;
    if (term.is === 'words') return `${lead}(${term.words})`;
    return term.is === 'picture' ? `${lead}picture ${term.pictureId}` : `${lead}${term.is} ${term.photoId}`;
  });
  const chips = filters.map(({ key, operand, sign }) => `[${sign === 'minus' ? '-' : ''}${key} ${operand}]`);
  const judged = likes.map(({ photoId, sign }) => `${sign === 'minus' ? '-' : ''}like ${photoId}`);
  return [...words, ...chips, ...judged, ...problems.map(({ kind, text }) => `!${kind} ${text}`)].join(' ');
}

/** What must be the same for two queries to mean the same. */
export function meaningOf({ terms, filters, likes, exact }: Pick<Query, 'terms' | 'filters' | 'likes' | 'exact'>) {
  return { terms, exact, likes, filters: filters.map(({ key, value, sign }) => ({ key, value, sign })) };
}
