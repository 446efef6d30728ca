import fs from 'node:fs';
import path from 'node:path';
import type { Family } from './family.ts';
import { judgeLibrary } from './judge-library.ts';
import { makePreciousLibrary } from './precious-library.ts';

const blockBytes = 4096;
const kinds = ['flipped', 'zeroed', 'torn', 'noise'] as const;

/** Block by block, after a kill: what is newest is in the log alone. */
export const libraryLog: Family = {
  name: 'library-log',
  what: 'each block of the log of library.db after a kill: a bit flipped, zeroed, half of another one, overwritten',
  quick: 60,
  prepare: (shared) => makePreciousLibrary(shared),
  // Without the first one it is not known which frames are of the log as it is now; without the last one nobody can tell its
  // commit from one that was being written.
  total: (shared) => (blocksOf(shared) - 3) * kinds.length,
  run({ number, shared, folder, random }) {
    fs.cpSync(path.join(shared, 'killed'), folder, { recursive: true });
    const kind = kinds[number % kinds.length] ?? 'flipped';
    damageBlock(path.join(folder, 'library.db-wal'), 1 + Math.floor(number / kinds.length), kind, random);
    return judgeLibrary({ folder, shared });
  },
};

function damageBlock(file: string, block: number, kind: (typeof kinds)[number], random: () => number): void {
  const bytes = fs.readFileSync(file);
  const at = block * blockBytes;
  if (kind === 'zeroed') bytes.fill(0, at, at + blockBytes);
  if (kind === 'noise') for (let i = at; i < at + blockBytes; i++) bytes[i] = Math.floor(random() * 256);
  if (kind === 'torn') {
    const other = Math.floor((random() * bytes.length) / blockBytes) * blockBytes;
    bytes.copy(bytes, at + blockBytes / 2, other, other + blockBytes / 2);
  }
  if (kind === 'flipped') {
    const place = at + Math.floor(random() * blockBytes);
    bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << Math.floor(random() * 8)), place);
  }
  fs.writeFileSync(file, bytes);
}

function blocksOf(shared: string): number {
  return Math.floor(fs.statSync(path.join(shared, 'killed', 'library.db-wal')).size / blockBytes);
}
