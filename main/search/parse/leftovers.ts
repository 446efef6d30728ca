import type { Term } from '../../../preload/contract/query.ts';
import { foldSame } from './fold.ts';
import { wordLists } from './words/index.ts';
import type { LanguageCode } from './words/word-list.ts';

interface Words {
  readonly photos: RegExp;
  readonly small: RegExp;
}

const wordsByLanguage = new Map<LanguageCode, Words>();

/** "photos" says nothing of a photo once a chip says the rest: "all my photos from 2019" is the year. */
export function isOnlyPhotos(term: Term, languages: readonly LanguageCode[]): boolean {
  if (term.is !== 'words' || term.sign === 'minus') return false;
  const folded = foldSame(term.words);
  return [...new Set<LanguageCode>([...languages.slice(0, 2), 'en'])].some((code) => {
    const { photos, small } = wordsOf(code);
    return folded
      .replace(photos, ' ')
      .split(/[\s,]+/u)
      .every((word) => word === '' || small.test(word));
  });
}

function wordsOf(code: LanguageCode): Words {
  const known = wordsByLanguage.get(code);
  if (known) return known;
  const { photos, leadIns } = wordLists[code];
  const alternatives = foldSame(photos.join('|')).replaceAll(' ', '\\s{1,3}');
  const made = {
    photos: new RegExp(`(?<![a-z0-9])(?:${alternatives})(?![a-z0-9])`, 'u'),
    small: new RegExp(`^(?:${[...leadIns.map(foldSame), '的', 'の'].join('|')})$`, 'u'),
  };
  wordsByLanguage.set(code, made);
  return made;
}
