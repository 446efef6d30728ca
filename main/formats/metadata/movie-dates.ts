/** @file Runs in the embedder process: the bytes are not trusted. */
import { boxesIn } from '../iso-boxes.ts';
import type { OwnBlocks } from '../metadata.ts';
import { readDate } from './dates.ts';
import { movieKeys } from './movie-keys.ts';

/** Seconds between 1904, from which QuickTime counts, and 1970. */
const from1904 = 2_082_844_800;

/**
 * When a sequence was made, by its container (ISO/IEC 14496-12, 8.2.2; QuickTime File Format, metadata keys): Apple's
 * `creationdate`, which knows its time zone, or else the header of the movie, which is UTC. A clock that was never set says 0.
 */
export function movieDates(bytes: Buffer, nowMs: number): OwnBlocks {
  const movie = boxesIn(bytes).find(({ type }) => type === 'moov')?.content;
  if (movie === undefined) return {};
  const boxes = boxesIn(movie);
  const meta = boxes.find(({ type }) => type === 'meta')?.content;
  const written = meta && movieKeys(meta).get('com.apple.quicktime.creationdate');
  const header = boxes.find(({ type }) => type === 'mvhd')?.content;
  return { created: readDate(written, nowMs) ?? (header && headerDate(header, nowMs)) };
}

function headerDate(header: Buffer, nowMs: number) {
  if (header.length < 12) return undefined;
  const seconds = header[0] === 1 ? Number(header.readBigUInt64BE(4)) : header.readUInt32BE(4);
  const wallMs = (seconds - from1904) * 1000;
  // Some programs count from 1970 here too: then this is before photography became electronic.
  const isPossible = wallMs > Date.UTC(1980, 0, 1) && wallMs <= nowMs + 86_400_000;
  return isPossible ? { wallMs, offsetMin: 0 } : undefined;
}
