import fs from 'node:fs';

/**
 * The header of a SQLite file (https://sqlite.org/fileformat2.html#the_database_header), as far as it is the same in every
 * library.db. A flipped bit here makes SQLite say "file is not a database", "readonly" or "unsupported file format".
 */
const magic = Buffer.from('SQLite format 3\0', 'latin1');
const pageBytes = 4096;
const fixed: readonly Field[] = [
  { at: 0, bytes: [...magic] },
  { at: 16, bytes: [pageBytes >> 8, pageBytes & 255] },
  // For writing and for reading: a write-ahead log, or none as yet.
  { at: 18, bytes: [2], orElse: [1] },
  { at: 19, bytes: [2], orElse: [1] },
  // No reserved bytes; payload fractions, which are the same for everyone.
  { at: 20, bytes: [0, 64, 32, 32] },
  // Schema format 4, and UTF-8; not told before there is a table.
  { at: 44, bytes: [0, 0, 0, 4], orElse: [0, 0, 0, 0] },
  { at: 56, bytes: [0, 0, 0, 1], orElse: [0, 0, 0, 0] },
  // No vacuum by itself.
  { at: 52, bytes: [0, 0, 0, 0] },
  { at: 64, bytes: [0, 0, 0, 0] },
  { at: 72, bytes: Array<number>(20).fill(0) },
];

interface Field {
  readonly at: number;
  readonly bytes: readonly number[];
  readonly orElse?: readonly number[];
}

const sizeAt = 28;
const changeCounterAt = 24;
const validForAt = 92;

/** @returns undefined: nothing is wrong with it; a new file has none yet */
export function headerTrouble(file: string): string | undefined {
  const { size } = fs.statSync(file);
  if (size === 0) return 'it is empty';
  if (size % pageBytes !== 0) return `its size, ${size}, is not whole pages`;
  const header = readStart(file);
  const wrong = fixed.find(({ at, bytes, orElse }) => {
    const found = header.subarray(at, at + bytes.length);
    return !found.equals(Buffer.from(bytes)) && !(orElse && found.equals(Buffer.from(orElse)));
  });
  if (wrong !== undefined) return `the header is damaged at byte ${wrong.at}`;
  if (header.readUInt32BE(changeCounterAt) !== header.readUInt32BE(validForAt)) return undefined;
  const pages = header.readUInt32BE(sizeAt);
  return pages * pageBytes > size && !hasLog(file)
    ? `${pages * pageBytes - size} bytes at its end are gone`
    : undefined;
}

/** Makes the header of a copy one that SQLite reads; what hangs on it is then found out by reading. */
export function mendHeader(file: string): void {
  const { size } = fs.statSync(file);
  if (size < pageBytes) return;
  const opened = fs.openSync(file, 'r+');
  try {
    for (const { at, bytes } of fixed) fs.writeSync(opened, Buffer.from(bytes), 0, bytes.length, at);
    // Two numbers that do not agree: the size is then taken from the file.
    fs.writeSync(opened, Buffer.from([0, 0, 0, 1]), 0, 4, changeCounterAt);
    fs.writeSync(opened, Buffer.from([0, 0, 0, 2]), 0, 4, validForAt);
    fs.ftruncateSync(opened, Math.ceil(size / pageBytes) * pageBytes);
  } finally {
    fs.closeSync(opened);
  }
}

function readStart(file: string): Buffer {
  const header = Buffer.alloc(100);
  const opened = fs.openSync(file, 'r');
  try {
    fs.readSync(opened, header, 0, header.length, 0);
  } finally {
    fs.closeSync(opened);
  }
  return header;
}

/** The end may still be there. */
function hasLog(file: string): boolean {
  return (fs.statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}
