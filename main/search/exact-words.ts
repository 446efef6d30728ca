import { spaceLetters } from '../util/space-letters.ts';
import { wordForm } from '../util/word-form.ts';

/**
 * Queries of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax), valid for any text. All are undefined when the
 * text has no word that could stand for a photo: none at all, only stop words or single letters, or more words than any
 * name has.
 */
export interface WordQueries {
  /** Every content word, as a word. */
  readonly whole: string | undefined;
  /** The same with the last one half typed; undefined where that says nothing. */
  readonly begun: string | undefined;
  /** Any of them; undefined of a single word, of which `whole` says it all. */
  readonly some: string | undefined;
}

/** What full text must find for the words of a question to speak for a photo. */
export function wordQueries(text: string): WordQueries {
  const words = contentWords(text);
  if (words.length === 0 || words.length > maxWords) return { whole: undefined, begun: undefined, some: undefined };
  const phrases = words.map((word) => `"${word}"`);
  const isLastHalfTyped = /[\p{L}\p{N}]$/u.test(text) && (words.at(-1)?.length ?? 0) >= minPrefix;
  return {
    whole: phrases.join(' AND '),
    begun: isLastHalfTyped ? `${phrases.join(' AND ')}*` : undefined,
    some: phrases.length > 1 ? phrases.join(' OR ') : undefined,
  };
}

/**
 * The words of a text that can stand for a photo, each as the index has it: a word of several parts (`IMG_2034`, `海边`)
 * is a phrase.
 */
export function contentWords(text: string): string[] {
  const pieces = text
    .slice(0, maxLength)
    .normalize('NFKC')
    .match(/[\p{L}\p{M}\p{N}_]+/gu);
  const words = (pieces ?? []).map(phraseOf).filter((word) => word !== '' && !isEmptyOfMeaning(word));
  return [...new Set(words)];
}

function phraseOf(word: string): string {
  return wordForm(word).trim().replaceAll(/\s+/g, ' ');
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
