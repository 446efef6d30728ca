import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { engine as engineSchema } from '../../preload/contract/work.ts';
import type { FromEmbedder } from '../../main/embedder/messages.ts';
import { forkNode } from '../../main/util/fork-node.ts';
import type { Fork } from '../../main/util/port.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const cli = path.join(import.meta.dirname, '../../main/cli.ts');

/** Mesa's GPU on the CPU: its file is called by its processor on some systems. */
const softwareGpu = ['lvp_icd.json', 'lvp_icd.x86_64.json', 'lvp_icd.aarch64.json']
  .map((name) => path.join('/usr/share/vulkan/icd.d', name))
  .find((file) => fs.existsSync(file));
if (softwareGpu === undefined)
  console.warn('No software GPU is installed (mesa-vulkan-drivers 23 or later): WebGPU is not compared with the CPU.');

test.skipIf(softwareGpu === undefined)('WebGPU gives the answer of the CPU, on a software GPU', (context) => {
  const found = gpuCommand({ VK_DRIVER_FILES: softwareGpu, VK_ICD_FILENAMES: softwareGpu });
  const webgpu = found.candidates.find(({ provider }) => provider === 'webgpu');
  // A Mesa that is too old for it brings no adapter: that is no answer, and no wrong one.
  if (webgpu?.note?.includes('No supported adapters') === true)
    context.skip(`The software GPU is too old for WebGPU: ${webgpu.note}`);
  expect(webgpu?.note).toBeUndefined();
  expect(webgpu?.agreement).toBeGreaterThan(0.99999);
  // It is right, but no faster than what it runs on.
  expect(webgpu?.verdict).toBe('right');
  expect(found.provider).toBe('cpu');
});

test('the table says of each provider what it is, and of the CPU how fast with how many pictures', () => {
  const found = gpuCommand({ VK_DRIVER_FILES: '/nowhere', VK_ICD_FILENAMES: '/nowhere' });
  const cpu = found.candidates.find(({ provider }) => provider === 'cpu');
  expect(cpu?.agreement).toBeGreaterThan(0.9999);
  expect(cpu?.batches?.map(({ size }) => size).slice(0, 3)).toEqual([1, 2, 4]);
  expect(cpu?.batches?.every(({ photosPerSecond }) => photosPerSecond > 0)).toBe(true);
  expect(cpu?.batches?.map(({ size }) => size)).toContain(cpu?.batchSize);
  expect(found.gpu).toContain('/nowhere');
});

test('a provider that ends the process when it is tried is left out from then on', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 6);
  const log: string[] = [];
  {
    // The real process, really ended the moment it has said what it tries.
    await using library = openTestLibrary(home.path, { fork: forkThatDiesWhenTrying(), log: (line) => log.push(line) });
    library.settings.change({ provider: 'webgpu' });
    await library.folders.add(photos.path);
    await library.work.settled();
    expect((await library.lists.open({})).count).toBe(6);
    expect(library.failures.list(0, 1).count).toBe(0);
    expect(library.work.engine()).toMatchObject({ provider: 'cpu' });
    expect(library.work.engine()?.candidates[0]).toMatchObject({
      provider: 'webgpu',
      verdict: 'failed',
      note: 'It ended the process when it was tried.',
      reason: 'ended-process',
    });
  }
  expect(log.filter((line) => line.includes('embedder: ended'))).toHaveLength(1);
  await makePhotos(photos.path, 2, 100);
  await using again = openTestLibrary(home.path, { log: (line) => log.push(line) });
  await again.work.settled();
  expect((await again.lists.open({})).count).toBe(8);
  // Not tried a second time.
  expect(log.filter((line) => line.includes('"trying"'))).toHaveLength(1);
});

test('work waits for power and goes on at full speed when the person asks', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 6);
  const machine = { battery: true };
  await using library = openTestLibrary(home.path, {
    machine: { idleSeconds: () => 0, isOnBattery: () => machine.battery },
  });
  library.settings.change({ notOnBattery: true });
  await library.folders.add(photos.path);
  await until('it waits', () => library.work.progress().waitsFor === 'power');
  expect(library.work.progress()).toMatchObject({ state: 'paused', total: 6, done: 0 });

  library.engine.fullSpeed(true);
  await library.work.settled();
  expect(library.work.progress()).toMatchObject({ state: 'idle', done: 6 });
  await until('full speed is over with the work', () => !library.engine.guest().isFullSpeed);

  await makePhotos(photos.path, 2, 100);
  await until('it waits again', () => library.work.progress().waitsFor === 'power');
  machine.battery = false;
  library.engine.look();
  await library.work.settled();
  expect((await library.lists.open({})).count).toBe(8);
});

test.skipIf(process.platform !== 'linux')(
  'half of two cores: the embedder takes no more than one, and nothing is lost by the change',
  async () => {
    using photos = temporaryFolder();
    using home = temporaryFolder();
    await makePhotos(photos.path, 250);
    const pids: number[] = [];
    const fork: Fork = (entry, options) => {
      const child = forkNode(entry, options);
      if (entry === 'embedder' && child.pid !== undefined) pids.push(child.pid);
      return child;
    };
    await using library = openTestLibrary(home.path, { fork });
    await library.folders.add(photos.path);
    await until('it has begun', () => library.work.tally().embedded > 10);
    library.settings.change({ coreShare: 'half' });
    const before = library.work.tally().embedded;
    await until(
      'it goes on in another process',
      () => pids.length === 2 && library.work.tally().embedded > before + 20,
    );
    const pid = pids.at(-1) ?? 0;
    const [cpuBefore, at] = [cpuSeconds(pid), performance.now()];
    const { embedded } = library.work.tally();
    // As much work as shows it, however fast the machine is.
    await until('a hundred more', () => library.work.tally().embedded >= embedded + 100);
    const seconds = (performance.now() - at) / 1000;
    // What may be used at once after a quiet time is a quarter of a second.
    expect(cpuSeconds(pid) - cpuBefore).toBeLessThan(1.05 * seconds + 0.25);
    library.settings.change({ coreShare: 'all' });
    await library.work.settled();
    expect((await library.lists.open({})).count).toBe(250);
    expect(library.failures.list(0, 1).count).toBe(0);
  },
);

function gpuCommand(env: Record<string, string | undefined>) {
  using home = temporaryFolder();
  const { stdout, stderr, status } = spawnSync(process.execPath, [cli, '--library', home.path, '--json', 'gpu'], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 200_000,
  });
  if (status !== 0) throw new Error(`lumisift gpu ended with ${String(status)}: ${stderr}`);
  return engineSchema.extend({ gpu: z.string() }).parse(JSON.parse(stdout));
}

function forkThatDiesWhenTrying(): Fork {
  return (entry, options) => {
    const child = forkNode(entry, options);
    return {
      ...child,
      onMessage(listener) {
        child.onMessage((message) => {
          listener(message);
          const said = message as FromEmbedder;
          if (entry === 'embedder' && said.is === 'remember' && said.verdict.is === 'trying')
            process.kill(child.pid ?? 0, 'SIGSEGV');
        });
      },
    };
  };
}

/** User and system time of all threads of a process, by Linux. */
function cpuSeconds(pid: number): number {
  const fields = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
