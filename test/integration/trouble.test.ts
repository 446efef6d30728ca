import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { listCopies } from '../../main/db/backups/copies.ts';
import { makeCopy } from '../../main/db/backups/make-copy.ts';
import { restoreCopy } from '../../main/db/mending/index.ts';
import { openDatabases } from '../../main/db/open.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

/** A small disk of its own; only root on Linux can make one. */
function smallDisk(megabytes: number): (Disposable & { readonly path: string }) | undefined {
  const folder = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder.path], { stdio: 'ignore' });
  } catch {
    folder[Symbol.dispose]();
    return undefined;
  }
  return {
    path: folder.path,
    [Symbol.dispose]() {
      execFileSync('umount', ['-l', folder.path]);
      folder[Symbol.dispose]();
    },
  };
}

test('a full disk stops the work with a sentence, loses nothing, and the work goes on when there is room', async (context) => {
  using disk = smallDisk(20);
  if (disk === undefined) return context.skip('no small disk can be made here');
  using photos = temporaryFolder();
  await makePhotos(path.join(photos.path, 'before'), 20, 1_000);
  const ballast = path.join(disk.path, 'ballast');
  await using library = openTestLibrary(disk.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const { id } = (await library.lists.open({})).cards[0] ?? { id: 0 };
  library.photos.rate([id], 5);

  const notices: string[] = [];
  library.on('notice', (notice) => notices.push(notice.message));
  fs.writeFileSync(ballast, '');
  fillUp(ballast);
  await makePhotos(path.join(photos.path, 'after'), 40, 2_000);
  await until('work stopped', () => library.work.stoppedBy() !== undefined);
  expect(library.work.stoppedBy()).toMatchObject({ kind: 'disk-full', message: expect.stringMatching(/full/) });
  await library.work.settled();
  expect(library.work.progress().state).toBe('paused');
  expect(notices.filter((it) => it === library.work.stoppedBy()?.message)).toHaveLength(1);
  const told = notices.length; // a backup that came due between the full disk and the end of the work says so, too
  await library.backups.look();
  expect(notices).toHaveLength(told); // it is known
  expect(() => library.photos.rate([id], 1)).toThrow(/disk with the library is full/);
  expect((await library.lists.open({})).count).toBeGreaterThanOrEqual(20);

  fs.rmSync(ballast);
  await until('work goes on by itself', () => library.work.stoppedBy() === undefined);
  await library.work.settled();
  expect((await library.lists.open({})).count).toBe(60);
  expect(library.photos.get(id).ownRating).toBe(5);
  expect(library.failures.list(0, 10).count).toBe(0);
});

test('a backup that finds no room is not restored, says so, and the library stays as it is', async (context) => {
  using disk = smallDisk(20);
  if (disk === undefined) return context.skip('no small disk can be made here');
  {
    using db = openDatabases({ folder: disk.path });
    db.sql.prepare("INSERT INTO searches (text, name, at_ms) VALUES ('boats', 'Boats', 1)").run();
    await makeCopy(disk.path, 1);
  }
  const before = fs.readFileSync(path.join(disk.path, 'library.db'));
  const [copy] = listCopies(disk.path);
  if (copy === undefined) throw new Error('there is no backup');
  const ballast = path.join(disk.path, 'ballast');
  fillUp(ballast);
  expect(() => restoreCopy({ folder: disk.path, nowMs: 2 }, copy)).toThrow(
    expect.objectContaining({ kind: 'disk-full' }),
  );
  expect(fs.readFileSync(path.join(disk.path, 'library.db')).equals(before)).toBe(true);
  fs.rmSync(ballast);
  using db = openDatabases({ folder: disk.path });
  expect(db.notices).toEqual([]);
});

test.for([
  ['cut short', 'model-damaged', (file: string) => fs.truncateSync(file, 1_000_000)],
  ['another file', 'model-damaged', (file: string) => flipByte(file)],
  ['not there', 'model-missing', (file: string) => fs.rmSync(file)],
] as const)('a model file that is %s stops the work with a sentence', async ([, kind, damage]) => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  using resources = temporaryFolder();
  fs.cpSync(path.join(import.meta.dirname, '../../resources'), resources.path, { recursive: true });
  await makePhotos(photos.path, 3);
  const model = path.join(resources.path, 'models', 'starter');
  const file = path.join(model, fs.readdirSync(model).find((name) => /image.*\.onnx$/.test(name)) ?? '');
  const kept = `${file}.kept`;
  fs.copyFileSync(file, kept);
  damage(file);
  const notices: string[] = [];
  await using library = openTestLibrary(home.path, { resourcesFolder: resources.path });
  library.on('notice', (notice) => notices.push(notice.kind));
  await library.folders.add(photos.path);
  await library.work.settled();
  expect(library.work.stoppedBy()).toMatchObject({ kind, message: expect.stringMatching(/^The model .*\.$/) });
  expect(notices).toEqual([kind]);
  expect(library.failures.list(0, 10).count).toBe(0); // the photos are not at fault

  fs.renameSync(kept, file);
  library.work.resume();
  await library.work.settled();
  expect(library.work.tally()).toEqual({ embedded: 3, recognised: 0, failed: 0 });
});

/** The same size, one bit different. */
function flipByte(file: string): void {
  const bytes = fs.readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  fs.writeFileSync(file, bytes);
}

function fillUp(file: string): void {
  for (const size of [1_000_000, 65_536, 4_096])
    try {
      for (;;) fs.appendFileSync(file, Buffer.alloc(size));
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ENOSPC') throw error;
    }
}
