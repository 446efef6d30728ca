import type { Copy } from '../../preload/contract/copies.ts';
import type { Formats } from './formats.ts';
import type { Language } from '../state/language.svelte.ts';

export interface Fact {
  readonly name: string;
  readonly value: string;
  /** It is not the same of all of them. */
  readonly differs: boolean;
}

/** What there is to say of each copy, line by line the same for all, and where they differ. */
export function copyFacts(
  copies: readonly Copy[],
  formats: Pick<Formats, 'size' | 'dayAndTime' | 'moment'>,
  t: Language['t'],
): Fact[][] {
  const lines: [string, (copy: Copy) => string][] = [
    ['size', ({ width, height }) => t('copies.size', { width: String(width), height: String(height) })],
    ['bytes', ({ sizeBytes, format }) => `${formats.size(sizeBytes)} · ${format.toUpperCase()}`],
    ['folder', ({ folder }) => folder],
    ['date', ({ takenWallMs, isFileDate }) => (isFileDate ? t('copies.noDate') : formats.dayAndTime(takenWallMs))],
    ['camera', ({ camera }) => camera ?? t('copies.noCamera')],
    ['said', (copy) => saidOf(copy, t)],
  ];
  return copies.map((copy) =>
    lines.map(([name, valueOf]) => {
      const value = valueOf(copy);
      return { name, value, differs: copies.some((other) => valueOf(other) !== value) };
    }),
  );
}

function saidOf(copy: Copy, t: Language['t']): string {
  const said = [
    copy.rating > 0 ? '★'.repeat(copy.rating) : '',
    copy.tagCount > 0 ? t('copies.tags', { count: copy.tagCount }) : '',
    copy.albumCount > 0 ? t('copies.albums', { count: copy.albumCount }) : '',
    copy.hasCaption ? t('copies.caption') : '',
    copy.hasFilm ? t('copies.film') : '',
    copy.hasPlace ? t('copies.place') : '',
  ].filter((part) => part !== '');
  return said.length === 0 ? t('copies.nothingSaid') : said.join(' · ');
}
