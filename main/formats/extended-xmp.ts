/** @file Runs in the embedder process: the bytes are not trusted. */
import { bufferOf } from '../util/buffer-of.ts';

const name = 'http://ns.adobe.com/xmp/extension/\0';
/** Behind the name: the packet's MD5 as 32 digits, its length, and where in it this part belongs. */
const headBytes = name.length + 32 + 8;
const mostSegments = 1_000;
/** What is longer holds a map of depth, or another picture: 3 MB of that took 50 ms to read, for nothing. */
const mostBytes = 2 ** 20;

/**
 * What has no room in the XMP packet of a JPEG, 64 kB, put together from segments of its own (XMP specification, part 3, 1.1.3.1).
 * @param id the packet's `xmpNote:HasExtendedXMP`
 * @returns undefined where there is none, or a part of it is missing
 */
export function extendedXmp(bytes: Uint8Array, id: string): Buffer | undefined {
  const buffer = bufferOf(bytes);
  let packet: Buffer | undefined;
  let filled = 0;
  for (const segment of applicationSegments(buffer)) {
    if (segment.length < headBytes || segment.toString('latin1', 0, name.length + 32) !== name + id) continue;
    const length = segment.readUInt32BE(name.length + 32);
    const at = segment.readUInt32BE(name.length + 36);
    if (packet === undefined && length <= mostBytes) packet = Buffer.alloc(length);
    const part = segment.subarray(headBytes);
    if (!packet || at + part.length > packet.length) return undefined;
    part.copy(packet, at);
    filled += part.length;
  }
  return filled === packet?.length ? packet : undefined;
}

/** The contents of APP1 up to the picture. */
function* applicationSegments(bytes: Buffer): Generator<Buffer> {
  for (let at = 2, count = 0; at + 4 <= bytes.length && count < mostSegments; count++) {
    const marker = bytes[at + 1] ?? 0;
    const length = bytes.readUInt16BE(at + 2);
    if (bytes[at] !== 0xff || marker === 0xda || marker === 0xd9) return;
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    if (length < 2) return;
    if (marker === 0xe1) yield bytes.subarray(at + 4, at + 2 + length);
    at += 2 + length;
  }
}
