import fs from 'node:fs';
import type { Database } from 'better-sqlite3';

/**
 * [Note: A page that only says where rows are]
 * The b-tree of a table (https://sqlite.org/fileformat2.html#b_tree_pages) has its rows in leaves, and pages above them that say
 * which leaf has which. Where one of those is lost, all its leaves are whole and nobody finds them. But no other page points to
 * them, they are not free, and each says of which rows it is: the page above is made again of what it must have said.
 */
const tableInterior = 5;
const tableLeaf = 13;
const indexInterior = 2;
const pageBytes = 4096;
const interiorHeader = 12;
const leafHeader = 8;
/** All of it is held in memory. */
const mostBytes = 512 << 20;

/**
 * @param file a copy of the damaged library without a log; it is changed
 * @param lost numbers (from 0) of pages that were emptied
 * @param sql a connection to it, for where its tables begin
 */
export function raiseLostPages(file: string, lost: readonly number[], sql: Database): void {
  if (fs.statSync(file).size > mostBytes) return;
  const bytes = fs.readFileSync(file);
  const tree = createTree(bytes);
  const roots = sql.prepare<[], number>('SELECT rootpage FROM sqlite_schema WHERE rootpage > 0').pluck().all();
  const known = tree.reachable([1, ...roots]);
  for (const page of tree.free()) known.add(page);
  const orphans = new Set<number>();
  for (let page = 2; page <= bytes.length / pageBytes; page++)
    if (!known.has(page) && tree.isOfTable(page)) orphans.add(page);
  for (const page of [...orphans]) for (const child of tree.children(page)) orphans.delete(child);
  const tops = [...orphans].map((page) => ({ page, ...tree.rowsOf(page) })).sort((a, b) => a.least - b.least);
  // Of two lost pages nobody can tell whose children these are; and rows that are there twice are of an older round.
  const isOneAfterTheOther = tops.every(
    ({ least, most }, at) => least <= most && most < (tops[at + 1]?.least ?? Infinity),
  );
  const mayHaveLost = lost.filter((page) => page > 0 && (roots.includes(page + 1) || known.has(page + 1)));
  const [page] = mayHaveLost;
  if (page === undefined || mayHaveLost.length > 1 || tops.length === 0 || !isOneAfterTheOther) return;
  const made = tops.length === 1 ? tree.copyOf(tops[0]?.page ?? 0) : interiorOf(tops);
  if (made === undefined) return;
  const opened = fs.openSync(file, 'r+');
  try {
    fs.writeSync(opened, made, 0, pageBytes, page * pageBytes);
  } finally {
    fs.closeSync(opened);
  }
}

