import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { dumpLibrary } from '../fixtures/dump-library.ts';
import { makePhoto, makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';

const cli = path.join(import.meta.dirname, '../../main/cli.ts');
/** A share of them; `npm run torture` does many more. */
const kills = 15;

// Windows has no SIGKILL; there the same is tried by hand with the task manager.
test.skipIf(process.platform === 'win32')(
  'kill -9 of any process at random moments leaves nothing doubled and nothing missing',
  async () => {
    using photos = temporaryFolder();
    using disturbed = temporaryFolder();
    using undisturbed = temporaryFolder();
    await makeManyKinds(photos.path);
    for (const home of [disturbed, undisturbed]) await run(['add', photos.path, '--library', home.path]);

    let killed = 0;
    for (let round = 0; killed < kills && round < kills * 3; round++) {
      const child = start(['index', '--library', disturbed.path]);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await Promise.race([ended, wait(150 + random() * 1_300)]);
      if (child.exitCode !== null) {
        // Done before it could be killed: forget a part, so that there is something to disturb.
        fs.rmSync(path.join(disturbed.path, 'index.db'), { force: true });
        continue;
      }
      const children = childrenOf(child.pid ?? 0);
      const victims = [child.pid ?? 0, ...children];
      const victim = victims[Math.floor(random() * victims.length)] ?? 0;
      process.kill(victim, 'SIGKILL');
      killed += 1;
      // Of every second killed child, the parent goes on; otherwise it is killed too.
      if (victim !== child.pid && random() < 0.5) await Promise.race([ended, wait(400)]);
      child.kill('SIGKILL');
      await ended;
    }
    expect(killed).toBe(kills);

    await run(['index', '--library', disturbed.path]);
    await run(['index', '--library', undisturbed.path]);
    const dump = dumpLibrary(disturbed.path);
    expect(dump).toEqual(dumpLibrary(undisturbed.path));
    expect(dump['photos']).toHaveLength(80);
    expect(dump['vectors']).toHaveLength(80);
    expect(dump['failures']).toHaveLength(3);
    expect(dump['orphanVectors']).toEqual([]);
    expect(dump['integrity']).toEqual([1, 2, 3].map(() => [{ integrity_check: 'ok' }]));
  },
);

async function makeManyKinds(folder: string): Promise<void> {
  await makePhotos(path.join(folder, 'one'), 50);
  await makePhotos(path.join(folder, 'two', 'deeper'), 30, 51);
  await makePhoto(path.join(folder, 'two', 'copy of 3.jpg'), 3);
  await makePhoto(path.join(folder, 'two', 'copy of 60.jpg'), 60);
  fs.writeFileSync(path.join(folder, 'empty.jpg'), '');
  fs.writeFileSync(path.join(folder, 'text.png'), 'not a picture at all');
  fs.writeFileSync(
    path.join(folder, 'two', 'cut.jpg'),
    fs.readFileSync(path.join(folder, 'one', 'photo-1.jpg')).subarray(0, 150),
  );
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [cli, ...args], { stdio: 'ignore' });
}

async function run(args: readonly string[]): Promise<void> {
  const child = start(args);
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0 && code !== 3) throw new Error(`lumisift ${args.join(' ')} ended with ${String(code)}`);
}

function childrenOf(pid: number): number[] {
  try {
    return execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
      .split('\n')
      .map(Number)
      .filter(Boolean);
  } catch {
    return []; // ps ends with 1 when there are none
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

let state = 20_211;
/** The same moments at every run, as far as the machine allows. */
function random(): number {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
}
