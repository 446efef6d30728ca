import fs from 'node:fs';
import path from 'node:path';
import type { Family } from './family.ts';
import { judgeLibrary } from './judge-library.ts';
import { makePreciousLibrary } from './precious-library.ts';

const pageBytes = 4096;
export const damageKinds = ['zeroed', 'flipped', 'torn', 'truncated', 'noise'] as const;
const ends = ['clean', 'unclean'] as const;

/** Page by page, in each way, after each kind of end. */
export const libraryPages: Family = {
  name: 'library-pages',
  what: 'each page of library.db zeroed, some bits flipped, torn, cut off or overwritten, after a clean and an unclean end',
  quick: 200,
  prepare: (shared) => makePreciousLibrary(shared),
  total: (shared) => pagesOf(shared) * damageKinds.length * ends.length,
  async run({ number, shared, folder, random }) {
    const end = ends[number % ends.length] ?? 'clean';
    const kind = damageKinds[Math.floor(number / ends.length) % damageKinds.length] ?? 'zeroed';
    const page = Math.floor(number / ends.length / damageKinds.length);
    fs.cpSync(path.join(shared, end === 'clean' ? 'library' : 'killed'), folder, { recursive: true });
    damagePage(path.join(folder, 'library.db'), page, kind, random);
    return judgeLibrary({ folder, shared });
  },
};

export function damagePage(file: string, page: number, kind: (typeof damageKinds)[number], random: () => number): void {
  const bytes = fs.readFileSync(file);
  const at = Math.min(page * pageBytes, bytes.length - pageBytes);
  if (kind === 'truncated') return fs.truncateSync(file, at);
  if (kind === 'zeroed') bytes.fill(0, at, at + pageBytes);
  if (kind === 'noise') for (let i = at; i < at + pageBytes; i++) bytes[i] = Math.floor(random() * 256);
  // Half of the page is that of another one.
  if (kind === 'torn') {
    const other = Math.floor((random() * bytes.length) / pageBytes) * pageBytes;
    bytes.copy(bytes, at + pageBytes / 2, other, other + pageBytes / 2);
  }
  if (kind === 'flipped')
    for (let i = 0; i < 8; i++) {
      const place = at + Math.floor(random() * pageBytes);
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << Math.floor(random() * 8)), place);
    }
  fs.writeFileSync(file, bytes);
}

function pagesOf(shared: string): number {
  return fs.statSync(path.join(shared, 'library', 'library.db')).size / pageBytes;
}
