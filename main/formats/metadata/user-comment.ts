import type { TagValue } from './exif.ts';
import { decodeText, decodeUcs2, tidy } from './text.ts';

/**
 * The text of UserComment, of which eight bytes name the character code (Exif 3.0, 4.6.6).
 * @param isLittle the order of bytes of its directory
 */
export function userComment(value: TagValue | undefined, isLittle: boolean): string | undefined {
  if (value === undefined || value.is === 'numbers' || value.bytes.length <= 8) return undefined;
  const code = String.fromCharCode(...value.bytes.subarray(0, 8)).replaceAll('\0', '').trim(); // prettier-ignore
  const content = value.bytes.subarray(8);
  switch (code.toUpperCase()) {
    case 'UNICODE':
      return utf16(content, isLittle) || undefined;
    case 'JIS':
      return jis(content) || undefined;
    case 'ASCII':
    case '':
      return decodeText(content) || undefined;
    default:
      // Programs that have not heard of the code write the text from the first byte on.
      return decodeText(value.bytes) || undefined;
  }
}

/**
 * The standard leaves the order of bytes open; it should be that of the directory, and often is not. A mark of order
 * decides; letters of the West have a zero on one side; and of other text one order makes sense, the other is a jumble of
 * scripts.
 */
function utf16(content: Uint8Array, isLittle: boolean): string {
  const even = Buffer.from(content.subarray(0, content.length & ~1));
  const little = decodeUcs2(even);
  const big = decodeUcs2(Buffer.from(even).swap16());
  if (even[0] === 0xff && even[1] === 0xfe) return little;
  if (even[0] === 0xfe && even[1] === 0xff) return big;
  let zerosFirst = 0;
  for (let at = 0; at < even.length; at += 2) zerosFirst += Number(even[at] === 0) - Number(even[at + 1] === 0);
  if (zerosFirst !== 0) return zerosFirst > 0 ? big : little;
  const [expected, other] = isLittle ? [little, big] : [big, little];
  return strangeness(other) < strangeness(expected) ? other : expected;
}

/** How many characters are of scripts that hardly anybody writes captions in, or are none at all. */
function strangeness(text: string): number {
  return text.replace(familiar, '').length;
}
const familiar =
  /[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Thai}\p{Script=Devanagari}\p{Script=Inherited}\p{P}\p{N}\p{Emoji_Presentation}\p{Script=Hangul}\s]/gu;

/** JIS X 0208 with its escapes, or without them as Shift_JIS has it. */
function jis(content: Uint8Array): string {
  return tidy(new TextDecoder(content.includes(0x1b) ? 'iso-2022-jp' : 'shift_jis').decode(content));
}
