import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isInside } from '../util/is-inside.ts';

const own = /^(library|index|thumbnails|lock)([-.].*)?$|^(open|suspect|closed|changes\.json|restore\.json)$/;
const ownFolders = ['backups', 'originals', 'models', 'mending'];

/**
 * A library says where a person was and with whom: it is for its owner only. The folder is closed to others, and once, when
 * it is found open, everything of ours in it; what else a person keeps there is left alone.
 */
export function makePrivate(folder: string, windows: Partial<Windows> = {}): void {
  if ((windows.platform ?? process.platform) === 'win32') return closeOnWindows(folder, windows);
  const isOpen = (fs.statSync(folder).mode & 0o077) !== 0;
  for (const name of fs.readdirSync(folder)) {
    const entry = path.join(folder, name);
    if (own.test(name)) close(entry, 0o600);
    else if (isOpen && ownFolders.includes(name)) closeAll(entry);
  }
  if (isOpen) close(folder, 0o700);
}

/** What is asked of Windows, and of whom. */
export interface Windows {
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly home: string;
  readonly run: (command: string, args: readonly string[]) => void;
}

/** As they are called in every language: the system, for its backups, and administrators, who can take it anyway. */
const systemAndAdministrators = ['*S-1-5-18', '*S-1-5-32-544'];
const inheritedFull = '(OI)(CI)F';
const closedMark = 'closed';

/**
 * A folder in the person's own has its access list, which is theirs alone. Anywhere else, as on a second drive, everybody may
 * read: once, what it inherits is taken away, and the person gets it, also all that is in it and will be.
 */
function closeOnWindows(
  folder: string,
  { env = process.env, home = os.homedir(), run = runSilently }: Partial<Windows>,
): void {
  const mark = path.join(folder, closedMark);
  const { USERDOMAIN: domain, USERNAME: user, SystemRoot: root = 'C:\\Windows' } = env;
  if (isInside(home, folder, path.win32) || fs.existsSync(mark) || user === undefined) return;
  const person = domain === undefined ? user : `${domain}\\${user}`;
  const grants = [person, ...systemAndAdministrators].map((who) => `${who}:${inheritedFull}`);
  try {
    // By its full name: nothing that somebody put into the search path.
    run(path.win32.join(root, 'System32', 'icacls.exe'), [folder, '/inheritance:r', '/grant:r', ...grants]);
    fs.writeFileSync(mark, '');
  } catch {
    // A drive without access lists (FAT, some network drives): it stays as open as it is.
  }
}

function runSilently(command: string, args: readonly string[]): void {
  execFileSync(command, args, { stdio: 'ignore', windowsHide: true, timeout: 10_000 });
}

/** Made empty and closed before anybody writes into it: SQLite gives its log the same mode. */
export function makeFilePrivate(file: string): void {
  try {
    if (!fs.existsSync(file)) fs.closeSync(fs.openSync(file, 'a', 0o600));
  } catch {
    // Whoever opens it says why that is not possible.
  }
}

function closeAll(folder: string): void {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const inside = path.join(folder, entry.name);
    if (entry.isDirectory()) closeAll(inside);
    else if (entry.isFile()) close(inside, 0o600);
  }
  close(folder, 0o700);
}

function close(entry: string, mode: number): void {
  try {
    const { mode: is } = fs.lstatSync(entry);
    if ((is & 0o077) !== 0) fs.chmodSync(entry, mode);
  } catch {
    // Somebody else's, or a disk without modes: it stays as open as it is.
  }
}
