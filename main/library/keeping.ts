import type { FilingResult } from '../../preload/contract/filing.ts';
import { Failure, reportOf } from '../util/failure.ts';
import type { LibraryFiling } from './filing.ts';
import type { createMergingPart } from './merging.ts';

/** One that stays, and the others of its group. */
export interface Kept {
  readonly keepId: number;
  readonly otherIds: readonly number[];
}

/**
 * Of copies and series one is kept: what is said of the others comes to it, and their files go to the trash, as one thing that is
 * done and undone. Whatever comes back out of the trash takes with it what came from it, in this session or a later one.
 */
export function createKeeping(deps: {
  filing: Pick<LibraryFiling, 'trash' | 'undo' | 'restore' | 'filingsOf' | 'recovered'>;
  merging: Pick<ReturnType<typeof createMergingPart>, 'merge' | 'settle'>;
  /** @throws Failure where the file of the one that stays is not there */
  assertThere: (photoId: number) => void;
  log: (line: string) => void;
}) {
  const { filing, merging } = deps;
  const settled = filing.recovered.then(() => merging.settle());
  settled.catch((error: unknown) => deps.log(`what was merged is not settled: ${String(error)}`));

  return {
    /** Resolves when what was cut short is settled. */
    settled,
    /**
     * A group whose keeper is not there stays as it is, and is told.
     * @throws Failure 'refused' while something else is under way
     */
    async keep(groups: readonly Kept[], mayUseOwn: boolean): Promise<FilingResult> {
      const problems: FilingResult['problems'] = [];
      const there = groups.filter(({ keepId }) => {
        try {
          deps.assertThere(keepId);
          return true;
        } catch (error) {
          if (!(error instanceof Failure)) throw error;
          problems.push({ path: String(error.details?.path ?? ''), problem: reportOf(error) });
          return false;
        }
      });
      const photoIds = there.flatMap(({ otherIds }) => otherIds);
      if (photoIds.length === 0) return { doneCount: 0, isCancelled: false, problems };
      let begun: number | undefined;
      try {
        const result = await filing.trash({ photoIds }, mayUseOwn, async (filingId) => {
          begun = filingId;
          for (const { keepId, otherIds } of there) await merging.merge(filingId, keepId, otherIds);
        });
        return { ...result, problems: [...problems, ...result.problems] };
      } finally {
        // Of what did not go nothing stays.
        if (begun !== undefined) await merging.settle([begun]);
      }
    },
    async undo(filingId: number): Promise<FilingResult> {
      const result = await filing.undo(filingId);
      await merging.settle([filingId]);
      return result;
    },
    async restore(stepIds: readonly number[]): Promise<FilingResult> {
      const filingIds = filing.filingsOf(stepIds);
      const result = await filing.restore(stepIds);
      await merging.settle(filingIds);
      return result;
    },
  };
}
