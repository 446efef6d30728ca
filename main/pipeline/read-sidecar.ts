import { constants } from 'node:fs';
import type { SidecarSays } from '../formats/metadata/sidecar.ts';
import { readSidecarAside } from '../formats/sidecar-pool.ts';
import type { SidecarName } from '../formats/metadata/sidecar-name.ts';
import { mostTextBytes } from '../formats/limits.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { readAtMost } from '../util/read-at-most.ts';

/** What a sidecar says, or why it could not be read. */
export type SidecarRead =
  { readonly is: 'read'; readonly says: SidecarSays } | { readonly is: 'problem'; readonly problem: FailureReport };

/** What became a pipe since it was looked at has nothing, and is not waited for. Windows has no such flag: none is 0. */
const withoutWaiting = constants.O_RDONLY | constants.O_NONBLOCK;

/** Never throws for what is wrong with the file: it is listed, and its photo goes on. */
export async function readSidecarFile(file: string, { kind, aboutIs }: SidecarName): Promise<SidecarRead> {
  try {
    const bytes = await readAtMost(file, mostTextBytes, withoutWaiting);
    if (bytes === undefined)
      throw new Failure('sidecar-damaged', 'This sidecar has more than 4 MB. It is left as it is.', {
        details: { why: `more than ${mostTextBytes} B` },
      });
    return { is: 'read', says: await readSidecarAside(kind, bytes) };
  } catch (error) {
    // It is only called as one could be, and is some other program's.
    if (error instanceof Failure && aboutIs === 'stem') return { is: 'read', says: { keywords: [] } };
    if (error instanceof Failure) return { is: 'problem', problem: reportOf(error) };
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const kindOf = code === 'EACCES' || code === 'EPERM' ? 'no-permission' : code === 'ENOENT' ? 'gone' : 'io';
    return {
      is: 'problem',
      problem: { kind: kindOf, message: `The sidecar could not be read (${code}).`, details: { code } },
    };
  }
}
