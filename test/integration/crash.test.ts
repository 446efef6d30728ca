import path from 'node:path';
import { expect, test } from 'vitest';
import { forkNode } from '../../main/util/fork-node.ts';
import type { Fork } from '../../main/util/port.ts';
import { makePhoto, makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

/** The real embedder process, which really dies of a signal whenever it is given a file of this name. */
function forkThatDiesOf(name: string, signal: 'SIGSEGV' | 'SIGKILL', deaths: { count: number }): Fork {
  return (entry, options) => {
    const child = forkNode(entry, options);
    return {
      ...child,
      post(message) {
        child.post(message);
        if (entry !== 'embedder' || !JSON.stringify(message).includes(name)) return;
        deaths.count += 1;
        // A moment later, so that it is in the middle of its files.
        setTimeout(() => process.kill(child.pid ?? 0, signal), 20);
      },
    };
  };
}

test('a file that kills the process is found among many, set aside, and the others are embedded', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 30);
  const killer = path.join(photos.path, 'killer.jpg');
  await makePhoto(killer, 99);
  const deaths = { count: 0 };
  const log: string[] = [];
  await using library = openTestLibrary(home.path, {
    fork: forkThatDiesOf('killer.jpg', 'SIGSEGV', deaths),
    log: (line) => log.push(line),
  });
  await library.folders.add(photos.path);
  await library.work.settled();
  expect(library.failures.list(0, 10)).toMatchObject({ count: 1, files: [{ path: killer, kind: 'crashed' }] });
  expect((await library.lists.open({})).count).toBe(30);
  expect(deaths.count).toBeGreaterThanOrEqual(2);
  expect(log.filter((line) => line.includes('embedder: ended'))).toHaveLength(deaths.count);
});

test('a process that is killed from outside costs no file its place', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 20);
  let left = 3;
  const fork: Fork = (entry, options) => {
    const child = forkNode(entry, options);
    if (entry === 'embedder' && left-- > 0) setTimeout(() => child.kill('SIGKILL'), 700);
    return child;
  };
  await using library = openTestLibrary(home.path, { fork });
  await library.folders.add(photos.path);
  await library.work.settled();
  expect(library.failures.list(0, 10).count).toBe(0);
  expect((await library.lists.open({})).count).toBe(20);
});
