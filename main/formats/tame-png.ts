import zlib from 'node:zlib';
import { mostTextBytes } from './limits.ts';
import { chunksOf, type PngChunk } from './png-chunks.ts';

/** Colour profiles of printers with large tables have some 3 MB. */
const mostProfileBytes = 16 * 2 ** 20;
/** All compressed texts of one file together. */
const mostInflatedBytes = 16 * 2 ** 20;
const mostTexts = 1_000;

/**
 * A PNG without what would fill the memory of whoever reads it: compressed chunks (iCCP, zTXt, iTXt: PNG specification 3,
 * 11.3) that expand beyond all measure, and texts by the thousand. The picture is the same.
 * @returns `bytes` itself where there is nothing to leave out
 */
export function tamePng(bytes: Buffer): Buffer {
  const { chunks } = chunksOf(bytes);
  let left = mostInflatedBytes;
  let texts = 0;
  const isHarmless = (chunk: PngChunk): boolean => {
    const isText = chunk.type === 'zTXt' || chunk.type === 'iTXt' || chunk.type === 'tEXt';
    if (isText && ++texts > mostTexts) return false;
    const content = bytes.subarray(chunk.start + 8, chunk.end - 4);
    const packed = packedPart(chunk.type, content);
    if (packed === undefined) return content.length <= mostTextBytes || !isText;
    const most = chunk.type === 'iCCP' ? mostProfileBytes : Math.min(mostTextBytes, left);
    if (most <= 0) return false;
    const size = inflatedSize(packed, most);
    // What was inflated in vain was work too.
    if (isText) left -= size ?? most;
    return size !== undefined;
  };
  const dropped = chunks.filter((chunk) => !isHarmless(chunk));
  if (dropped.length === 0) return bytes;
  const kept: Buffer[] = [];
  let from = 0;
  for (const { start, end } of dropped) {
    kept.push(bytes.subarray(from, start));
    from = end;
  }
  return Buffer.concat([...kept, bytes.subarray(from)]);
}

/** The zlib stream in a chunk; undefined where the chunk holds none. */
function packedPart(type: string, content: Buffer): Buffer | undefined {
  const keywordEnd = content.indexOf(0);
  if (keywordEnd < 0) return undefined;
  if (type === 'iCCP' || type === 'zTXt') return content.subarray(keywordEnd + 2);
  if (type !== 'iTXt' || content[keywordEnd + 1] !== 1) return undefined;
  const languageEnd = content.indexOf(0, keywordEnd + 3);
  const translatedEnd = languageEnd < 0 ? -1 : content.indexOf(0, languageEnd + 1);
  return translatedEnd < 0 ? undefined : content.subarray(translatedEnd + 1);
}

/** @returns undefined when it is more than `most`; what is no zlib stream is left to the decoder, and counts as nothing */
function inflatedSize(packed: Buffer, most: number): number | undefined {
  if (packed.length > most) return undefined;
  try {
    return zlib.inflateSync(packed, { maxOutputLength: Math.max(1, most) }).length;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE' ? undefined : 0;
  }
}
