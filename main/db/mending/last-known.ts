import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { FailureReport } from '../../../preload/contract/failure.ts';

const schema = z.record(z.string(), z.int().nonnegative());

function fileIn(folder: string): string {
  return path.join(folder, 'changes.json');
}

/**
 * How often what is precious was changed, kept beside library.db: where that can no longer say it, it is known by number what
 * is missing.
 */
export function keepLastKnown(folder: string, changes: Readonly<Record<string, number>>): void {
  try {
    fs.writeFileSync(`${fileIn(folder)}.part`, JSON.stringify(changes), { mode: 0o600 });
    fs.renameSync(`${fileIn(folder)}.part`, fileIn(folder));
  } catch {
    // No room for it: library.db has these numbers too.
  }
}

export function readLastKnown(folder: string): Record<string, number> {
  try {
    return schema.parse(JSON.parse(fs.readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return {}; // there is none yet, or it is damaged too
  }
}

/** It is told of another library. */
export function forgetLastKnown(folder: string): void {
  fs.rmSync(fileIn(folder), { force: true });
}

/**
 * Changes that were made and are not in the library: its log was cut off at the end, which SQLite takes for a transaction that
 * was being written, or somebody put an older library.db in its place.
 */
export function changesBehind(folder: string, changes: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const [kind, count] of Object.entries(readLastKnown(folder))) sum += Math.max(0, count - (changes[kind] ?? 0));
  return sum;
}

export function behindNotice(folder: string, missing: number): FailureReport {
  return {
    kind: 'library-damaged',
    message: `The newest changes of the library are missing (up to ${missing}): they were not on the disk yet when the computer or the drive went off, or an older library.db was put in its place.`,
    details: { code: 'behind', file: path.join(folder, 'library.db'), missing },
  };
}
