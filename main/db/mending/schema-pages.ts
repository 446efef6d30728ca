import fs from 'node:fs';

const interior = 5;
const headerBytes = 100;

/**
 * Takes the pages that say which tables there are, and where, from a backup: tables stay where they are as long as a library
 * lives, for nothing ever moves them.
 */
export function borrowSchema(file: string, backup: string | undefined): void {
  if (backup === undefined) throw new Error('there is no backup to take them from');
  const from = fs.openSync(backup, 'r');
  const to = fs.openSync(file, 'r+');
  try {
    const header = Buffer.alloc(headerBytes);
    fs.readSync(from, header, 0, headerBytes, 0);
    const size = header.readUInt16BE(16);
    const copyPage = (number: number): void => {
      const page = Buffer.alloc(size);
      fs.readSync(from, page, 0, size, (number - 1) * size);
      const at = number === 1 ? headerBytes : 0;
      // Of the first page the header too, but for the size: it is taken from the file where these two do not agree.
      if (number === 1) page.writeUInt32BE((page.readUInt32BE(24) ^ 1) >>> 0, 92);
      fs.writeSync(to, page, 0, size, (number - 1) * size);
      if (page.readUInt8(at) !== interior) return;
      const count = page.readUInt16BE(at + 3);
      copyPage(page.readUInt32BE(at + 8));
      for (let cell = 0; cell < count; cell++) copyPage(page.readUInt32BE(page.readUInt16BE(at + 12 + cell * 2)));
    };
    copyPage(1);
  } finally {
    fs.closeSync(from);
    fs.closeSync(to);
  }
}
