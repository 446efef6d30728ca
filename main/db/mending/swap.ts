import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/**
 * [Note: A restore is a journal]
 * The new library is whole on the disk before the old one is touched. A note says under which name the old one is kept; from
 * then on every start goes on where the last one ended, by what is there: as long as `library.db.new` lies there, what is called
 * library.db is the old one. At every instant one of the two is whole.
 */
const noteName = 'restore.json';
const suffixes = ['', '-wal'] as const;
const noted = z.object({ aside: z.string().regex(/^library-damaged-\d+\.db$/) });

export function newFile(folder: string): string {
  return path.join(folder, 'library.db.new');
}

/** @param aside under which name the old library is kept, in the same folder */
export function swapIn(folder: string, aside: string): void {
  sync(newFile(folder));
  const note = path.join(folder, noteName);
  fs.writeFileSync(`${note}.part`, JSON.stringify({ aside }), { mode: 0o600 });
  sync(`${note}.part`);
  fs.renameSync(`${note}.part`, note);
  syncFolder(folder);
  finishSwap(folder);
}

/** Ends what a kill interrupted. Called before anything else is done with a library. */
export function finishSwap(folder: string): void {
  const note = path.join(folder, noteName);
  const fresh = newFile(folder);
  const library = path.join(folder, 'library.db');
  fs.rmSync(`${note}.part`, { force: true });
  const aside = readNote(note);
  const isWhole = fs.existsSync(fresh) && (aside !== undefined || (fs.existsSync(note) && !fs.existsSync(library)));
  if (isWhole) {
    const kept = path.join(folder, aside ?? freeName(folder));
    for (const suffix of suffixes) if (fs.existsSync(library + suffix)) fs.renameSync(library + suffix, kept + suffix);
    fs.rmSync(`${library}-shm`, { force: true });
    syncFolder(folder);
    fs.renameSync(fresh, library);
    syncFolder(folder);
  }
  // One that nobody noted is not known to be whole.
  for (const suffix of ['', '-wal', '-shm', '-journal']) fs.rmSync(fresh + suffix, { force: true });
  fs.rmSync(note, { force: true });
}

/** Damaged libraries are kept, each under a number of its own. */
export function freeName(folder: string): string {
  const taken = keptAside(folder).map((name) => Number(/\d+/.exec(name)?.[0] ?? 0));
  return `library-damaged-${Math.max(0, ...taken) + 1}.db`;
}

/** Names of the libraries that were damaged once and are kept. */
export function keptAside(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder).filter((name) => /^library-damaged-\d+\.db(-wal)?$/.test(name));
}

function readNote(note: string): string | undefined {
  try {
    return noted.parse(JSON.parse(fs.readFileSync(note, 'utf8'))).aside;
  } catch {
    return undefined; // there is none, or it is damaged too
  }
}

function sync(file: string): void {
  const opened = fs.openSync(file, 'r+');
  try {
    fs.fsyncSync(opened);
  } finally {
    fs.closeSync(opened);
  }
}

/** So that the names are on the disk too. Windows has no such thing: there renames are written through. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const opened = fs.openSync(folder, 'r');
  try {
    fs.fsyncSync(opened);
  } finally {
    fs.closeSync(opened);
  }
}
