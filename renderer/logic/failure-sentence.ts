import type { FailureReport } from '../../preload/contract/failure.ts';
import { placeholdersOf, type Catalogue, type Speaker } from './messages.ts';

/**
 * What happened and what the person can do, in their language. A sentence for the system's own code
 * (`failure.<kind>.<code>`) or with details (`failure.<kind>.detailed`) is preferred where the failure brought every
 * value it asks for. A kind without a sentence speaks its own English one.
 */
export function failureSentence(failure: FailureReport, catalogue: Catalogue, speaker: Speaker): string {
  const details = failure.details ?? {};
  const values = { ...details, message: failure.message };
  for (const variant of [`.${details['code'] ?? ''}`, '.detailed', '']) {
    const sentence = catalogue[`failure.${failure.kind}${variant}`];
    if (sentence && [...placeholdersOf(sentence)].every((name) => name in values)) return speaker.say(sentence, values);
  }
  return failure.message;
}

/** What the part that read the file said of it, in its own words, where the sentence does not have them already. */
export function decoderWords({ details = {} }: Pick<FailureReport, 'details'>, sentence: string): string | undefined {
  const said = String(details['reason'] ?? details['why'] ?? details['code'] ?? '');
  return said === '' || sentence.includes(said) ? undefined : said;
}
