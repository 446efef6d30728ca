import type { FailedFile, FailureKind, FailureKindCount } from '../../preload/contract/failure.ts';
import type { Failures } from '../db/failures.ts';
import { failuresAsCsv, failuresAsText } from './failure-list.ts';
import { writeWhole } from './write-whole.ts';

interface FailureCallsDeps {
  readonly failures: Failures;
  pathOf(fileId: number): string | undefined;
  now(): number;
  /** Looks through every folder again. */
  rescan(): void;
  onRetried(): void;
  /** What counts as a failure is another number now. */
  onChanged(): void;
}

/** What a person does about files that could not be read. */
export function createFailureCalls({ failures, pathOf, now, rescan, onRetried, onChanged }: FailureCallsDeps) {
  return {
    list: (offset: number, limit: number, isIgnored = false): FailureListed => ({
      count: failures.count(isIgnored),
      ignoredCount: failures.count(true),
      kinds: failures.kinds(),
      files: failures.page(offset, limit, isIgnored),
    }),
    /** Of those that count, folders and names that a scan could not look into. */
    countPlaces: failures.countPlaces,
    retry(fileIds?: readonly number[]): number {
      const count = failures.retry(fileIds);
      // Sidecars are read by the scan, which also looks into folders.
      if (fileIds === undefined || fileIds.some((id) => failures.pathBeside(id) !== undefined)) rescan();
      onRetried();
      return count;
    },
    ignore(which: { fileIds: readonly number[] } | { kind: FailureKind }): number[] {
      const ignored = failures.ignore(which, now());
      onChanged();
      return ignored;
    },
    unignore(fileIds?: readonly number[]): void {
      failures.unignore(fileIds);
      onChanged();
    },
    /** All of them, the ignored ones last. @throws Failure where the file cannot be written */
    async exportTo(file: string, format: 'csv' | 'txt'): Promise<void> {
      const all = [...failures.page(0, mostExported), ...failures.page(0, mostExported, true)];
      await writeWhole(file, format === 'csv' ? failuresAsCsv(all) : failuresAsText(all));
    },
    pathOf: (fileId: number): string | undefined => failures.pathBeside(fileId) ?? pathOf(fileId),
  };
}

export interface FailureListed {
  /** Of those that are listed. */
  readonly count: number;
  readonly ignoredCount: number;
  readonly kinds: FailureKindCount[];
  readonly files: FailedFile[];
}

/** More files than any library has. */
const mostExported = 1_000_000;
