import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * [Note: Stand-ins for the packager's tools]
 *
 * electron-builder downloads the programs that write a deb (fpm) and an AppImage (mksquashfs and a runtime) from a release
 * host. Where that host cannot be reached, Debian's own dpkg-deb and squashfs-tools do it: fpm.ts takes fpm's arguments and
 * calls dpkg-deb, and the AppImage gets a runtime that is a shell script (appimage-runtime.sh). What is inside is the same to
 * the byte, so it can be tried and measured; an AppImage with that runtime needs `unsquashfs` where it is started and is
 * not for publishing.
 */
export interface StandIns extends Disposable {
  /** What electron-builder reads to find its tools. */
  readonly env: Readonly<Record<string, string>>;
}

const host = 'https://github.com/electron-userland/electron-builder-binaries';

/** Whether the packager's own tools can be had. */
export async function reachesToolHost(timeoutMs = 10_000): Promise<boolean> {
  try {
    await fetch(host, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    return true;
  } catch {
    return false;
  }
}

/** @throws Error naming the packages that are missing */
export function createStandIns(): StandIns {
  const tools = { mksquashfs: 'squashfs-tools', 'desktop-file-validate': 'desktop-file-utils', 'dpkg-deb': 'dpkg' };
  const missing = Object.entries(tools).filter(([command]) => which(command) === undefined);
  if (missing.length > 0)
    throw new Error(
      `The packager's tools cannot be downloaded, and what stands in for them is not installed. Install it with:\n` +
        `  sudo apt-get install -y ${missing.map(([, name]) => name).join(' ')}`,
    );
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-tools-'));
  const at = (name: string) => path.join(folder, name);
  fs.mkdirSync(at('runtimes'));
  for (const arch of ['x64', 'arm64']) {
    fs.mkdirSync(at(`lib/${arch}`), { recursive: true });
    fs.writeFileSync(at(`runtimes/runtime-${arch}`), appImageRuntime());
  }
  for (const name of ['mksquashfs', 'desktop-file-validate']) fs.symlinkSync(which(name) ?? '', at(name));
  fs.writeFileSync(
    at('fpm'),
    `#!/bin/sh\nexec '${process.execPath}' '${path.join(import.meta.dirname, 'fpm.ts')}' "$@"\n`,
  );
  fs.chmodSync(at('fpm'), 0o755);
  return {
    env: { APPIMAGE_TOOLS_PATH: folder, CUSTOM_FPM_PATH: at('fpm') },
    [Symbol.dispose]: () => fs.rmSync(folder, { recursive: true }),
  };
}

/** Padded to a whole number of pages: the squashfs behind it begins there. */
function appImageRuntime(): Buffer {
  const script = fs.readFileSync(path.join(import.meta.dirname, 'appimage-runtime.sh'), 'utf8');
  const size = Math.ceil(script.length / 4096) * 4096;
  return Buffer.from(script.replaceAll('@OFFSET@', String(size)).padEnd(size, '\n'));
}

function which(command: string): string | undefined {
  const found = spawnSync('sh', ['-c', `command -v ${command}`], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}
