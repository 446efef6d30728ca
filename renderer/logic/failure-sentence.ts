import type { FailureReport } from '../../preload/contract/failure.ts';
import { placeholdersOf, type Catalogue, type Speaker } from './messages.ts';

/**
 * What happened and what the person can do, in their language. `failure.<kind>.detailed` is preferred where the
 * failure brought every value it asks for; a kind that has no sentence yet speaks its own English one.
 */
export function failureSentence(failure: FailureReport, catalogue: Catalogue, speaker: Speaker): string {
  const details = failure.details ?? {};
  const detailed = catalogue[`failure.${failure.kind}.detailed`];
  if (detailed && [...placeholdersOf(detailed)].every((name) => name in details)) return speaker.say(detailed, details);
  const plain = catalogue[`failure.${failure.kind}`];
  return plain ? speaker.say(plain, { ...details, message: failure.message }) : failure.message;
}
