import fs from 'node:fs';
import path from 'node:path';
import { makeFolder } from '../util/make-folder.ts';

export interface Log {
  info(message: string): void;
  warn(message: string): void;
  /** @param error its stack and its causes are kept too */
  error(message: string, error?: unknown): void;
}

const longestFileBytes = 1_000_000;
const filesKept = 3;

/**
 * A text file a person can read and send: `lumisift.log`, and the two before it. It names files of the person's, so it
 * stays on the machine like everything else.
 * Written synchronously: the last line before a crash is the one that is wanted, and there are few.
 */
export function createLog(folder: string, now: () => Date = () => new Date()): Log {
  const file = path.join(folder, 'lumisift.log');
  let sizeBytes = 0;
  try {
    makeFolder(folder, 0o700);
    close(folder, 0o700);
    for (let age = 0; age < filesKept; age++) close(age === 0 ? file : `${file}.${age}`, 0o600);
    sizeBytes = fs.existsSync(file) ? fs.statSync(file).size : 0;
  } catch {
    // Nothing can be written there: whoever opens the library is told, and each line goes to the terminal.
  }

  function write(level: string, message: string): void {
    const line = `${now().toISOString()} ${level} ${message}\n`;
    try {
      if (sizeBytes > longestFileBytes) {
        rotate(file);
        sizeBytes = 0;
      }
      fs.appendFileSync(file, line, { mode: 0o600 });
      sizeBytes += Buffer.byteLength(line);
    } catch {
      // A full disk must not take the app with it; whoever started it from a terminal still sees the line.
      process.stderr.write(line);
    }
  }

  return {
    info: (message) => write('info ', message),
    warn: (message) => write('warn ', message),
    error: (message, error) => write('ERROR', error === undefined ? message : `${message}: ${inFull(error)}`),
  };
}

/** It names files of the person's: nobody else reads it. */
function close(entry: string, mode: number): void {
  try {
    fs.chmodSync(entry, mode);
  } catch {
    // It is not there yet, or the disk has no modes.
  }
}

function rotate(file: string): void {
  for (let age = filesKept - 1; age > 0; age--) {
    const older = `${file}.${age}`;
    const newer = age === 1 ? file : `${file}.${age - 1}`;
    if (fs.existsSync(newer)) fs.renameSync(newer, older);
  }
}

function inFull(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n  because ${inFull(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
