import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readDamagedLog } from '../../../../main/db/mending/damaged-log.ts';
import { openDatabases } from '../../../../main/db/open.ts';
import { temporaryFolder } from '../../../fixtures/make-photos.ts';
import { judgeLibrary } from '../../../torture/judge-library.ts';
import { fillLibrary, makePreciousLibrary, readKept } from '../../../torture/precious-library.ts';
import { readPrecious } from '../../../torture/read-precious.ts';

const headerBytes = 32;
const frameBytes = 24 + 4096;
const shared = temporaryFolder();
const log = path.join(shared.path, 'killed', 'library.db-wal');
beforeAll(async () => {
  await makePreciousLibrary(shared.path, 300);
  return () => shared[Symbol.dispose]();
});

/** Attacks the log of a library that was killed, and says how opening it ends. */
function attacked(attack: (log: Buffer) => Buffer | undefined): ReturnType<typeof judgeLibrary> {
  using home = temporaryFolder();
  const folder = path.join(home.path, 'library');
  fs.cpSync(path.join(shared.path, 'killed'), folder, { recursive: true });
  const file = path.join(folder, 'library.db-wal');
  const bytes = fs.readFileSync(file);
  fs.writeFileSync(file, attack(bytes) ?? bytes);
  return judgeLibrary({ folder, shared: shared.path });
}

const frameCount = () => Math.floor((fs.statSync(log).size - headerBytes) / frameBytes);
const flip = (bytes: Buffer, at: number) => void bytes.writeUInt8(bytes.readUInt8(at) ^ 4, at);

test('a log that is as it was is not damaged', () => {
  expect(frameCount()).toBeGreaterThan(20);
  expect(readDamagedLog(log)).toBeUndefined();
  expect(attacked(() => undefined)).toEqual({ is: 'opened' });
});

test('a bit that flipped in a page of the log loses what is on that page at most, and that is told', () => {
  for (let frame = 0; frame < frameCount() - 1; frame += 3)
    expect([
      frame,
      attacked((bytes) => flip(bytes, headerBytes + frame * frameBytes + 24 + ((frame * 997) % 4096))),
    ]).toEqual([frame, { is: 'mended' }]);
});

test.each([
  ['the number of a page', 2],
  ['what the log grew to', 5],
  ['which round it is of', 9],
  ['the checksum', 17],
])('a bit that flipped in the head of a frame, in %s', (_what, at) => {
  for (let frame = 1; frame < frameCount() - 1; frame += 8) {
    const { is } = attacked((bytes) => flip(bytes, headerBytes + frame * frameBytes + at));
    expect([frame, is]).toEqual([frame, 'mended']);
  }
});

test('a block of the disk that is empty in the middle of the log', () => {
  for (let block = 1; block < fs.statSync(log).size / 4096 - 2; block += 5) {
    const { is } = attacked((bytes) => bytes.fill(0, block * 4096, (block + 1) * 4096));
    expect([block, is]).toEqual([block, 'mended']);
  }
});

test.each([0, 6, 10, 13, 18, 22, 25, 30])('a bit that flipped in byte %i of its header costs nothing', (at) => {
  expect(attacked((bytes) => flip(bytes, at)).is).toBe('mended');
});

test('the log of another library is put aside, and the library is what it was without it', () => {
  using other = temporaryFolder();
  using home = temporaryFolder();
  const [mine, theirs] = [path.join(home.path, 'library'), path.join(other.path, 'library')];
  fs.cpSync(path.join(shared.path, 'library'), mine, { recursive: true });
  {
    using db = openDatabases({ folder: theirs });
    fillLibrary(db, { from: 5_000, to: 5_400 });
  }
  let strange: Buffer;
  {
    using db = openDatabases({ folder: theirs });
    db.sql.exec("UPDATE photos SET own_caption = 'theirs'");
    strange = fs.readFileSync(path.join(theirs, 'library.db-wal'));
  }
  fs.writeFileSync(path.join(mine, 'library.db-wal'), strange);
  const { newest } = readKept(shared.path);
  using db = openDatabases({ folder: mine });
  expect(readPrecious(db.sql)).toEqual(newest);
  expect(db.notices).toEqual([
    expect.objectContaining({ kind: 'library-damaged', details: expect.objectContaining({ missing: 0 }) }),
  ]);
  expect(fs.readFileSync(path.join(mine, 'library-damaged-1.db-wal')).equals(strange)).toBe(true);
});

test('changes that were made and are not there are told, once', () => {
  using home = temporaryFolder();
  const folder = path.join(home.path, 'library');
  const file = path.join(folder, 'library.db');
  {
    using db = openDatabases({ folder });
    fillLibrary(db, { from: 0, to: 10 });
  }
  const older = fs.readFileSync(file);
  {
    using db = openDatabases({ folder });
    db.sql.exec('UPDATE photos SET own_rating = 3 WHERE id <= 4');
  }
  fs.writeFileSync(file, older);
  fs.rmSync(path.join(folder, 'library.pages'), { force: true });
  {
    using db = openDatabases({ folder });
    expect(db.notices).toEqual([
      expect.objectContaining({ details: expect.objectContaining({ code: 'behind', missing: 4 }) }),
    ]);
    db.noticesTold();
  }
  using db = openDatabases({ folder });
  expect(db.notices).toEqual([]);
});
