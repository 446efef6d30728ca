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
  ['ß', 'ss'], ['ẞ', 'ss'], ['æ', 'ae'], ['Æ', 'ae'], ['œ', 'oe'], ['Œ', 'oe'], ['ø', 'o'], ['Ø', 'o'], ['ł', 'l'], ['Ł', 'l'],
  ['đ', 'd'], ['Đ', 'd'], ['ı', 'i'], ['İ', 'i'],
]); // prettier-ignore
