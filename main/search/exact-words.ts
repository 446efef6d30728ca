import { spaceLetters } from '../util/space-letters.ts';

/**
 * What full text must find for a photo to match a question exactly: every content word, the last one perhaps half typed.
 * @returns a query of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax) that is valid for any text, or undefined
 * when the text has no word that could stand for a photo: none at all, only stop words or single letters, or more words
 * than any name has
 */
export function exactQuery(text: string): string | undefined {
  const words = contentWords(text);
  if (words.length === 0 || words.length > maxWords) return undefined;
  const isLastHalfTyped = /[\p{L}\p{N}]$/u.test(text);
  return words
    .map((word, i) => {
      const isPrefix = isLastHalfTyped && i === words.length - 1 && word.length >= minPrefix;
      return `"${word}"${isPrefix ? '*' : ''}`;
    })
    .join(' AND ');
}

/**
 * The words of a text that can stand for a photo, each as the index has it: a word of several parts (`IMG_2034`, `海边`)
 * is a phrase. Case and accents are left to the tokenizer.
 */
export function contentWords(text: string): string[] {
  const pieces = text
    .slice(0, maxLength)
    .normalize('NFC')
    .match(/[\p{L}\p{M}\p{N}_]+/gu);
  const words = (pieces ?? []).map(phraseOf).filter((word) => word !== '' && !isEmptyOfMeaning(word));
  return [...new Set(words)];
}

/** The same cuts as where the index is written: between letters and digits, small and capital, and around CJK letters. */
function phraseOf(word: string): string {
  const cut = word
    .replaceAll('_', ' ')
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{L})(\p{N})/gu, '$1 $2')
    .replaceAll(/(\p{N})(\p{L})/gu, '$1 $2');
  return spaceLetters(cut).trim().replaceAll(/\s+/g, ' ');
}

function isEmptyOfMeaning(word: string): boolean {
  if (stopWords.has(word.toLowerCase())) return true;
  // One letter of an alphabet says nothing; one of a script that writes words with it does.
  return /^[\p{L}\p{N}]\p{M}*$/u.test(word) && spaceLetters(word) === word;
}

const maxLength = 1_000;
const maxWords = 24;
/** With fewer letters a half-typed word would match half of the library. */
const minPrefix = 3;

/** Words that hold sentences together, in the languages of the window and their neighbours: they name no photo. */
const stopWords = new Set(
  `a an the of on in at by to for from with without and or not no is are was were be been being am do does did has have had it its
  this that these those there here he she they we you i me my our your his her their them us as into onto over under
  near next up down off out some any all both each few more most other such only own same so than too very can will just
  where when who which what while after before during between through about against
  photo photos picture pictures image images pic pics show find
  der die das ein eine einer eines einem einen und oder nicht mit ohne im am von vom zu zum zur auf aus bei für über unter ist sind
  le la les un une des du de et ou en au aux dans sur avec sans pour par est sont
  el los las una unos unas y o con sin por para del al es son
  il lo gli uno e di da su per tra fra nel nella con
  os as um uma uns umas dos das no na nos nas em com sem
  het een van op met zonder voor en of`.split(/\s+/),
);
