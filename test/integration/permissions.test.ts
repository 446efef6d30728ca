import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const root = path.join(import.meta.dirname, '../..');
/** Root may read everything, so there the tests run as somebody else. */
const isRoot = process.getuid?.() === 0 && process.env['LUMISIFT_TEST_WITHOUT_RIGHTS'] !== '1';
/** Who else can read these sources: whoever they belong to, or nobody in particular; undefined below a closed folder of root's. */
const other = fs.statSync(root).uid || (isOpen(root) ? 65_534 : undefined);

beforeEach(() => {
  if (isRoot && other !== undefined) process.seteuid?.(other);
});
afterEach(() => {
  if (isRoot) process.seteuid?.(0);
});

test.skipIf(process.platform === 'win32')(
  'what may not be read is said and listed, keeps its photos, and stops nothing',
  async () => {
    if (isRoot && other === undefined) return againWithoutRights();
    using photos = temporaryFolder();
    using home = temporaryFolder();
    using elsewhere = temporaryFolder();
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
      const listed = () => library.failures.list(0, 10).files.map(({ kind, path: file }) => `${kind} ${file}`);
      expect(listed().sort()).toEqual([...notices, `no-permission ${at('single', 'photo-32.jpg')}`].sort());
      expect(library.failures.countPlaces()).toBe(2);

      // Locked after the scan has found it: listed as well, not tried for ever.
      library.work.pause();
      await makePhotos(path.join(elsewhere.path, 'late'), 1, 40);
      fs.renameSync(path.join(elsewhere.path, 'late'), at('late'));
      await until('found', () => library.work.progress().total > library.work.progress().done);
      fs.chmodSync(at('late'), 0);
      library.work.resume();
      await until('listed', () => listed().includes(`no-permission ${at('late', 'photo-40.jpg')}`));
      await library.work.settled();

      for (const folder of ['not-listed', 'not-entered', 'late']) fs.chmodSync(at(folder), 0o755);
      fs.chmodSync(at('single', 'photo-32.jpg'), 0o644);
      library.failures.retry();
      await library.work.settled();
      expect(library.failures.list(0, 10).count).toBe(0);
      expect((await library.lists.open({})).count).toBe(10);
      // Once each, even where the scan sees a file's new rights while it is being read.
      expect(library.work.tally().embedded).toBe(2);
    } finally {
      execFileSync('chmod', ['-R', 'u+rwX', photos.path]);
    }
  },
);

function isOpen(folder: string): boolean {
  const above = path.dirname(folder);
  return (fs.statSync(folder).mode & 0o005) === 0o005 && (above === folder || isOpen(above));
}

/** As a root that may not read what its permissions forbid: a capability of capabilities(7) that nothing started from here has. */
function againWithoutRights(): void {
  const rights = '-dac_override,-dac_read_search';
  const vitest = [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--config',
    'vitest.config.ts',
    'permissions',
  ];
  const env = Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST'));
  execFileSync('setpriv', ['--bounding-set', rights, '--inh-caps', rights, process.execPath, ...vitest], {
    cwd: root,
    env: { ...Object.fromEntries(env), LUMISIFT_TEST_WITHOUT_RIGHTS: '1' },
    stdio: 'pipe',
  });
}
