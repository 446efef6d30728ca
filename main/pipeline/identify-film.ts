import { createHash, type Hash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import fs from 'node:fs/promises';
import { boxesIn } from '../formats/iso-boxes.ts';
import type { Container } from '../formats/video/containers.ts';
import { isoParts, type Range } from '../formats/video/iso-parts.ts';

const edgeBytes = 256 * 1024;
const pieces = 32;
const pieceBytes = 16 * 1024;

/**
 * [Note: What makes a film this film]
 * A film may have 4 GB, and every copy and move is asked whether it is known: so SHA-256 over how long its frames and sound
 * are together, their first and last 256 KiB, 32 pieces of 16 KiB between, and, of MP4 and QuickTime, the list of the sizes
 * of all its frames, how long each is shown, which of them are keys, and how the picture is turned. Compressed frames of another
 * film differ in all of this; of the same film cut elsewhere, in the list; a copy whose keys are damaged shows less, and is a film
 * of its own. What only describes it (tags, XMP, the place of the index) does not count, as with photos. It costs 1 MB of reading.
 * Nothing is ever written into a film, and before a file beside it is written it is identified once more.
 * [Note: Why content, not paths]
 * @returns 32 bytes
 */
export async function identifyFilm(path: string, container: Container): Promise<Uint8Array> {
  const handle = await fs.open(path);
  try {
    const { size } = await handle.stat();
    const hash = createHash('sha256').update('film');
    let media: readonly Range[] = [[0, size]];
    if (container.reads === 'boxes') {
      const parts = await isoParts(handle, size);
      const tables = parts.movie && tablesIn(parts.movie);
      // Without both, all of its bytes make it what it is.
      if (parts.media.length > 0 && tables !== undefined && tables.length > 0) {
        media = parts.media;
        for (const table of tables) hash.update(table);
      }
    }
    await addMedia(hash, handle, media);
    return hash.digest();
  } finally {
    await handle.close();
  }
}

async function addMedia(hash: Hash, handle: FileHandle, media: readonly Range[]): Promise<void> {
  const total = media.reduce((sum, [start, end]) => sum + end - start, 0);
  hash.update(String(total));
  for (const [from, to] of samplesOf(total))
    for (const [start, end] of within(media, from, to)) {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
      hash.update(buffer.subarray(0, bytesRead));
    }
}

/** Parts of so many bytes that are looked at, in order and without overlaps. */
function samplesOf(total: number): Range[] {
  const between = total - 2 * edgeBytes;
  if (between <= pieces * pieceBytes) return [[0, total]];
  const step = between / pieces;
  const middle = Array.from({ length: pieces }, (_, i): Range => {
    const start = edgeBytes + Math.floor(i * step);
    return [start, start + pieceBytes];
  });
  return [[0, edgeBytes], ...middle, [total - edgeBytes, total]];
}

/** Where bytes `from` to `to` of all media, laid end to end, lie in the file. */
function within(media: readonly Range[], from: number, to: number): Range[] {
  const found: Range[] = [];
  let before = 0;
  for (const [start, end] of media) {
    const first = Math.max(from, before);
    const last = Math.min(to, before + end - start);
    if (first < last) found.push([start + first - before, start + last - before]);
    before += end - start;
  }
  return found;
}

/** Of every track: how it is turned, its codec's parameters, and its frames' sizes and times. Not where they lie. */
function tablesIn(movie: Buffer): Buffer[] {
  const [moov] = boxesIn(movie);
  const tracks = moov === undefined ? [] : boxesIn(moov.content).filter(({ type }) => type === 'trak');
  return tracks.flatMap(({ content }) => {
    const boxes = boxesIn(content);
    const table = inside(inside(inside(boxes, 'mdia'), 'minf'), 'stbl');
    const header = boxes.find(({ type }) => type === 'tkhd')?.content;
    // The matrix is 36 bytes before the width and height that end the box.
    const turned = header && header.length >= 84 ? [header.subarray(header.length - 44)] : [];
    return [
      ...turned,
      ...table.filter(({ type }) => ['stsd', 'stts', 'stss', 'stsz', 'stz2'].includes(type)).map((it) => it.content),
    ];
  });
}

function inside(boxes: ReturnType<typeof boxesIn>, type: string): ReturnType<typeof boxesIn> {
  const box = boxes.find((it) => it.type === type);
  return box === undefined ? [] : boxesIn(box.content);
}
