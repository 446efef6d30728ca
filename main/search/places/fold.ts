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

/** One code point, lower case and without accents. */
export function foldChar(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x80) return code >= 0x41 && code <= 0x5a ? String.fromCharCode(code + 32) : char;
  const special = specials.get(char);
  if (special !== undefined) return special;
  if (code >= 0x3040 && code <= 0x30ff) return char;
  if (code >= 0xac00 && code <= 0xd7a3) return char;
  return char
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
}

// Letters that decomposition leaves whole, and people type without their strokes.
const specials = new Map([
  ['ß', 'ss'], ['æ', 'ae'], ['Æ', 'ae'], ['œ', 'oe'], ['Œ', 'oe'], ['ø', 'o'], ['Ø', 'o'], ['ł', 'l'], ['Ł', 'l'],
  ['đ', 'd'], ['Đ', 'd'], ['ı', 'i'], ['İ', 'i'],
]); // prettier-ignore
