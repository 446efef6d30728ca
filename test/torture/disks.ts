import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Family, Outcome } from './family.ts';
import { scenes } from './scenes/index.ts';
import { judgeScene } from './scenes/judge.ts';
import { commandOf, layScene, sceneAt, sceneFolder } from './scenes/lay.ts';
import type { Scene } from './scenes/scene.ts';

const largeKb = 512 * 1024;
const pageKb = 4;
/** A scene that takes nothing writes less than this: 4 kB to 8 MB are left to it, as often less as more. */
const mostDoublings = 11;
/** Not a limit on speed: who does not end within it waits for ever. */
const mostMs = 180_000;

type Trouble = 'full' | 'read-only' | 'read-only later';

/** A disk that takes nothing more, at any write: of the library with the files, or of the files alone. */
export const disks: Family = {
  name: 'disks',
  what: `a disk that is full after some kB, read-only, or becomes so, while there is ${scenes.map(({ name }) => name).join(', ')}; it is said in a sentence, and with room again all is there and goes on`,
  quick: 2 * scenes.length,
  cannot: () =>
    process.platform === 'linux' && process.getuid?.() === 0
      ? undefined
      : 'only root on Linux can make disks of its own',
  async prepare(shared) {
    for (const scene of scenes) await scene.make(sceneFolder(shared, scene));
  },
  total: () => 550,
  async run({ number, shared, folder, random }) {
    const scene = sceneAt(number);
    const isFilesAlone = scene.hasOwnFiles === true && random() < 0.5;
    const trouble: Trouble = random() < 0.7 ? 'full' : isFilesAlone && random() < 0.7 ? 'read-only later' : 'read-only';
    const place = path.join(folder, 'place');
    const disk = isFilesAlone ? path.join(place, 'photos') : place;
    fs.mkdirSync(disk, { recursive: true });
    mount(['-t', 'tmpfs', '-o', `size=${largeKb}k`, 'tmpfs', disk]);
    try {
      layScene(scene, { folder: place, shared, random });
      const roomKb = Math.ceil((pageKb / 4) * 2 ** (random() * mostDoublings));
      if (trouble === 'full') remount(disk, `size=${usedKb(disk) + roomKb}k`);
      if (trouble === 'read-only') remount(disk, 'ro');
      const afterMs = random() * scene.tailMs;
      const ended = await play(scene, place, () => {
        if (trouble === 'read-only later') setTimeout(() => becomeReadOnly(disk), afterMs);
      });
      remount(disk, `rw,size=${largeKb}k`);
      const what = `${scene.name} on a disk that is ${trouble} (${isFilesAlone ? 'files' : 'library'}, ${roomKb} kB)`;
      if (ended.why !== undefined) return lost(`${what}: ${ended.why}`, place, folder);
      const outcome = await judgeScene(scene, { folder: place, made: sceneFolder(shared, scene), said: ended.said });
      if (outcome.is === 'lost') return lost(`${what}: ${outcome.why}`, place, folder);
      return ended.isRefused ? { is: 'told' } : outcome;
    } finally {
      execFileSync('umount', ['-l', disk]);
    }
  },
};

/** What is on the disk goes with it: it is kept, to be looked at. */
function lost(why: string, place: string, folder: string): Outcome {
  fs.cpSync(place, path.join(folder, 'kept'), { recursive: true });
  return { is: 'lost', why };
}

async function play(
  scene: Scene,
  folder: string,
  onReady: () => void,
): Promise<{ said: string[]; isRefused: boolean; why: string | undefined }> {
  const child = spawn(...commandOf(scene, folder), { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  let trouble = '';
  child.stdout.on('data', (bytes: Buffer) => {
    if (output === '') onReady();
    output += String(bytes);
  });
  child.stderr.on('data', (bytes: Buffer) => (trouble += String(bytes)));
  const timer = setTimeout(() => child.kill('SIGKILL'), mostMs);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  const why = code === 0 || code === 3 ? undefined : code === null ? 'it never ended' : `it died: ${trouble}`;
  return { said: output.split('\n').slice(0, -1), isRefused: code === 3, why };
}

function mount(args: readonly string[]): void {
  execFileSync('mount', args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

function remount(disk: string, options: string): void {
  mount(['-o', `remount,${options}`, disk]);
}

/** Refused while a file on it is open for writing: the next moment is as good. */
function becomeReadOnly(disk: string, tries = 200): void {
  try {
    remount(disk, 'ro');
  } catch {
    if (tries > 0) setTimeout(() => becomeReadOnly(disk, tries - 1), 1);
  }
}

function usedKb(disk: string): number {
  const { blocks, bfree, bsize } = fs.statfsSync(disk);
  return ((blocks - bfree) * bsize) / 1024;
}
