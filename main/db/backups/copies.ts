import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { contents } from '../../../preload/contract/backup.ts';

/** What a date can hold: a number that is damaged must not be in the way of what it is about. */
const moment = z.number().min(-8.64e15).max(8.64e15);

/** What was found out of a copy when it was made and checked; lies beside it. */
const facts = z.object({
  atMs: moment,
  checkedAtMs: moment,
  /** Of the whole file, hexadecimal: SQLite itself does not notice a flipped bit in a word. */
  sha256: z.string(),
  contents,
  /** Rows of precious_changes. */
  changes: z.record(z.string(), z.int()),
});
export type Facts = z.infer<typeof facts>;

/** A copy of library.db. */
export interface Copy {
  /**
   * Copies are counted: a greater number is a newer copy, whatever the clock said then. Those of versions that named them
   * by the clock come before all others.
   */
  readonly number: number;
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
  /** Absent where they were never written, or are damaged themselves. */
  readonly facts: Facts | undefined;
}

const counted = /^library-(\d{6,12})\.db$/;
const named = /^library-\d{4}-.*\.db$/;
const newestKept = 3;
const mostKept = 7;

export function backupsFolder(libraryFolder: string): string {
  return path.join(libraryFolder, 'backups');
}

export function nameOfCopy(number: number): string {
  return `library-${String(number).padStart(6, '0')}.db`;
}

/** Newest first. */
export function listCopies(libraryFolder: string): Copy[] {
  const folder = backupsFolder(libraryFolder);
  const names = namesIn(folder);
  const old = names.filter((name) => named.test(name)).sort();
  const ofName = (name: string, number: number): Copy[] => {
    const file = path.join(folder, name);
    const stats = fs.statSync(file, { throwIfNoEntry: false });
    // A folder or a pipe is somebody else's.
    return stats?.isFile() === true ? [{ number, name, file, sizeBytes: stats.size, facts: readFacts(file) }] : [];
  };
  return [
    ...names.flatMap((name) => {
      const [, digits] = counted.exec(name) ?? [];
      return digits === undefined ? [] : ofName(name, Number(digits));
    }),
    ...old.flatMap((name, at) => ofName(name, at - old.length)),
  ].sort((a, b) => b.number - a.number);
}

export function writeFacts(copyFile: string, it: Facts): void {
  fs.writeFileSync(factsFile(copyFile), JSON.stringify(it), { mode: 0o600 });
}

/** What killed copies left behind. */
export function removeUnfinished(libraryFolder: string): void {
  const folder = backupsFolder(libraryFolder);
  for (const name of namesIn(folder))
    if (/\.part(-journal|-wal|-shm)?$/.test(name)) fs.rmSync(path.join(folder, name), { force: true });
}

/** Called when a new copy was found good: only that may take the place of older ones. */
export function dropOldCopies(libraryFolder: string): void {
  const copies = listCopies(libraryFolder);
  const kept = copiesToKeep(copies.map(({ number }) => number));
  for (const { number, file } of copies) if (!kept.has(number)) removeCopy(file);
}

export function removeCopy(file: string): void {
  for (const one of [file, factsFile(file)]) fs.rmSync(one, { force: true });
}

/**
 * The newest three, and of the others one in each third of the age before it: what was damaged long ago in silence has an
 * old copy still.
 * @param numbers newest first
 */
export function copiesToKeep(numbers: readonly number[]): Set<number> {
  const kept = new Set(numbers.slice(0, newestKept));
  const [newest = 0] = numbers;
  for (let least = newestKept; kept.size < mostKept && least < 1e9; least *= 3) {
    // The oldest of its range: it grows old in the next one.
    const oldest = numbers.findLast((number) => newest - number >= least && newest - number < least * 3);
    if (oldest !== undefined) kept.add(oldest);
  }
  return kept;
}

function factsFile(copyFile: string): string {
  return copyFile.replace(/\.db$/, '.json');
}

function readFacts(copyFile: string): Facts | undefined {
  try {
    return facts.parse(JSON.parse(fs.readFileSync(factsFile(copyFile), 'utf8')));
  } catch {
    return undefined; // a copy is good or not without them
  }
}

function namesIn(folder: string): string[] {
  return fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true ? fs.readdirSync(folder) : [];
}
