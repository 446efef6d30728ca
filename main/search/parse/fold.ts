import { foldChar } from '../../util/fold-char.ts';

/**
 * Lower case, without accents, and exactly as long as `text`: a place in the folded text is a place in the text.
 * Letters whose plain form is longer (ß, æ) stay.
 */
export function foldSame(text: string): string {
  let folded = '';
  for (const char of text) {
    const plain = foldChar(char);
    const lower = char.toLowerCase();
    folded += plain.length === char.length ? plain : lower.length === char.length ? lower : char;
  }
  return folded;
}
