/** @file Runs in the embedder process: the bytes are not trusted. */
import { isUtf8 } from 'node:buffer';
import { inflateSync } from 'node:zlib';
import type { OwnBlocks } from '../metadata.ts';
import { mostTextBytes } from '../limits.ts';
import { clockReading } from './dates.ts';
import { readSpokenDate } from './spoken-date.ts';
import { tidy } from './text.ts';

/**
 * What PNG keeps in chunks of its own (PNG specification 3, 11.3): title, description and the time of creation as texts, the
 * time of the last change (UTC), and the blocks that ImageMagick, ExifTool and their kind write as hexadecimal text, `Raw
 * profile type exif`.
 */
export function pngBlocks(bytes: Buffer, nowMs: number): OwnBlocks {
  const texts = new Map<string, string>();
  let modified: OwnBlocks['modified'];
  for (let at = 8; at + 12 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    const type = bytes.toString('latin1', at + 4, at + 8);
    const content = bytes.subarray(at + 8, at + 8 + size);
    if (type === 'IEND') break;
    if (type === 'tIME' && content.length >= 7) modified = timeOf(content, nowMs);
    const [keyword, text] = ['tEXt', 'zTXt', 'iTXt'].includes(type) ? textOf(type, content) : [];
    if (keyword !== undefined && text !== undefined && !texts.has(keyword)) texts.set(keyword, text);
    at += 12 + size;
  }
  const raw = (name: string) => rawProfile(texts.get(`Raw profile type ${name}`));
  const written = (name: string) => {
    const text = tidy(texts.get(name) ?? '');
    // What made a picture keeps its settings there too, as JSON.
    return text === '' || text.startsWith('{') ? undefined : text;
  };
  const created = texts.get('Creation Time') ?? texts.get('creation_time') ?? texts.get('create-date');
  return {
    exif: raw('exif') ?? raw('APP1'),
    iptc: raw('iptc'),
    xmp: raw('xmp'),
    created: created === undefined ? undefined : readSpokenDate(created.slice(0, 200), nowMs),
    modified,
    words: { title: written('Title'), caption: written('Description') ?? written('Comment') },
  };
}

function timeOf(content: Buffer, nowMs: number) {
  const [, , month, day, hour, minute, second] = content;
  return clockReading({ year: content.readUInt16BE(0), month, day, hour, minute, second, offsetMin: 0 }, nowMs);
}

function textOf(type: string, content: Buffer): [keyword: string, text: string] | [] {
  const end = content.indexOf(0);
  if (end < 1) return [];
  const keyword = content.toString('latin1', 0, end);
  if (type === 'tEXt') return [keyword, plainText(content.subarray(end + 1))];
  if (type === 'zTXt') return [keyword, plainText(inflated(content.subarray(end + 2)) ?? Buffer.alloc(0))];
  // iTXt: whether it is packed, how, language, translated keyword.
  const language = content.indexOf(0, end + 3);
  const translated = language === -1 ? -1 : content.indexOf(0, language + 1);
  if (translated === -1) return [];
  const text = content.subarray(translated + 1);
  return [keyword, (content[end + 1] === 1 ? inflated(text) : text)?.toString('utf8') ?? ''];
}

/** Latin-1 by the standard, and UTF-8 by what many programs write. */
function plainText(bytes: Buffer): string {
  return bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
}

function inflated(packed: Buffer): Buffer | undefined {
  try {
    return inflateSync(packed, { maxOutputLength: mostTextBytes });
  } catch {
    return undefined; // a text that is damaged, or a bomb, says nothing
  }
}

/** Name (`iptc`, ExifTool: `IPTC profile`), number of bytes, then their digits. */
function rawProfile(text: string | undefined): Buffer | undefined {
  // In two steps: one pattern for both would go back over the spaces for each of them.
  const head = /^\s*\S+(?: profile)?\s+\d+\s/.exec(text ?? '')?.[0];
  const digits = head === undefined ? '' : (text ?? '').slice(head.length).replace(/\s/g, '');
  return digits !== '' && /^[\da-f]+$/i.test(digits) ? Buffer.from(digits, 'hex') : undefined;
}
