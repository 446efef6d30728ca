import { foldChar } from '../../util/fold-char.ts';

/**
 * The form in which names of places are compared: lower case, no accents, letters and digits with single spaces.
 * `São Tomé` -> `sao tome`, `L'Aquila` -> `l aquila`. Kana and Hangul keep their marks: they tell sounds apart.
 */
export function foldName(name: string): string {
  let folded = '';
  for (const char of name.normalize('NFC')) folded += foldChar(char);
  return folded.replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ').trim();
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
export function hashName(folded: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < folded.length; i++) {
    hash ^= folded.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
