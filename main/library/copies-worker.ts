/** @file Runs in a worker thread of the main process: finds photos that show the same picture. It only reads. */
import { parentPort, workerData } from 'node:worker_threads';
import { type Matched, matchCopies } from '../copies/match.ts';
import { hashBytes } from '../copies/look.ts';
import { connect } from '../db/connect.ts';
import { rawKinds } from '../formats/raw/kinds.ts';
import type { FoundCopies, MatchSetup } from './match-aside.ts';

/** Writing what is found of so many takes the main process some milliseconds (docs/copies.md). */
const atOnce = 250;

if (parentPort === null) throw new Error('this file runs in a worker thread, started by match-aside.ts');

// It is started with exactly this.
const { libraryFile, indexFile, thumbnailsFile } = workerData as MatchSetup;
const sql = connect(libraryFile, { isReadOnly: true });
try {
  sql.prepare('ATTACH DATABASE ? AS idx').run(indexFile);
  sql.prepare('ATTACH DATABASE ? AS thumbs').run(thumbnailsFile);
  const rows = sql
    .prepare<[], Row>(
      `SELECT l.photo_id id, l.hash, l.is_matched, p.width, p.height, p.format, p.taken_wall_ms, p.taken_from, p.taken_precision
       FROM idx.looks l JOIN photos p ON p.id = l.photo_id WHERE p.present > 0 OR l.is_matched = 0 ORDER BY l.photo_id`,
    )
    .all();
  const pixels = sql.prepare<[number], Buffer>('SELECT pixels FROM thumbs.looks WHERE photo_id = ?').pluck();
  const photos = rows.map(photoOf);
  const found = slicesOf(
    matchCopies(photos, (id) => pixels.get(id)),
    photos.filter(({ isFresh }) => isFresh),
  );
  parentPort.postMessage(found satisfies FoundCopies[], found.flatMap(buffersOf));
} finally {
  sql.close();
}

/** A pair is in the first slice that has one of it. */
function slicesOf(pairs: readonly (readonly [number, number])[], fresh: readonly Matched[]): FoundCopies[] {
  const sliceOf = new Map(fresh.map(({ id }, at) => [id, Math.floor(at / atOnce)]));
  const pairsOf = new Map<number, number[]>();
  for (const [one, other] of pairs) {
    const slice = Math.min(sliceOf.get(one) ?? Infinity, sliceOf.get(other) ?? Infinity);
    const known = pairsOf.get(slice);
    if (known === undefined) pairsOf.set(slice, [one, other]);
    else known.push(one, other);
  }
  return Array.from({ length: Math.ceil(fresh.length / atOnce) }, (_, slice) => {
    const photos = fresh.slice(slice * atOnce, (slice + 1) * atOnce);
    const hashes = new Uint8Array(photos.length * hashBytes);
    photos.forEach(({ hash }, at) => hashes.set(hash, at * hashBytes));
    return {
      pairs: Float64Array.from(pairsOf.get(slice) ?? []),
      ids: Float64Array.from(photos, ({ id }) => id),
      hashes,
    };
  });
}

function buffersOf({ pairs, ids, hashes }: FoundCopies): ArrayBuffer[] {
  // Made above, each with a buffer of its own.
  return [pairs, ids, hashes].map(({ buffer }) => buffer as ArrayBuffer);
}

interface Row {
  id: number;
  hash: Buffer;
  is_matched: 0 | 1;
  width: number;
  height: number;
  format: string;
  taken_wall_ms: number;
  taken_from: string;
  taken_precision: string | null;
}

function photoOf(row: Row): Matched {
  return {
    id: row.id,
    hash: row.hash,
    isFresh: row.is_matched === 0,
    width: row.width,
    height: row.height,
    isRaw: row.format in rawKinds,
    takenWallMs: row.taken_wall_ms,
    takenFrom: row.taken_from,
    takenPrecision: row.taken_precision ?? undefined,
  };
}
