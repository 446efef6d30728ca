import fs from 'node:fs';
import path from 'node:path';

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
  fs.mkdirSync(folder, { recursive: true });
  let sizeBytes = fs.existsSync(file) ? fs.statSync(file).size : 0;

  function write(level: string, message: string): void {
    const line = `${now().toISOString()} ${level} ${message}\n`;
    try {
      if (sizeBytes > longestFileBytes) {
        rotate(file);
        sizeBytes = 0;
      }
      fs.appendFileSync(file, line);
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
