import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { root } from './root.ts';
import { run } from './run.ts';
import { needsVirtualScreen } from './virtual-screen.ts';

/** What Electron links on Debian and Ubuntu; xvfb is a screen for machines without one. */
const libraries =
  'libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libatk-bridge2.0-0 libatk1.0-0 libcups2 libdrm2 libxkbcommon0 libxtst6 libnotify4 libsecret-1-0';
const screen = 'xvfb fonts-dejavu-core';

/**
 * On Linux: finds what Electron needs of the system and is not there. As root on Debian and Ubuntu it is installed, else
 * the command that would do it is printed. Elsewhere there is nothing to do.
 */
export async function ensureSystemLibraries(electron: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const missing = missingLibraries(electron);
  const needsScreen = needsVirtualScreen() && !hasCommand('Xvfb');
  if (missing.length === 0 && !needsScreen) return;
  const what = [...missing, ...(needsScreen ? ['xvfb (there is no DISPLAY)'] : [])].join(', ');
  if (!hasCommand('apt-get'))
    throw new Error(
      `Electron needs these, which this system does not have: ${what}. Install them with its package manager.`,
    );
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    console.log(`Installing what Electron needs of the system: ${what}`);
    await run('apt-get', ['update', '-qq']);
  }
  const packages = [...(missing.length > 0 ? libraries.split(' ') : []), ...(needsScreen ? screen.split(' ') : [])].map(
    nameHere,
  );
  const args = ['install', '-y', '--no-install-recommends', ...packages];
  if (!isRoot) throw new Error(`Electron needs ${what}. Install it with:\n  sudo apt-get ${args.join(' ')}`);
  const code = await run('apt-get', ['-qq', ...args], { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (code !== 0) throw new Error(`apt-get could not install ${packages.join(' ')}`);
}

function missingLibraries(electron: string): string[] {
  // ldd takes about 60 ms: what was found complete once is believed until the binary changes.
  const stamp = path.join(root, 'node_modules/.cache/lumisift/libraries');
  const state = `${electron} ${fs.statSync(electron).mtimeMs}`;
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === state) return [];
  const listed = execFileSync('ldd', [electron], {
    encoding: 'utf8',
    // Electron finds the libraries beside it by its RPATH.
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const missing = [...listed.matchAll(/^\s*(\S+) => not found/gm)].map(([, name]) => name ?? '');
  if (missing.length === 0) {
    fs.mkdirSync(path.dirname(stamp), { recursive: true });
    fs.writeFileSync(stamp, state);
  }
  return missing;
}

/** Debian 13 and Ubuntu 24.04 renamed libraries whose 64-bit time changed, e.g. libasound2 to libasound2t64. */
function nameHere(name: string): string {
  const found = spawnSync('apt-cache', ['show', `${name}t64`], { stdio: 'ignore' });
  return found.status === 0 ? `${name}t64` : name;
}

function hasCommand(name: string): boolean {
  return (process.env['PATH'] ?? '').split(path.delimiter).some((folder) => fs.existsSync(path.join(folder, name)));
}
