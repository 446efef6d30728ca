import fs from 'node:fs';

const pageBytes = 4096;
const headerBytes = 32;
const frameHeaderBytes = 24;
const frameBytes = frameHeaderBytes + pageBytes;
const magicOf = { little: 0x37_7f_06_82, big: 0x37_7f_06_83 } as const;
const version = 3_007_000;
/** All of it is held in memory; a log has 4 MB, more while somebody reads for long. */
const mostBytes = 256 << 20;

/**
 * [Note: A damaged log]
 * SQLite reads a write-ahead log up to the first frame whose checksum does not fit, and takes that for its end: what was said
 * after it is gone without a word. But the checksum of each frame begins with that of the one before it
 * (https://sqlite.org/fileformat2.html#the_write_ahead_log), which is written in it: so those behind the damage are known to be
 * whole, and mostly also which page the damaged one had.
 */
export interface DamagedLog {
  /** Where the newest version of a page lies in the log, by its number (from 0); undefined: it is damaged. */
  readonly pages: ReadonlyMap<number, number | undefined>;
  /** How many pages the database has with the log. */
  readonly pageCount: number;
  /** Of some damaged frame it is not known which page it had: any of those in the file may be older than it should be. */
  readonly isDoubtful: boolean;
  /** Transactions that SQLite does not read. */
  readonly commitCount: number;
}

interface Frame {
  readonly at: number;
  /** From 1. */
  readonly page: number;
  /** Pages of the database after the commit that ends here; 0: none does. */
  readonly pageCount: number;
  /** Of the round that the log is in. */
  readonly isOurs: boolean;
  readonly isSound: boolean;
  /** By SQLite. */
  readonly isRead: boolean;
}

type Sum = readonly [number, number];

/** @returns undefined where SQLite reads all that was ever committed: nothing behind the first frame that it does not take is a commit */
export function readDamagedLog(log: string): DamagedLog | undefined {
  const size = fs.statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  if (size < headerBytes + frameBytes || size > mostBytes) return undefined;
  const bytes = fs.readFileSync(log);
  const isWhole = isHeaderSound(bytes);
  const frames = framesOf(bytes, isWhole);
  // What was written and taken back may lie behind the end of the log, but no commit does.
  const end = frames.findLastIndex(({ isSound, pageCount }) => isSound && pageCount > 0);
  const committed = frames.slice(0, end + 1);
  if (committed.length === 0 || committed.every(({ isRead }) => isRead)) return undefined;
  const pageCount = committed.at(-1)?.pageCount ?? 0;
  const pages = new Map<number, number | undefined>();
  let isDoubtful = false;
  for (const { at, page, isOurs, isSound } of committed)
    if (isSound) pages.set(page - 1, at + frameHeaderBytes);
    else if (isOurs && page >= 1 && page <= pageCount) pages.set(page - 1, undefined);
    else isDoubtful = true;
  const commitCount = committed.filter((frame) => !frame.isRead && frame.pageCount > 0).length;
  return { pages, pageCount, isDoubtful, commitCount };
}

/**
 * Makes a copy of the library what it would be with its log; pages that are damaged in it are emptied.
 * @param copy without a log of its own
 * @returns numbers (from 0) of those that were emptied
 */
export function putLogPages(copy: string, log: string, { pages, pageCount }: DamagedLog): number[] {
  const lost: number[] = [];
  const from = fs.openSync(log, 'r');
  const to = fs.openSync(copy, 'r+');
  const page = Buffer.alloc(pageBytes);
  try {
    fs.ftruncateSync(to, pageCount * pageBytes);
    for (const [number, at] of pages) {
      if (at === undefined) {
        if (number === 0) continue; // what is left of the first one is made the best of
        page.fill(0);
        lost.push(number);
      } else fs.readSync(from, page, 0, pageBytes, at);
      if (number < pageCount) fs.writeSync(to, page, 0, pageBytes, number * pageBytes);
    }
  } finally {
    fs.closeSync(to);
    fs.closeSync(from);
  }
  return lost;
}

function isHeaderSound(bytes: Buffer): boolean {
  const magic = bytes.readUInt32BE(0);
  if (magic !== magicOf.little && magic !== magicOf.big) return false;
  if (bytes.readUInt32BE(4) !== version || bytes.readUInt32BE(8) !== pageBytes) return false;
  return isSame(sumOf(bytes, 0, 24, [0, 0]), storedAt(bytes, 24));
}

function framesOf(bytes: Buffer, isHeaderSound: boolean): Frame[] {
  // Frames of the round that the log is in lie before those of earlier ones.
  const saltsAt = isHeaderSound ? 16 : headerBytes + 8;
  const salts = bytes.subarray(saltsAt, saltsAt + 8);
  const frames: Frame[] = [];
  let before: { stored: Sum; reckoned: Sum } = {
    stored: storedAt(bytes, 24),
    reckoned: sumOf(bytes, 0, 24, [0, 0]),
  };
  for (let at = headerBytes; at + frameBytes <= bytes.length; at += frameBytes) {
    const isOurs = bytes.subarray(at + 8, at + 16).equals(salts);
    const stored = storedAt(bytes, at + 16);
    const from = (sum: Sum) => sumOf(bytes, at + frameHeaderBytes, at + frameBytes, sumOf(bytes, at, at + 8, sum));
    let reckoned = from(before.stored);
    let isSound = isOurs && isSame(reckoned, stored);
    const isRead = isSound && (frames.at(-1)?.isRead ?? isHeaderSound);
    if (isOurs && !isSound) {
      // Of the one before, nothing but its checksum may be damaged.
      const other = from(before.reckoned);
      const last = frames.at(-1);
      if (isSame(other, stored)) {
        isSound = true;
        reckoned = other;
        if (last?.isOurs === true) frames[frames.length - 1] = { ...last, isSound: true };
      }
    }
    frames.push({ at, page: bytes.readUInt32BE(at), pageCount: bytes.readUInt32BE(at + 4), isOurs, isSound, isRead });
    before = { stored, reckoned };
  }
  return frames;
}

/** Two sums of 32 bits over words in the order that the log's first number tells; every machine that this runs on writes the little one. */
function sumOf(bytes: Buffer, from: number, to: number, [one, two]: Sum): Sum {
  let a = one;
  let b = two;
  const isBig = bytes.readUInt32BE(0) === magicOf.big;
  for (let at = from; at < to; at += 8) {
    a = (a + (isBig ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (isBig ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}

function storedAt(bytes: Buffer, at: number): Sum {
  return [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)];
}

function isSame([a, b]: Sum, [c, d]: Sum): boolean {
  return a === c && b === d;
}
