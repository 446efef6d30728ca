import { CommanderError } from 'commander';
import { Failure, reportOf } from '../util/failure.ts';
import type { CommonOptions } from './open.ts';

/** Says what went wrong in one sentence. @returns the exit code */
export function sayFailure(error: unknown, options: CommonOptions): number {
  // Help and version end by an exception too; commander has printed what is to be said.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const report = reportOf(error);
  if (options.json === true) console.log(JSON.stringify({ ok: false, error: report }));
  else console.error(`lumisift: ${report.message}`);
  if (!(error instanceof Failure) || options.verbose === true) console.error(error);
  return 1;
}

/** Prints an answer: as JSON if asked for, else as text. */
export function say(options: CommonOptions, value: object, text: () => string): void {
  const line = options.json === true ? JSON.stringify(value) : text();
  if (line !== '') console.log(line);
}
