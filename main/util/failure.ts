import type { FailureDetails, FailureKind, FailureReport } from '../../preload/contract/failure.ts';

/** Trouble that is expected: it has a kind and a sentence a person can act on. Anything else thrown is a bug. */
export class Failure extends Error {
  readonly kind: FailureKind;
  readonly details: FailureDetails | undefined;

  constructor(kind: FailureKind, message: string, options: { details?: FailureDetails; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'Failure';
    this.kind = kind;
    this.details = options.details;
  }
}

/** What crosses a process wall in place of the Error. A bug is reported as such, with its message. */
export function reportOf(error: unknown): FailureReport {
  if (error instanceof Failure)
    return { kind: error.kind, message: error.message, ...(error.details && { details: error.details }) };
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  // Nobody can act on what SQLite says of itself.
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code))
    return {
      kind: 'library-damaged',
      message:
        'The library is damaged. Start Lumisift again, or run lumisift index: what is damaged is found and mended.',
    };
  if (code.startsWith('SQLITE_'))
    return { kind: 'io', message: `The library's files could not be read or written (${code}).`, details: { code } };
  return { kind: 'bug', message: error instanceof Error ? error.message : String(error) };
}
