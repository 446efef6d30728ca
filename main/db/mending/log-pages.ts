import fs from 'node:fs';

/**
 * The write-ahead log of a SQLite file (https://sqlite.org/fileformat2.html#the_write_ahead_log): a header of 32 bytes, then
 * frames, each a header of 24 bytes and a page. Frames of the log as it is now have the salts of its header; what is behind
 * them is of an earlier round.
 */
const headerBytes = 32;
const frameHeaderBytes = 24;

export interface LogPages {
  /** Where the newest committed page lies in the log, by its number (from 0). */
  readonly committed: ReadonlyMap<number, number>;
  /** Numbers of all pages in it, committed or not. */
  readonly all: ReadonlySet<number>;
  /** How many pages the database has with the log; undefined where nothing is committed. */
  readonly pageCount: number | undefined;
}

const empty: LogPages = { committed: new Map(), all: new Set(), pageCount: undefined };

export function readLogPages(log: string, pageBytes: number): LogPages {
  const size = fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= headerBytes) return empty;
  const committed = new Map<number, number>();
  const all = new Set<number>();
  let pageCount: number | undefined;
  let pending: [page: number, at: number][] = [];
  const opened = fs.openSync(log, 'r');
  try {
    const header = Buffer.alloc(headerBytes);
    fs.readSync(opened, header, 0, headerBytes, 0);
    const salts = header.subarray(16, 24);
    const frame = Buffer.alloc(frameHeaderBytes);
    for (let at = headerBytes; at + frameHeaderBytes + pageBytes <= size; at += frameHeaderBytes + pageBytes) {
      fs.readSync(opened, frame, 0, frameHeaderBytes, at);
      if (!frame.subarray(8, 16).equals(salts)) break;
      const page = frame.readUInt32BE(0) - 1;
      all.add(page);
      pending.push([page, at + frameHeaderBytes]);
      const sizeAfter = frame.readUInt32BE(4);
      if (sizeAfter === 0) continue;
      for (const [number, place] of pending) committed.set(number, place);
      pending = [];
      pageCount = sizeAfter;
    }
  } finally {
    fs.closeSync(opened);
  }
  return { committed, all, pageCount };
}
