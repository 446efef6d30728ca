/** @file Runs in the embedder process, where that is plain Node: the command line, the tests and the benchmarks. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import module from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FromFilmPage } from '../../../preload/contract/frames.ts';
import { Failure } from '../../util/failure.ts';
import type { FramePort } from './frame-port.ts';

/** The slowest start that was seen, on a machine with ten other things to do, took 8 s. */
const startLimitMs = 60_000;

/**
 * Starts an Electron without a window or a screen, whose page decodes films as the app's own does.
 * @throws Failure 'no-film-page'
 */
export async function openHeadless(): Promise<FramePort> {
  const electron = findElectron();
  if (electron === undefined)
    throw new Failure('no-film-page', 'Films are read by the app: there is no Electron here that would decode them.');
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'lumisift-films-'));
  const { main, preload } = scriptsIn(work);
  const isRoot = process.platform === 'linux' && process.getuid?.() === 0;
  const switches = [
    ...(isRoot ? ['--no-sandbox'] : []),
    ...(process.platform === 'linux' ? ['--ozone-platform=headless'] : []),
  ];
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...env } = process.env;
  const child = spawn(electron, [...switches, main, preload, path.join(work, 'profile')], {
    stdio: ['ignore', 'ignore', process.env['LUMISIFT_VERBOSE'] === '1' ? 2 : 'ignore', 'ipc'],
    serialization: 'advanced',
    env,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  void ended.then(() => fs.rmSync(work, { recursive: true, force: true, maxRetries: 3 }));
  // Whoever waits for a frame waits; an idle one keeps no process alive.
  child.unref();
  child.channel?.unref();
  const port: FramePort = {
    post: (message) => {
      if (child.connected) child.send(message);
    },
    // Both ends are of one build: messages are not parsed again.
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromFilmPage)),
    onEnd: (listener) => void ended.then(listener),
    close: () => void child.kill(),
  };
  await new Promise<void>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill();
      reject(new Failure('no-film-page', `Films can't be read here: Electron ${why}.`));
    };
    const timer = setTimeout(() => fail('does not start'), startLimitMs);
    const settle = () => clearTimeout(timer);
    child.once('message', () => (settle(), resolve()));
    void ended.then(() => (settle(), fail('ended while it started')));
  });
  return port;
}

/** Where an Electron can lie beside the sources: as npm installs it, or as `npm start` falls back to. */
function findElectron(): string | undefined {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const name =
    { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform as string] ?? 'electron'; // any other system has the plain name
  const dists = [
    process.env['ELECTRON_OVERRIDE_DIST_PATH'],
    path.join(root, 'node_modules/electron/dist'),
    path.join(root, '.electron/dist'),
  ];
  return dists.flatMap((dist) => (dist ? [path.join(dist, name)] : [])).find((file) => fs.existsSync(file));
}

/** The page's two scripts. From the sources, which Electron's own Node does not read, with their types taken off. */
function scriptsIn(folder: string): { main: string; preload: string } {
  const at = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  if (!import.meta.url.endsWith('.ts')) return { main: at('film-child.js'), preload: at('../preload/film.cjs') };
  const plain = (name: string) => module.stripTypeScriptTypes(fs.readFileSync(at(name), 'utf8'));
  for (const name of ['film-child', 'film-view'])
    fs.writeFileSync(path.join(folder, `${name}.mjs`), plain(`../../app/${name}.ts`).replaceAll(".ts';", ".mjs';"));
  const preload = plain('../../../preload/film.ts').replace(
    /^import \{ ipcRenderer \} from 'electron';$/m,
    "const { ipcRenderer } = require('electron');",
  );
  fs.writeFileSync(path.join(folder, 'film.cjs'), preload);
  return { main: path.join(folder, 'film-child.mjs'), preload: path.join(folder, 'film.cjs') };
}
