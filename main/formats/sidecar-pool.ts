/** @file Runs in the watching thread, and in the main process where files are moved. */
import type { FailureReport } from '../../preload/contract/failure.ts';
import { Failure } from '../util/failure.ts';
import { createDecodePool } from './decode-pool.ts';
import type { SidecarSays } from './metadata/sidecar.ts';

export interface SidecarRequest {
  readonly kind: 'xmp' | 'json';
  readonly bytes: Uint8Array;
}

export type SidecarAnswer =
  { readonly is: 'says'; readonly says: SidecarSays } | { readonly is: 'failed'; readonly error: FailureReport };

const parse: (request: SidecarRequest) => Promise<SidecarAnswer> = createDecodePool({
  worker: 'sidecar-worker',
  // The largest that is taken in, 4 MB, takes 0.5 s and some 100 MB.
  timeLimitS: 15,
  heapLimitMb: 512,
  refusal: (why, cause) =>
    new Failure(
      'sidecar-damaged',
      `Reading this sidecar ${sentences[why]}, so it was set aside. It is left as it is.`,
      {
        details: { why },
        cause,
      },
    ),
});

const sentences = { 'took too long': 'takes for ever', 'broke down': 'takes more memory than it may' };

/**
 * What a sidecar says, read in a thread that may die of it: whoever asked goes on, and the next one gets a new thread.
 * @throws Failure 'sidecar-damaged' with what is wrong with it
 */
export async function readSidecarAside(kind: 'xmp' | 'json', bytes: Uint8Array): Promise<SidecarSays> {
  const answer = await parse({ kind, bytes });
  if (answer.is === 'says') return answer.says;
  const { kind: failed, message, details } = answer.error;
  throw new Failure(failed, message, { ...(details && { details }) });
}
