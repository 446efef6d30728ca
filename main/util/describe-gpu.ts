import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * What draws on this machine and with which driver, as far as it can be read from files: changes when either changes,
 * and says nothing to a person. Drivers come with the system on macOS and, mostly, on Windows: there it is the system.
 */
export function describeGpu(): string {
  const parts = [process.platform, process.arch, os.release()];
  if (process.platform === 'linux')
    parts.push(...cards(), textOf('/sys/module/nvidia/version'), ...vulkanDrivers(), ...chosenDrivers());
  return parts.filter((part) => part !== '').join(' ');
}

/** Vendor and device of each card, e.g. `0x10de:0x2684`. */
function cards(): string[] {
  const folder = '/sys/class/drm';
  return namesIn(folder)
    .filter((name) => /^card\d+$/.test(name))
    .map((name) => `${idOf(folder, name, 'vendor')}:${idOf(folder, name, 'device')}`);
}

function idOf(folder: string, card: string, what: 'vendor' | 'device'): string {
  return textOf(path.join(folder, card, 'device', what));
}

/** Mesa has no version to be read, but its files are written anew with each. */
function vulkanDrivers(): string[] {
  return ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d'].flatMap((folder) =>
    namesIn(folder).map((name) => {
      const found = fs.statSync(path.join(folder, name), { throwIfNoEntry: false });
      return `${name}@${Math.round(found?.mtimeMs ?? 0)}`;
    }),
  );
}

function chosenDrivers(): string[] {
  return ['VK_DRIVER_FILES', 'VK_ICD_FILENAMES'].flatMap((name) => process.env[name] ?? []);
}

function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder).sort();
  } catch {
    return []; // not there: no driver of that kind
  }
}

function textOf(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    return ''; // not there: no such card, or no such driver
  }
}
