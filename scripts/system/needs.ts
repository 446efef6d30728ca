import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** What is not there: what a person calls it, and Debian's package that has it (as Debian 12 spells it). */
export interface Missing {
  readonly what: string;
  readonly packages: readonly string[];
}

/** What Electron links or loads, by Debian's package. Those that every system with libc has are left out. */
const librariesByPackage: Readonly<Record<string, readonly string[]>> = {
  'libglib2.0-0': ['libglib-2.0.so.0', 'libgobject-2.0.so.0', 'libgio-2.0.so.0'],
  libnss3: ['libnss3.so', 'libnssutil3.so', 'libsmime3.so'],
  libnspr4: ['libnspr4.so'],
  'libdbus-1-3': ['libdbus-1.so.3'],
  'libatk1.0-0': ['libatk-1.0.so.0'],
  'libatk-bridge2.0-0': ['libatk-bridge-2.0.so.0'],
  'libatspi2.0-0': ['libatspi.so.0'],
  libcups2: ['libcups.so.2'],
  libdrm2: ['libdrm.so.2'],
  libgbm1: ['libgbm.so.1'],
  'libgtk-3-0': ['libgtk-3.so.0'],
  'libpango-1.0-0': ['libpango-1.0.so.0'],
  libcairo2: ['libcairo.so.2'],
  'libx11-6': ['libX11.so.6'],
  libxcomposite1: ['libXcomposite.so.1'],
  libxdamage1: ['libXdamage.so.1'],
  libxext6: ['libXext.so.6'],
  libxfixes3: ['libXfixes.so.3'],
  libxrandr2: ['libXrandr.so.2'],
  libxcb1: ['libxcb.so.1'],
  libxkbcommon0: ['libxkbcommon.so.0'],
  libexpat1: ['libexpat.so.1'],
  libudev1: ['libudev.so.1'],
  libasound2: ['libasound.so.2'],
};
/** Debian 13 and Ubuntu 24.04 renamed libraries whose 64-bit time changed: libasound2 is libasound2t64 there. */
const renamed = new Set(['libglib2.0-0', 'libatk1.0-0', 'libatk-bridge2.0-0', 'libatspi2.0-0', 'libcups2', 'libgtk-3-0', 'libasound2']); // prettier-ignore

/** Libraries of Electron's that the loader does not know. Nothing where it can't be asked (musl). */
export function missingLibraries(known = knownLibraries()): Missing[] {
  if (known === undefined) return [];
  return Object.entries(librariesByPackage).flatMap(([name, files]) => {
    const absent = files.filter((file) => !known.has(file));
    return absent.length === 0 ? [] : [{ what: absent.join(', '), packages: [name] }];
  });
}

/** What this very executable links and the system does not have: the list above may be of another Electron. */
export function unlinked(executable: string): Missing[] {
  const { stdout, error } = spawnSync('ldd', [executable], { encoding: 'utf8' });
  if (error !== undefined) return [];
  const names = new Set([...stdout.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? ''));
  return [...names].map((what) => {
    const found = Object.entries(librariesByPackage).find(([, files]) => files.includes(what));
    return { what, packages: found === undefined ? [] : [found[0]] };
  });
}

/** gcc and g++, for the addon of electron-33. */
export function missingCompiler(): Missing[] {
  return hasCommand('g++') && hasCommand('gcc') ? [] : [{ what: 'a C++ compiler', packages: ['g++'] }];
}

/** A screen for machines without one, and a font to write with. */
export function missingScreen(): Missing[] {
  return hasCommand('Xvfb') ? [] : [{ what: 'a virtual screen (there is no DISPLAY)', packages: ['xvfb', 'fonts-dejavu-core'] }]; // prettier-ignore
}

/** Names as this system has them. @param dpkgStatus what dpkg says is installed */
export function packagesHere(missing: readonly Missing[], dpkgStatus = installedPackages()): string[] {
  // Each such system has a library with the new ending, e.g. of OpenSSL.
  const isRenamed = /^Package: lib\S+t64$/m.test(dpkgStatus);
  const names = missing.flatMap(({ packages }) => packages);
  return [...new Set(names)].map((name) => (isRenamed && renamed.has(name) ? `${name}t64` : name));
}

export function hasCommand(name: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)));
}

function knownLibraries(): ReadonlySet<string> | undefined {
  // Not on the PATH of an ordinary user of Debian's.
  const { stdout, status } = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  if (status !== 0) return undefined;
  return new Set([...stdout.matchAll(/^\s+(\S+) \(/gm)].map(([, name]) => name ?? ''));
}

function installedPackages(): string {
  const file = '/var/lib/dpkg/status';
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';
}
