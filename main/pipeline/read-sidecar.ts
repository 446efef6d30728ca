import fs from 'node:fs/promises';
import { readSidecar, type Words } from '../formats/metadata/sidecar.ts';
import type { SidecarName } from '../formats/metadata/sidecar-name.ts';
import { maxXmpBytes } from '../formats/metadata/xmp.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure, reportOf } from '../util/failure.ts';

/** What a sidecar says, or why it could not be read. */
export type SidecarRead =
  { readonly is: 'read'; readonly says: Words } | { readonly is: 'problem'; readonly problem: FailureReport };

/** Never throws for what is wrong with the file: it is listed, and its photo goes on. */
export async function readSidecarFile(file: string, kind: SidecarName['kind']): Promise<SidecarRead> {
  try {
    const { size } = await fs.stat(file);
    if (size > maxXmpBytes)
      throw new Failure('sidecar-damaged', 'This sidecar has more than 4 MB. It is left as it is.', {
        details: { why: `${size} B` },
      });
    return { is: 'read', says: readSidecar(kind, await fs.readFile(file)) };
  } catch (error) {
    if (error instanceof Failure) return { is: 'problem', problem: reportOf(error) };
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const kindOf = code === 'EACCES' || code === 'EPERM' ? 'no-permission' : code === 'ENOENT' ? 'gone' : 'io';
    return {
      is: 'problem',
      problem: { kind: kindOf, message: `The sidecar could not be read (${code}).`, details: { code } },
    };
  }
}
