type Kind =
  | 'photos'
  | 'answers'
  | 'ratings'
  | 'captions'
  | 'favourites'
  | 'hidden'
  | 'stacks'
  | 'albums'
  | 'searches'
  | 'concepts';

/** What a backup or a file of everything precious holds, in words: `12 photos, 1 saved search`; empty where it holds nothing. */
export function holdsInWords(
  holds: Readonly<Record<Exclude<Kind, 'photos' | 'concepts'>, number> & { photos?: number; concepts?: number }>,
  { t }: { t: (key: `settings.library.holds.${Kind | 'between'}`, values?: { count: number }) => string },
): string {
  const { photos, answers, ratings, captions, favourites, hidden, stacks, albums, searches, concepts } = holds;
  return Object.entries({ photos, answers, ratings, captions, favourites, hidden, stacks, albums, searches, concepts })
    .flatMap(([kind, count]) => (!count ? [] : [t(`settings.library.holds.${kind as Kind}`, { count })])) // its own keys
    .join(t('settings.library.holds.between'));
}
