import { foldSame } from './fold.ts';
import { wordLists } from './words/index.ts';
import { languageCodes, type LanguageCode } from './words/word-list.ts';

const markers: readonly { code: LanguageCode; pattern: RegExp }[] = languageCodes.flatMap((code) => {
  const words = wordLists[code].markers.map(foldSame);
  return words.length === 0 ? [] : [{ code, pattern: wholeWords(words) }];
});

/**
 * The languages a sentence may be in, likeliest first; never empty. A sentence of three words says little, so the
 * person's own languages decide what stays open.
 * @param folded as {@link foldSame} makes it
 */
export function guessLanguages(folded: string, preferred: readonly string[]): LanguageCode[] {
  if (/[\u3040-\u30ff]/.test(folded)) return ['ja'];
  if (/[\uac00-\ud7a3]/.test(folded)) return ['ko'];
  if (/\p{Script=Han}/u.test(folded)) return /^ja\b/i.test(preferred[0] ?? '') ? ['ja', 'zh'] : ['zh', 'ja'];
  if (/\p{Script=Cyrillic}/u.test(folded)) return ['ru'];
  const scores = new Map<LanguageCode, number>();
  for (const { code, pattern } of markers) {
    const seen = new Set(folded.match(pattern) ?? []);
    if (seen.size > 0) scores.set(code, seen.size);
  }
  // Less than a word's worth: it only breaks ties.
  preferred.forEach((tag, index) => {
    const code = languageCodes.find((known) => known === tag.split('-')[0]?.toLowerCase());
    if (code !== undefined) scores.set(code, (scores.get(code) ?? 0) + 0.5 / (index + 1));
  });
  scores.set('en', (scores.get('en') ?? 0) + 0.1);
  return [...scores].sort((a, b) => b[1] - a[1]).map(([code]) => code);
}

function wholeWords(words: readonly string[]): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join('|')})(?![\\p{L}\\p{N}])`, 'gu');
}
