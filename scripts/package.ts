import path from 'node:path';
import { build, type CliOptions } from 'electron-builder';
import { buildAll } from './build.ts';
import type { ElectronRuntime } from './electron-runtime.ts';
import { root } from './root.ts';

/** Makes the installers of this platform in out/, with the Electron that package.json names and no other. */
export async function makeInstallers(): Promise<void> {
  await buildAll();
  await build({ projectDir: root, publish: 'never' });
}

/** Packs the app that is built, unpacked into `out`, on the Electron that is here: for tests. @returns its executable */
export async function packForTest({ dist, version }: ElectronRuntime, out: string): Promise<string> {
  const options: CliOptions = {
    projectDir: root,
    publish: 'never',
    dir: true,
    config: { electronDist: dist, electronVersion: version, directories: { output: out } },
  };
  await build(options);
  if (process.platform === 'darwin')
    return path.join(out, process.arch === 'arm64' ? 'mac-arm64' : 'mac', 'Lumisift.app/Contents/MacOS/Lumisift');
  return process.platform === 'win32'
    ? path.join(out, 'win-unpacked/Lumisift.exe')
    : path.join(out, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', 'lumisift');
}

if (import.meta.main) await makeInstallers();