/** Pages are counted from 1, as SQLite does. */
function createTree(bytes: Buffer) {
  const count = bytes.length / pageBytes;
  const headerAt = (page: number) => (page - 1) * pageBytes + (page === 1 ? 100 : 0);
  const typeOf = (page: number) => bytes.readUInt8(headerAt(page));
  const isPage = (page: number) => page >= 1 && page <= count;

  return { reachable, free, children, isOfTable, rowsOf, copyOf };

  function reachable(from: readonly number[]): Set<number> {
    const seen = new Set<number>();
    const next = [...from];
    for (let page = next.pop(); page !== undefined; page = next.pop()) {
      if (seen.has(page) || !isPage(page)) continue;
      seen.add(page);
      next.push(...children(page));
    }
    return seen;
  }

  function children(page: number): number[] {
    const at = headerAt(page);
    const type = typeOf(page);
    if (type !== tableInterior && type !== indexInterior) return [];
    const cells = cellsOf(page, interiorHeader);
    return [...cells.map((cell) => bytes.readUInt32BE(cell)), bytes.readUInt32BE(at + 8)];
  }

  /** Trunk pages say which pages are free; what lies in those is of an earlier time. */
  function free(): number[] {
    const found: number[] = [];
    const seen = new Set<number>();
    for (let trunk = bytes.readUInt32BE(32); isPage(trunk) && !seen.has(trunk);) {
      seen.add(trunk);
      const at = (trunk - 1) * pageBytes;
      const leaves = Math.min(bytes.readUInt32BE(at + 4), pageBytes / 4 - 2);
      for (let leaf = 0; leaf < leaves; leaf++) found.push(bytes.readUInt32BE(at + 8 + leaf * 4));
      trunk = bytes.readUInt32BE(at);
    }
    return [...found, ...seen];
  }

  function isOfTable(page: number): boolean {
    const type = typeOf(page);
    if (type !== tableInterior && type !== tableLeaf) return false;
    const at = headerAt(page);
    const cells = bytes.readUInt16BE(at + 3);
    const header = type === tableLeaf ? leafHeader : interiorHeader;
    if (cells === 0 || header + cells * 2 > pageBytes) return false;
    return cellsOf(page, header).every((cell) => cell >= at + header + cells * 2 && cell < at + pageBytes - 4);
  }

  function cellsOf(page: number, header: number): number[] {
    const at = headerAt(page);
    const cells = Math.min(bytes.readUInt16BE(at + 3), Math.floor((pageBytes - header) / 2));
    return Array.from(
      { length: cells },
      (_, cell) => (page - 1) * pageBytes + bytes.readUInt16BE(at + header + cell * 2),
    ).filter((cell) => cell + 4 <= bytes.length);
  }

  /** The least and the greatest row below a page; of a damaged one, none. */
  function rowsOf(page: number, depth = 0): { least: number; most: number } {
    const none = { least: Infinity, most: -Infinity };
    if (!isPage(page) || depth > 20 || !isOfTable(page)) return none;
    if (typeOf(page) === tableLeaf) {
      const rows = cellsOf(page, leafHeader).map((cell) => {
        const payload = readVarint(bytes, cell);
        return readVarint(bytes, cell + payload.length).value;
      });
      return { least: Math.min(...rows), most: Math.max(...rows) };
    }
    const all = children(page);
    return { least: rowsOf(all[0] ?? 0, depth + 1).least, most: rowsOf(all.at(-1) ?? 0, depth + 1).most };
  }

  function copyOf(page: number): Buffer | undefined {
    return isPage(page) ? Buffer.from(bytes.subarray((page - 1) * pageBytes, page * pageBytes)) : undefined;
  }
}

/** @returns undefined where they do not fit */
function interiorOf(children: readonly { page: number; most: number }[]): Buffer | undefined {
  const made = Buffer.alloc(pageBytes);
  const cells = children.slice(0, -1).map(({ page, most }) => {
    const pointer = Buffer.alloc(4);
    pointer.writeUInt32BE(page);
    return Buffer.concat([pointer, varint(most)]);
  });
  let end = pageBytes;
  made.writeUInt8(tableInterior, 0);
  made.writeUInt16BE(cells.length, 3);
  for (const [at, cell] of cells.entries()) {
    end -= cell.length;
    if (end < interiorHeader + cells.length * 2) return undefined;
    cell.copy(made, end);
    made.writeUInt16BE(end, interiorHeader + at * 2);
  }
  made.writeUInt16BE(end, 5);
  made.writeUInt32BE(children.at(-1)?.page ?? 0, 8);
  return made;
}

/** Seven bits a byte, the high ones first; a ninth byte has eight. Ids are far below 2^53. */
function readVarint(bytes: Buffer, at: number): { value: number; length: number } {
  let value = 0;
  for (let length = 1; length <= 8; length++) {
    const byte = bytes[at + length - 1] ?? 0;
    value = value * 128 + (byte & 127);
    if (byte < 128) return { value, length };
  }
  return { value: value * 256 + (bytes[at + 8] ?? 0), length: 9 };
}

function varint(value: number): Buffer {
  const digits = [value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) digits.unshift((rest % 128) | 128);
  return Buffer.from(digits);
}
