import { Failure } from '../util/failure.ts';
import type { Mistake } from '../tags/vocabulary-file.ts';

/** What a mistake in a file is told as where the file is not taken. */
export function failureOf(error: Mistake['error'] | undefined): Failure {
  const { kind = 'bad-input', message = 'The file has mistakes.', details } = error ?? {};
  return new Failure(kind, message, details && { details });
}
