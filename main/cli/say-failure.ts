import { CommanderError } from 'commander';
import { Failure, reportOf } from '../util/failure.ts';
import type { CommonOptions } from './open.ts';

/** Says what went wrong in one sentence. @returns the exit code */
export function sayFailure(error: unknown, options: CommonOptions): number {
  // Help and version end by an exception too; commander has printed what is to be said.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const report = { kind: 'bad-input', message: usageMessage(error) };
    if (options.json === true) console.log(JSON.stringify({ ok: false, error: report }));
    return 2;
  }
  const report = reportOf(error);
  if (options.json === true) console.log(JSON.stringify({ ok: false, error: report }));
  else console.error(`lumisift: ${report.message}`);
  if (!(error instanceof Failure) || options.verbose === true) console.error(error);
  return 1;
}

function usageMessage({ code, message }: CommanderError): string {
  return code === 'commander.help'
    ? 'Say what to do: lumisift --help shows what there is.'
    : message.replace(/^error: /, '');
}

/** Prints an answer: as JSON if asked for, else as text. */
export function say(options: CommonOptions, value: object, text: () => string): void {
  const line = options.json === true ? JSON.stringify(value) : text();
  if (line !== '') console.log(line);
}
