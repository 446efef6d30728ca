import fs from 'node:fs';
import path from 'node:path';
import { listCopies } from '../../main/db/backups/copies.ts';
import { isBackupDue } from '../../main/db/backups/due.ts';
import { readChanges } from '../../main/db/backups/examine.ts';
import { makeCopy } from '../../main/db/backups/make-copy.ts';
import { openDatabases } from '../../main/db/open.ts';
import type { Family } from './family.ts';
import { fillLibrary, makePreciousLibrary, readKept } from './precious-library.ts';
import { readPrecious } from './read-precious.ts';

const from = 20_000;
const steps = 6;
const hourMs = 3_600_000;
/** Of a battery that went empty, and of a year that was typed wrong. */
const farthestMs = 20 * 365 * 24 * hourMs;

/** The clock jumps by years in both directions between backups; then the library is gone. */
export const clocks: Family = {
  name: 'clocks',
  what: 'the clock jumps by up to 20 years back and forth between changes and backups, then library.db is gone: the copy that was made last has all of it',
  quick: 10,
  prepare: (shared) => makePreciousLibrary(shared),
  total: () => 200,
  async run({ shared, folder, random }) {
    fs.cpSync(path.join(shared, 'library'), folder, { recursive: true });
    const startMs = Date.now();
    for (let step = 0; step < steps; step++) {
      const nowMs = startMs + (random() * 2 - 1) * farthestMs;
      using db = openDatabases({ folder });
      fillLibrary(db, { from: from + step, to: from + step + 1 });
      const [newest] = listCopies(folder);
      const isFar = Math.abs((newest?.facts?.atMs ?? 0) - nowMs) > hourMs;
      const state = { newest, changes: readChanges(db.sql), hasPrecious: true, sinceLastMs: undefined, nowMs };
      if (isFar && !isBackupDue(state)) return { is: 'lost', why: `at ${nowMs} no backup was due` };
      await makeCopy(folder, nowMs);
    }
    for (const suffix of ['', '-wal', '-shm']) fs.rmSync(path.join(folder, `library.db${suffix}`), { force: true });
    using db = openDatabases({ folder, ifMissing: 'restore' });
    const found = readPrecious(db.sql);
    const gone = [...readKept(shared).newest].find(
      ([key, value]) => found.get(key) !== value && !key.startsWith('setting'),
    );
    if (gone !== undefined) return { is: 'lost', why: `${gone[0]} is gone` };
    for (let n = from; n < from + steps; n++)
      if (!found.has(`album Album of ${n}`)) return { is: 'lost', why: `what was said in step ${n - from} is gone` };
    return { is: 'mended' };
  },
};
