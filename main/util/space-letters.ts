const letter = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu;

/**
 * Puts spaces around every letter of the scripts that are written without them, so that a tokenizer that splits at
 * spaces finds any part of a word: the index and the question both pass through here.
 */
export function spaceLetters(text: string): string {
  return text.replaceAll(letter, ' $& ');
}
