import type { Source } from '../raw/source.ts';

const name = 'http://ns.adobe.com/xap/1.0/\0';
const mostSegments = 1_000;

/** The XMP packet of a JPEG, read out of its head alone (XMP specification, part 3, 1.1.3). */
export async function xmpOfJpeg(source: Source): Promise<Buffer | undefined> {
  const start = await source.read(0, 2);
  if (start[0] !== 0xff || start[1] !== 0xd8) return undefined;
  let at = 2;
  for (let segments = 0; segments < mostSegments; segments++) {
    const head = await source.read(at, 4 + name.length);
    if (head.length < 4 || head[0] !== 0xff) return undefined;
    const marker = head[1] ?? 0;
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    const length = head.readUInt16BE(2);
    if (marker === 0xda || marker === 0xd9 || length < 2) return undefined;
    if (marker === 0xe1 && head.toString('latin1', 4) === name)
      return source.read(at + 4 + name.length, length - 2 - name.length);
    at += 2 + length;
  }
  return undefined;
}
