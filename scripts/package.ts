import fs from 'node:fs';
import path from 'node:path';
import { build, type CliOptions, type Configuration } from 'electron-builder';
import { buildAll } from './build.ts';
import { electronRuntime, type ElectronRuntime } from './electron-runtime.ts';
import { standInForTests } from '../electron-33/stand-in.ts';
import { keepChromiumLicences } from './packaging/chromium-licences.ts';
import { createStandIns, reachesToolHost } from './packaging/stand-ins.ts';
import { readManifest, root } from './root.ts';

export interface Installers {
  /** The files that were made. */
  readonly files: readonly string[];
  /** Why they are not for publishing, if so. */
  readonly caveats: readonly string[];
}

/**
 * Makes the installers of this system. Where something cannot be had, what stands in for it is told.
 * @param isQuick larger files in less time: for tests
 */
export async function makeInstallers(out = path.join(root, 'out'), { isQuick = false } = {}): Promise<Installers> {
  const runtime = await electronRuntime();
  const isPresent = runtime.version === readManifest(path.join(root, 'node_modules/electron')).version;
  using standIns = process.platform === 'linux' && !(await reachesToolHost()) ? createStandIns() : undefined;
  const caveats = [
    ...(isPresent ? [] : [`they hold Electron ${runtime.version}, not the one that package.json names`]),
    ...(standIns ? ['the AppImage has a runtime that needs unsquashfs (scripts/packaging/stand-ins.ts)'] : []),
  ];
  Object.assign(process.env, standIns?.env);
  const files = await build({
    projectDir: root,
    publish: 'never',
    config: {
      ...configFor(runtime, isPresent),
      directories: { output: out },
      ...(isQuick && { deb: { compression: 'gz' as const } }),
    },
  });
  return { files: files.filter((file) => !file.endsWith('.blockmap')), caveats };
}

/** Packs the app that is built, unpacked into `out`, on the Electron that is here: for tests. @returns its executable */
export async function packForTest(runtime: ElectronRuntime, out: string): Promise<string> {
  const options: CliOptions = {
    projectDir: root,
    publish: 'never',
    dir: true,
    config: { ...configFor(runtime, false), directories: { output: out } },
  };
  await build(options);
  if (process.platform === 'darwin')
    return path.join(out, process.arch === 'arm64' ? 'mac-arm64' : 'mac', 'Lumisift.app/Contents/MacOS/Lumisift');
  return process.platform === 'win32'
    ? path.join(out, 'win-unpacked/Lumisift.exe')
    : path.join(out, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', 'lumisift');
}

function configFor(runtime: ElectronRuntime, isPresent: boolean): Configuration {
  return {
    ...(isPresent ? {} : { electronDist: runtime.dist, electronVersion: runtime.version }),
    afterPack: ({ appOutDir, packager }) => {
      leaveOutSoftwareGpu(appOutDir);
      keepChromiumLicences(runtime.dist, appOutDir, packager.getResourcesDir(appOutDir));
      if (!isPresent && process.platform === 'linux') standInForTests(appOutDir);
      return Promise.resolve();
    },
  };
}

/** 5 MB for WebGL and WebGPU where there is no GPU: the window uses neither, and is drawn without. */
function leaveOutSoftwareGpu(packed: string): void {
  for (const name of ['libvk_swiftshader.so', 'vk_swiftshader.dll', 'vk_swiftshader_icd.json'])
    fs.rmSync(path.join(packed, name), { force: true });
}

/** Nobody waits longer for a photo app. */
const mostDebBytes = 150e6;

if (import.meta.main) {
  try {
    await buildAll();
    const { files, caveats } = await makeInstallers();
    for (const file of files)
      console.log(`${path.relative(root, file)}  ${(fs.statSync(file).size / 1e6).toFixed(1)} MB`);
    const heavy = files.find((file) => file.endsWith('.deb') && fs.statSync(file).size > mostDebBytes);
    if (heavy !== undefined) throw new Error(`${path.basename(heavy)} weighs more than ${mostDebBytes / 1e6} MB`);
    if (caveats.length > 0) console.log(`For trying out, not for publishing: ${caveats.join('; ')}.`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
