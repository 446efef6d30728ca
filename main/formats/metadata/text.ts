import { isAscii, isUtf8 } from 'node:buffer';
import { mostTextLength } from '../limits.ts';
import { bufferOf } from '../../util/buffer-of.ts';

/**
 * UTF-8 where the bytes are that, else Windows-1252 (and so Latin-1), which any bytes are. NULs end or pad it.
 * @param isSaidToBeUtf8 then a damaged letter among others that are whole leaves it UTF-8
 */
export function decodeText(bytes: Uint8Array, isSaidToBeUtf8 = false): string {
  const whole = withoutHalfLetter(bytes, isSaidToBeUtf8);
  const text = new TextDecoder('utf-8').decode(whole);
  const isText = isUtf8(whole) || (isSaidToBeUtf8 && /[^\0-\x7f\ufffd]/.test(text));
  // Not UTF-8: what old cameras and Windows programs wrote.
  return tidy(isText ? text : decodeWindows1252(bytes));
}

/**
 * Fields of IPTC have a length in bytes, at which many programs cut through the last letter. Behind ASCII alone that may as
 * well be one of Latin-1: `Café`.
 */
function withoutHalfLetter(bytes: Uint8Array, isSaidToBeUtf8: boolean): Uint8Array {
  for (let back = 1; back <= 3 && back < bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    const before = bytes.subarray(0, -back);
    return needed > back && isUtf8(before) && (isSaidToBeUtf8 || !isAscii(before)) ? before : bytes;
  }
  return bytes;
}

/** By hand: Node 24.9's own TextDecoder takes windows-1252 for Latin-1, which has control characters at 80 to 9F. */
function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = bufferOf(bytes).toString('latin1');
  return latin1.replace(/[\x80-\x9f]/g, (character) => from80to9f[character.charCodeAt(0) - 0x80] ?? ' ');
}
const from80to9f = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ';

/** The XP* tags of Windows Explorer. */
export function decodeUcs2(bytes: Uint8Array): string {
  return tidy(new TextDecoder('utf-16le').decode(bytes));
}

/** Without NULs, control characters and space around; Unicode NFC, so that the same word is the same string. */
export function tidy(text: string): string {
  const cut = text.length > mostTextLength ? text.slice(0, mostTextLength).replace(/[\ud800-\udbff]$/, '') : text;
  return cut
    .replace(/[\0-\x08\x0b\x0c\x0e-\x1f\x7f]+/g, ' ') // prettier-ignore
    .trim()
    .replace(manyMarks, '$1')
    .normalize('NFC');
}

/**
 * Marks on one letter, more than any script has (UAX #15, Stream-Safe Text Format: 30). Putting them into order takes
 * time by the square of their number: 53 s for 200,000.
 */
const manyMarks = /(\p{M}{30})\p{M}+/gu;
