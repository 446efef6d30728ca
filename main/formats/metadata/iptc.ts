/** @file Runs in the embedder process: the bytes are not trusted. */
import { mostDatasets } from '../limits.ts';
import { decodeText } from './text.ts';
import { bufferOf } from '../../util/buffer-of.ts';

/** What of IPTC-IIM says something of a photo. */
export interface Iptc {
  readonly keywords: readonly string[];
  readonly caption: string | undefined;
  readonly title: string | undefined;
  readonly headline: string | undefined;
  /** From the smallest to the country. */
  readonly places: readonly string[];
  /** `20140501` */
  readonly date: string | undefined;
  /** `101500+0200` */
  readonly time: string | undefined;
  /** The same of the scan. */
  readonly digitizedDate: string | undefined;
  readonly digitizedTime: string | undefined;
}

/**
 * Datasets of IPTC-IIM 4.2, as they are or inside Photoshop's resource blocks (`8BIM` 0x0404).
 * Characters are UTF-8 where 1:90 says so (`ESC % G`), otherwise what they look like.
 */
export function readIptc(block: Uint8Array): Iptc {
  const bytes = insidePhotoshop(block) ?? block;
  const found = new Map<number, Uint8Array[]>();
  let isUtf8 = false;
  let count = 0;
  let at = bytes.indexOf(0x1c);
  while (at !== -1 && at + 5 <= bytes.length && bytes[at] === 0x1c) {
    const record = bytes[at + 1] ?? 0;
    const dataset = bytes[at + 2] ?? 0;
    const size = ((bytes[at + 3] ?? 0) << 8) | (bytes[at + 4] ?? 0);
    if (size >= 0x8000) break; // the extended form holds films and sound
    const content = bytes.subarray(at + 5, at + 5 + size);
    if (record === 1 && dataset === 90) isUtf8 = content[0] === 0x1b && content[1] === 0x25 && content[2] === 0x47;
    if (record === 2) {
      if (++count > mostDatasets) break;
      const known = found.get(dataset);
      if (known === undefined) found.set(dataset, [content]);
      else known.push(content);
    }
    at += 5 + size;
  }
  const texts = (dataset: number) =>
    (found.get(dataset) ?? []).map((content) => decodeText(content, isUtf8)).filter((text) => text !== '');
  return {
    keywords: texts(25),
    caption: texts(120)[0],
    title: texts(5)[0],
    headline: texts(105)[0],
    places: [92, 90, 95, 101].flatMap((dataset) => texts(dataset).slice(0, 1)),
    date: texts(55)[0],
    time: texts(60)[0],
    digitizedDate: texts(62)[0],
    digitizedTime: texts(63)[0],
  };
}

/** Photoshop's blocks: `8BIM`, id, a name of even length, size, content of even length. */
function insidePhotoshop(block: Uint8Array): Uint8Array | undefined {
  const buffer = bufferOf(block);
  let at = buffer.indexOf('8BIM', 0, 'latin1');
  while (at !== -1 && at + 12 <= buffer.length) {
    const id = buffer.readUInt16BE(at + 4);
    const nameBytes = 1 + (buffer[at + 6] ?? 0);
    const sizeAt = at + 6 + nameBytes + (nameBytes % 2);
    if (sizeAt + 4 > buffer.length) return undefined;
    const size = buffer.readUInt32BE(sizeAt);
    if (id === 0x0404) return buffer.subarray(sizeAt + 4, sizeAt + 4 + size);
    at = buffer.indexOf('8BIM', sizeAt + 4 + size, 'latin1');
  }
  return undefined;
}
