import { foldChar } from './fold-char.ts';
import { spaceLetters } from './space-letters.ts';

/**
 * The form in which words are put into the full-text index and asked of it. `IMG_2034-beachDay` is found by `beach` and by
 * `2034` (the tokenizer of FTS5 keeps `_` and camel case together), `Łódź` by `lodz`, `Hauptstraße` by `hauptstrasse`,
 * `Ёлка` by `елка`, 外婆在西湖边 by 西湖; full-width letters and every way of putting accents are one. The case of ASCII
 * is left to the tokenizer.
 */
export function wordForm(text: string): string {
  return spaceLetters(
    withoutAccents(
      text
        .normalize('NFKC')
        .replaceAll('_', ' ')
        .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
        .replaceAll(/(\p{L}\p{M}*)(\p{N})/gu, '$1 $2')
        .replaceAll(/(\p{N})(\p{L})/gu, '$1 $2'),
    ),
  );
}

/** The form in which two names are one: `Groß` and `gross`, `Ærø` and `aero`, in any case and every way of putting accents. */
export function nameForm(name: string): string {
  return withoutAccents(name.normalize('NFC')).toLowerCase();
}

/** Vowels of Hebrew and Arabic, which few write, go; those of the scripts of India and Thailand are letters, and stay. */
const dropped = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
/** Letters that decomposition leaves whole, beside those that {@link foldChar} knows. */
const more: Readonly<Record<string, string>> = {
  ð: 'd',
  Ð: 'd',
  þ: 'th',
  Þ: 'th',
  ħ: 'h',
  Ħ: 'h',
  ŧ: 't',
  Ŧ: 't',
  ŋ: 'n',
  Ŋ: 'n',
};

function withoutAccents(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  let plain = '';
  for (const char of text.replace(dropped, ''))
    plain += char < '\x80' || /\p{M}/u.test(char) ? char : (more[char] ?? foldChar(char));
  return plain;
}
