import type { Failure } from '../util/failure.ts';
import { brandsOf } from './iso-boxes.ts';
import { refusals } from './refusals.ts';

/** Why a file whose bytes no format here knows is refused: said by its bytes, as far as they tell. */
export function whyNotAPicture(bytes: Uint8Array): Failure {
  if (bytes.length === 0) return refusals.empty();
  const head = bytes.subarray(0, 4096);
  const ascii = String.fromCharCode(...head.subarray(0, 64));
  for (const [what, isIt] of others) if (isIt(ascii, head)) return refusals.unsupported(what);
  for (const [what, isIt] of documents) if (isIt(ascii, head)) return refusals.notAPicture(what);
  if (head.every((byte) => byte === 0)) return refusals.notAPicture('filled with zeros');
  if (isText(head)) return refusals.notAPicture('plain text');
  return refusals.notAPicture('data of an unknown kind');
}

type Test = (ascii: string, head: Uint8Array) => boolean;

const startsWith =
  (...starts: string[]): Test =>
  (ascii) =>
    starts.some((start) => ascii.startsWith(start));
const hasBrand =
  (pattern: RegExp): Test =>
  (_, head) =>
    brandsOf(head).some((brand) => pattern.test(brand));

/** Pictures, but of a kind that no format here reads. The first that fits is said. */
const others: readonly (readonly [string, Test])[] = [
  ['JPEG 2000 pictures', startsWith('\0\0\0\x0cjP  ', '\xff\x4f\xff\x51')],
  ['Photoshop documents', startsWith('8BPS')],
  ['icons', startsWith('\0\0\x01\0', '\0\0\x02\0')],
  ['drawings (SVG)', (_, head) => isText(head) && /<svg[\s>]/i.test(latin1(head))],
];

const documents: readonly (readonly [string, Test])[] = [
  ['a PDF document', startsWith('%PDF')],
  ['an archive', startsWith('PK\x03\x04', 'Rar!', '7z\xbc\xaf', '\x1f\x8b')],
  ['a web page', (_, head) => isText(head) && /<(!doctype html|html|head|body|script)\b/i.test(latin1(head))],
  ['an XML file', (_, head) => isText(head) && /^[\s\ufeff\xef\xbb\xbf]*<(\?xml|\w)/.test(latin1(head))],
  ['a program', startsWith('MZ', '\x7fELF', '#!')],
  ['a sound file', startsWith('ID3', 'OggS', 'fLaC')],
  ['a sound file', hasBrand(/^M4[AB] /)],
];

/** No control characters but those of text. UTF-8 passes. */
function isText(head: Uint8Array): boolean {
  return head.every((byte) => byte >= 0x20 || byte === 9 || byte === 10 || byte === 12 || byte === 13);
}

function latin1(head: Uint8Array): string {
  return Buffer.from(head.buffer, head.byteOffset, Math.min(head.length, 1024)).toString('latin1');
}
