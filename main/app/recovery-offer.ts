import type { RecoveryOffer } from '../../preload/contract/backup.ts';
import { listCopies } from '../db/backups/copies.ts';
import { Failure, reportOf } from '../util/failure.ts';

/** What the window offers where the library can't be opened as it is; undefined: that is not for the person to decide. */
export function recoveryOffer(error: unknown, libraryFolder: string): RecoveryOffer | undefined {
  if (!(error instanceof Failure)) return undefined;
  const isNothingLeft = error.kind === 'library-damaged' && error.details?.['code'] === 'nothing-left';
  if (error.kind !== 'library-missing' && !isNothingLeft) return undefined;
  const [newest] = listCopies(libraryFolder);
  if (newest === undefined) return { why: reportOf(error) };
  const { name, sizeBytes, facts } = newest;
  return {
    why: reportOf(error),
    backup: {
      name,
      sizeBytes,
      ...(facts && { atMs: facts.atMs, checkedAtMs: facts.checkedAtMs, contents: facts.contents }),
    },
  };
}
