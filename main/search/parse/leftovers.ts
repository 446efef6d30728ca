import type { Term } from '../../../preload/contract/query.ts';
import { foldSame } from './fold.ts';
import { wordLists } from './words/index.ts';
import type { LanguageCode } from './words/word-list.ts';

const patterns = new Map<LanguageCode, RegExp>();

/** "photos" says nothing of a photo once a chip says the rest: "all my photos from 2019" is the year. */
export function isOnlyPhotos(term: Term, languages: readonly LanguageCode[]): boolean {
  if (term.is !== 'words' || term.sign === 'minus') return false;
  const folded = foldSame(term.words);
  return [...new Set<LanguageCode>([...languages.slice(0, 2), 'en'])].some((code) => patternOf(code).test(folded));
}

function patternOf(code: LanguageCode): RegExp {
  const known = patterns.get(code);
  if (known) return known;
  const { photos, leadIns } = wordLists[code];
  const small = leadIns.length > 0 ? `(?:${leadIns.join('|')})` : '(?:的|の)';
  const source = `^(?:${small}\\s*)*(?:(?:${photos.join('|')})(?:\\s*(?:的|の))?)?(?:\\s*${small})*$`;
  const pattern = new RegExp(
    foldSame(source)
      .replaceAll('\\\\p{l}', '\\p{L}')
      .replaceAll(/ (?=\S)/g, '\\s{1,3}'),
    'u',
  );
  patterns.set(code, pattern);
  return pattern;
}

const openings =
  /^\s*(?:(?:please )?(?:show me|find me|search for|look for|give me)|zeig(?:e)? mir|suche nach|finde|montre-moi|cherche|muestrame|busca|mostre-me|mostrami|cerca(?= (?:le|i|foto))|laat me zien|zoek|покажи(?: мне)?|найди|给我看|帮我找|找一?下?)(?:\s+|(?<=[\p{Script=Han}]))/u;

/** "show me" is said to the app, not of the photo. Blanked, so that places in the text stay. */
export function withoutOpening(text: string): string {
  const opening = openings.exec(foldSame(text.slice(0, 200)))?.[0].length ?? 0;
  return opening > 0 && text.slice(opening).trim() !== '' ? ' '.repeat(opening) + text.slice(opening) : text;
}
