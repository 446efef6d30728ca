import fs from 'node:fs';
import { CommanderError } from 'commander';
import { suspectMarkOf } from '../db/open.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { type CommonOptions, libraryFolderOf } from './open.ts';
import { WrongUsage } from './wrong-usage.ts';

/** Says what went wrong in one sentence. @returns the exit code */
export function sayFailure(error: unknown, options: CommonOptions): number {
  // Help and version end by an exception too; commander has printed what is to be said.
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    const report = { kind: 'bad-input', message: usageMessage(error) };
    if (options.json === true) console.log(JSON.stringify({ ok: false, error: report }));
    else if (isPathAsCommand(error))
      console.error('(The window opens photos and folders: npm start -- PHOTO-OR-FOLDER)');
    return 2;
  }
  const report = reportOf(error);
  if (report.kind === 'index-damaged' || report.kind === 'library-damaged') markSuspect(options);
  if (options.json === true) console.log(JSON.stringify({ ok: false, error: report }));
  else console.error(forReader(`lumisift: ${report.message}`, process.stderr));
  if (!(error instanceof Failure) || options.verbose === true) console.error(error);
  return error instanceof WrongUsage ? 2 : 1;
}

/** Looking only can mend nothing: the next who may write looks over all of it. */
function markSuspect(options: CommonOptions): void {
  try {
    fs.writeFileSync(suspectMarkOf(libraryFolderOf(options)), '');
  } catch {
    // A library that can't be written is not mended either.
  }
}

/** An installed `lumisift PHOTO` opens the window; from the sources the window has a command of its own. */
function isPathAsCommand({ code, message }: CommanderError): boolean {
  const [, named = ''] = /unknown command '(.+?)'/.exec(message) ?? [];
  return code === 'commander.unknownCommand' && fs.existsSync(named);
}

function usageMessage({ code, message }: CommanderError): string {
  return code === 'commander.help'
    ? 'Say what to do: lumisift --help shows what there is.'
    : message.replace(/^error: /, '');
}

/** Prints an answer: as JSON if asked for, else as text. */
export function say(options: CommonOptions, value: object, text: () => string): void {
  const line = options.json === true ? JSON.stringify(value) : forReader(text(), process.stdout);
  if (line !== '') console.log(line);
}

/**
 * Names of files and words in them may hold what a terminal takes for commands, or turns the line around: such signs are shown as
 * `?`. What is piped on gets them as they are.
 */
export function forReader(text: string, { isTTY }: { readonly isTTY?: boolean }): string {
  return isTTY === true ? text.replaceAll(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, '?') : text;
}
