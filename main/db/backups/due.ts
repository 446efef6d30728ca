import type { Copy } from './copies.ts';

/** What is precious and in no backup is some minutes of work at most. */
const manyChanges = 100;
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export interface BackupState {
  readonly newest: Pick<Copy, 'facts'> | undefined;
  /** Rows of precious_changes. */
  readonly changes: Readonly<Record<string, number>>;
  /** Is there anything yet that would be lost? Libraries of old have it without a change being counted. */
  readonly hasPrecious: boolean;
  /** Since the last one was made while this library is open, by a clock that cannot be set; undefined: none was. */
  readonly sinceLastMs: number | undefined;
  readonly nowMs: number;
}

/**
 * Is a backup due? The first one when there is anything to lose; then after so many changes and so often while there are any;
 * and once a week in any case, because making one looks at every page of the library.
 */
export function isBackupDue({ newest, changes, hasPrecious, sinceLastMs, nowMs }: BackupState): boolean {
  if (newest === undefined) return hasPrecious;
  const lacking = changesSince(newest, changes);
  // Of a copy of an old version, or one from the future, it is not known how old it is.
  const ageMs = newest.facts === undefined || newest.facts.atMs > nowMs ? Infinity : nowMs - newest.facts.atMs;
  const sinceMs = sinceLastMs ?? ageMs;
  if (lacking >= manyChanges) return sinceMs >= 10 * minuteMs;
  if (lacking > 0) return sinceMs >= hourMs;
  const checkedMs = newest.facts?.checkedAtMs ?? 0;
  return (checkedMs > nowMs ? Infinity : nowMs - checkedMs) >= 7 * dayMs && (sinceLastMs ?? Infinity) >= dayMs;
}

/** How many changes of what is precious are not in it. */
export function changesSince({ facts }: Pick<Copy, 'facts'>, changes: Readonly<Record<string, number>>): number {
  let sum = 0;
  for (const [kind, count] of Object.entries(changes)) sum += Math.abs(count - (facts?.changes[kind] ?? 0));
  return sum;
}
