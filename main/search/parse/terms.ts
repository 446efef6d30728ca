import type { Term } from '../../../preload/contract/query.ts';
import { withEmojiNamed } from './emoji.ts';
import { splitMinus } from './minus.ts';
import { clampWeight, type Part } from './operators.ts';
import type { LanguageCode } from './words/word-list.ts';

interface Phrase {
  words: string[];
  readonly weight: number;
  readonly sign: Term['sign'];
}

const most = 64;

/**
 * What is left when the chips are taken: phrases. `+` begins a new one, `2*` one with a weight, `-word` is not wanted,
 * and quoted phrases and photos stand for themselves.
 * @param rest the text with everything else blanked out
 */
export function readTerms(rest: string, parts: readonly Part[], languages: readonly LanguageCode[]): Term[] {
  const terms: { at: number; term: Term }[] = [];
  for (const part of parts) {
    if (part.is === 'quoted')
      terms.push({ at: part.start, term: { is: 'words', words: part.words, sign: part.sign, weight: part.weight } });
    if (part.is === 'term') terms.push({ at: part.start, term: part.term });
  }

  let phrase: Phrase & { at: number } = { words: [], weight: 1, sign: 'plus', at: 0 };
  const close = (next: Phrase & { at: number }): void => {
    for (const term of meant(phrase, languages)) terms.push({ at: phrase.at, term });
    phrase = next;
  };
  let isNot = false;
  // "cat + dog - people" is a sum; "Rome - a weekend" is a title.
  const isSum = /(?:^|\s)[+＋]|\d[*×]/u.test(rest);
  const text = rest.replaceAll(/(?<=^|\s)(\d{1,3}(?:\.\d{1,20})?)(\s?)[*×](\s?)(?=[\p{L}\p{N}])/gu, '$2$3$1*');
  for (const match of text.matchAll(/\S+/gu)) {
    const at = match.index;
    let token = match[0];
    if (phrase.words.length === 0) phrase.at = at;
    if (token === 'NOT') {
      isNot = true;
      continue;
    }
    if (token === 'OR' || token === '|' || token === '||' || token === '+' || token === '＋') {
      close({ words: [], weight: 1, sign: 'plus', at: at + 1 });
      continue;
    }
    if (isSum && /^[-−－–]$/u.test(token)) {
      close({ words: [], weight: 1, sign: 'minus', at: at + 1 });
      continue;
    }
    if (/^[+＋][\p{L}\p{N}]/u.test(token)) {
      close({ words: [], weight: 1, sign: 'plus', at });
      token = token.slice(1);
    }
    const minus = isNot
      ? ['', token]
      : /^[-−－]((?:\d{1,3}(?:\.\d{1,20})?[*×])?[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}#].*)$/u.exec(
          token,
        );
    isNot = false;
    if (minus) {
      const [, weight, words = ''] = /^(?:(\d{1,3}(?:\.\d{1,20})?)[*×])?(.*)$/u.exec(minus[1] ?? '') ?? [];
      const tidy = tidied(words);
      if (tidy !== '')
        terms.push({ at, term: { is: 'words', words: tidy, sign: 'minus', weight: clampWeight(weight) } });
      continue;
    }
    const weighted = /^(\d{1,3}(?:\.\d{1,20})?)[*×](.*)$/u.exec(token);
    if (weighted && Number(weighted[1]) > 0) {
      close({ words: [], weight: clampWeight(weighted[1]), sign: 'plus', at });
      token = weighted[2] ?? '';
    }
    if (/[\p{L}\p{N}\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(token)) phrase.words.push(token);
    // A comma or a dash between blanks still parts what is not wanted from the rest.
    else if (/^[,，;、.。!?–—-]+$/u.test(token) && phrase.words.length > 0) phrase.words.push(',');
  }
  close({ words: [], weight: 1, sign: 'plus', at: 0 });
  return terms
    .sort((a, b) => a.at - b.at)
    .map(({ term }) => term)
    .slice(0, most);
}

function meant({ words, weight, sign }: Phrase, languages: readonly LanguageCode[]): Term[] {
  if (sign === 'minus') {
    const unwanted = tidied(words.join(' '));
    return unwanted === '' ? [] : [{ is: 'words', words: unwanted, sign, weight }];
  }
  const { plus, minus } = splitMinus(words.join(' '), languages);
  const wanted = tidied(plus);
  const unwanted = minus.map(tidied).filter((text) => text !== '');
  return [
    ...(wanted === '' ? [] : [{ is: 'words' as const, words: wanted, sign: 'plus' as const, weight }]),
    ...unwanted.map((text) => ({ is: 'words' as const, words: text, sign: 'minus' as const, weight: 1 })),
  ];
}

/** Emoji named, no spaces before commas, no punctuation at the ends; "!" and "?" mean nothing to the model, a dot in IMG_1.jpg does. */
export function tidied(text: string): string {
  return withEmojiNamed(text)
    .replaceAll(/\s+/gu, ' ')
    .replaceAll(/\s*,(?:\s*,)*/gu, ',')
    .replace(/^[\s,，;；:：.。、!！?？|&+*/–—-]+/u, '')
    .replace(/[\s,，;；:：.。、!！?？|&*/–—-]+$/u, '')
    .trim();
}
