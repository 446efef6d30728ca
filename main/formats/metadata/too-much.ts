import { Failure } from '../../util/failure.ts';

/** @param why the clause of a limit that a sidecar is past. [Note: Limits of what is read] @throws Failure 'sidecar-damaged' */
export function tooMuch(why: string): never {
  throw new Failure('sidecar-damaged', `This sidecar is more than can be read (${why}). It is left as it is.`, {
    details: { why },
  });
}
