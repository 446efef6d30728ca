import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makeCopy } from '../../../../main/db/backups/make-copy.ts';
import { changedPages } from '../../../../main/db/mending/pages.ts';
import { type Db, openDatabases } from '../../../../main/db/open.ts';
import { temporaryFolder } from '../../../fixtures/make-photos.ts';

const captionOf = (id: number) => `What was seen on day ${id}, at the harbour of the old town`;

function addPhotos(db: Db, from: number, to: number, times = 1): void {
  const add = db.sql.prepare<[number, Buffer, string]>(
    `INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms, own_caption)
     VALUES (?, ?, 'jpeg', 4, 3, 0, 'file', 0, ?)`,
  );
  db.transaction(() => {
    for (let id = from; id < to; id++) {
      const content = Buffer.alloc(32);
      content.writeUInt32BE(id);
      add.run(id, content, captionOf(id).repeat(times));
    }
  });
}

/** As a kill leaves it: all that is on the disk, while the library is open. */
function killed(folder: string, to: string): string {
  fs.cpSync(folder, to, { recursive: true });
  return to;
}

function captions(db: Db): string[] {
  return db.sql.prepare<[], string>('SELECT own_caption FROM photos ORDER BY id').pluck().all();
}

test('a bit that flipped in a word is found after a kill too, and comes back from the backup', async () => {
  using home = temporaryFolder();
  const folder = path.join(home.path, 'library');
  {
    using db = openDatabases({ folder });
    addPhotos(db, 1, 400);
    await makeCopy(folder, 1);
  }
  let dead: string;
  {
    using db = openDatabases({ folder });
    addPhotos(db, 400, 420);
    dead = killed(folder, path.join(home.path, 'killed'));
  }
  const file = path.join(dead, 'library.db');
  const bytes = fs.readFileSync(file);
  const at = bytes.indexOf(captionOf(100)) + 5;
  bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
  fs.writeFileSync(file, bytes);
  using db = openDatabases({ folder: dead });
  expect(captions(db)).toEqual(Array.from({ length: 419 }, (_, i) => captionOf(i + 1)));
  expect(db.notices).toEqual([
    expect.objectContaining({ kind: 'library-damaged', details: expect.objectContaining({ missing: 0 }) }),
  ]);
});

test('the log is copied in while the library is open, and a kill at any of these moments is no damage', () => {
  using home = temporaryFolder();
  const folder = path.join(home.path, 'library');
  openDatabases({ folder })[Symbol.dispose]();
  using db = openDatabases({ folder });
  let longest = 0;
  for (let round = 0; round < 240; round++) {
    addPhotos(db, 1 + round * 200, 1 + (round + 1) * 200);
    longest = Math.max(longest, fs.statSync(path.join(folder, 'library.db-wal')).size);
    if (round % 40 !== 39) continue;
    const dead = killed(folder, path.join(home.path, `killed-${round}`));
    expect(changedPages(dead)).toEqual([]);
    using again = openDatabases({ folder: dead });
    expect(again.notices).toEqual([]);
    expect(captions(again)).toHaveLength((round + 1) * 200);
  }
  // 25 MB were written, and it went into the file some 4 MB at a time.
  expect(fs.statSync(path.join(folder, 'library.db')).size).toBeGreaterThan(8_000_000);
  expect(longest).toBeLessThan(12_000_000);
});

test('a checkpoint that was cut short in the middle of its pages is no damage', () => {
  using home = temporaryFolder();
  const folder = path.join(home.path, 'library');
  {
    using db = openDatabases({ folder });
    addPhotos(db, 1, 400);
  }
  using db = openDatabases({ folder });
  db.sql.prepare("UPDATE photos SET own_caption = own_caption || '!' WHERE id % 7 = 0").run();
  const before = killed(folder, path.join(home.path, 'before'));
  db[Symbol.dispose]();
  // The first half of the file as the checkpoint left it, the second as it was; the log is still there.
  const [old, made] = [before, folder].map((one) => fs.readFileSync(path.join(one, 'library.db')));
  if (old === undefined || made === undefined) throw new Error('there are two');
  made.copy(old, 0, 0, Math.floor(old.length / 2));
  fs.writeFileSync(path.join(before, 'library.db'), old);
  fs.copyFileSync(path.join(folder, 'library.pages'), path.join(before, 'library.pages'));
  using again = openDatabases({ folder: before });
  expect(again.notices).toEqual([]);
  expect(captions(again).filter((caption) => caption.endsWith('!'))).toHaveLength(57);
});

test('a page that only says where rows are is made again of them: without a backup nothing is missing', () => {
  using home = temporaryFolder();
  const folder = path.join(home.path, 'library');
  {
    using db = openDatabases({ folder });
    // So many that pages above the leaves have pages above them.
    addPhotos(db, 1, 5_000, 8);
  }
  const whole = fs.readFileSync(path.join(folder, 'library.db'));
  const typeOf = (page: number) => whole.readUInt8(page * 4096);
  const interior = Array.from({ length: whole.length / 4096 - 1 }, (_, at) => at + 1).filter(
    (page) => typeOf(page) === 5,
  );
  expect(interior.length).toBeGreaterThan(2);
  for (const page of interior.slice(0, 2)) {
    const hurt = path.join(home.path, `hurt-${page}`);
    fs.cpSync(folder, hurt, { recursive: true });
    const bytes = Buffer.from(whole);
    bytes.fill(0xa5, page * 4096, (page + 1) * 4096);
    fs.writeFileSync(path.join(hurt, 'library.db'), bytes);
    using db = openDatabases({ folder: hurt });
    expect(db.notices.map(({ details }) => details?.['missing'])).toEqual([0]);
    expect(db.sql.prepare('SELECT count(*) FROM photos WHERE own_caption IS NOT NULL').pluck().get()).toBe(4_999);
    fs.rmSync(hurt, { recursive: true, force: true });
  }
});
