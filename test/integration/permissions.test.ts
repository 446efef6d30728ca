import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const nobody = 65_534;
// Root may read everything, so there the tests run as another user.
const isRoot = process.getuid?.() === 0;
beforeEach(() => {
  if (isRoot) process.seteuid?.(nobody);
});
afterEach(() => {
  if (isRoot) process.seteuid?.(0);
});

test.skipIf(process.platform === 'win32')(
  'what may not be read is said and listed, keeps its photos, and stops nothing',
  async () => {
    using photos = temporaryFolder();
    using home = temporaryFolder();
    const at = (...names: string[]) => path.join(photos.path, ...names);
    await makePhotos(at('open'), 2, 1);
    await makePhotos(at('not-listed'), 2, 10);
    await makePhotos(at('not-entered'), 2, 20);
    await makePhotos(at('single'), 2, 30);
    const notices: string[] = [];
    try {
      {
        await using library = openTestLibrary(home.path);
        await library.folders.add(photos.path);
        await library.work.settled();
        expect((await library.lists.open({})).count).toBe(8);
      }
      fs.chmodSync(at('not-listed'), 0);
      fs.chmodSync(at('not-entered'), 0o444);
      await makePhotos(at('single'), 1, 32);
      fs.chmodSync(at('single', 'photo-32.jpg'), 0);
      await using library = openTestLibrary(home.path);
      library.on('notice', (notice) => notices.push(`${notice.kind} ${String(notice.details?.['path'])}`));
      await library.work.settled();
      expect((await library.lists.open({})).count).toBe(8);
      expect(notices.sort()).toEqual([`no-permission ${at('not-entered')}`, `no-permission ${at('not-listed')}`]);
      expect(library.failures.list(0, 10)).toMatchObject({
        count: 1,
        files: [{ path: at('single', 'photo-32.jpg'), kind: 'no-permission' }],
      });

      // Locked after the scan has found it: listed as well, not tried for ever.
      library.work.pause();
      await makePhotos(at('late'), 1, 40);
      await until('found', () => library.work.progress().total > library.work.progress().done);
      fs.chmodSync(at('late'), 0);
      library.work.resume();
      await until('listed', () => library.failures.list(0, 10).count === 2);
      await library.work.settled();

      for (const folder of ['not-listed', 'not-entered', 'late']) fs.chmodSync(at(folder), 0o755);
      fs.chmodSync(at('single', 'photo-32.jpg'), 0o644);
      library.failures.retry();
      await library.work.settled();
      expect(library.failures.list(0, 10).count).toBe(0);
      expect((await library.lists.open({})).count).toBe(10);
      expect(library.work.tally().embedded).toBe(2);
    } finally {
      execFileSync('chmod', ['-R', 'u+rwX', photos.path]);
    }
  },
);
