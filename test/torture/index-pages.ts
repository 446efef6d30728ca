import fs from 'node:fs';
import path from 'node:path';
import { type Db, openDatabases } from '../../main/db/open.ts';
import { createRefill } from '../../main/db/refill.ts';
import { createOwed } from '../../main/db/owed.ts';
import { createVectors } from '../../main/db/vectors.ts';
import type { Family } from './family.ts';
import { damageKinds, damagePage } from './library-pages.ts';

const databases = ['index', 'thumbnails'] as const;
const moments = ['closed', 'open'] as const;
const photoCount = 150;
const dim = 128;
const pageBytes = 4096;
let modelNumber = 1;

/** Page by page of what can be built again, in each way, before a start and while the library is open. */
export const indexPages: Family = {
  name: 'index-pages',
  what: 'each page of index.db and thumbnails.db damaged in the same ways, before a start and while the library is open and used',
  quick: 60,
  prepare(shared) {
    using db = openDatabases({ folder: path.join(shared, 'library') });
    fill(db);
  },
  total: (shared) =>
    databases.reduce((sum, name) => sum + pagesOf(shared, name), 0) * damageKinds.length * moments.length,
  run({ number, shared, folder, random }) {
    fs.cpSync(path.join(shared, 'library'), folder, { recursive: true });
    const moment = moments[number % moments.length] ?? 'closed';
    const kind = damageKinds[Math.floor(number / moments.length) % damageKinds.length] ?? 'zeroed';
    const place = Math.floor(number / moments.length / damageKinds.length);
    const inIndex = pagesOf(shared, 'index');
    const name = place < inIndex ? 'index' : 'thumbnails';
    const damage = () =>
      damagePage(path.join(folder, `${name}.db`), place < inIndex ? place : place - inIndex, kind, random);
    if (moment === 'closed') damage();
    using db = openDatabases({ folder });
    const vectors = createVectors(db);
    let told = db.notices.length;
    db.onRebuilt((rebuilt) => {
      told++;
      // As the library does: its number is in use.
      if (rebuilt === 'index') vectors.keepNumber(modelNumber, 'model');
    });
    if (moment === 'open') damage();
    use(db);
    for (const rebuilt of databases) {
      const refill = createRefill(db);
      if (!refill.isOwed(rebuilt)) continue;
      for (const step of [refill.salvage(rebuilt), ...(rebuilt === 'index' ? [refill.texts()] : [])])
        while (step() !== undefined);
      refill.done(rebuilt);
    }
    use(db);
    if (db.sql.prepare('SELECT count(*) FROM photos WHERE own_rating = 3').pluck().get() !== photoCount)
      return { is: 'lost', why: 'ratings are gone' };
    for (const schema of told > 0 ? ['main', 'idx', 'thumbs'] : ['main'])
      if (db.sql.pragma(`${schema}.integrity_check(1)`, { simple: true }) !== 'ok')
        return { is: 'lost', why: `${schema} is damaged after it was mended` };
    return { is: told > 0 ? 'mended' : 'opened' };
  },
};

function fill(db: Db): void {
  const add = db.sql.prepare(
    `INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms, present, own_rating)
     VALUES (?, ?, 'jpeg', 4, 3, 1, 'file', 1, 1, 3)`,
  );
  const text = db.sql.prepare(
    "INSERT INTO idx.texts (rowid, names, folders, captions, keywords) VALUES (?, 'a', '', 'word', '')",
  );
  db.transaction(() => {
    for (let id = 1; id <= photoCount; id++) {
      add.run(id, Buffer.from(String(id).padStart(32, '0')));
      text.run(id);
    }
  });
  use(db);
}

/** What the app asks and writes; none of it may fail. */
function use(db: Db): void {
  const vectors = createVectors(db);
  modelNumber = vectors.modelNumber('model');
  for (let id = 1; id <= photoCount; id++) vectors.thumbnail(id);
  db.transaction(() => {
    for (let id = 1; id <= photoCount; id++) {
      const vector = Float32Array.from({ length: dim }, (_, at) => Math.sin(id * 7 + at));
      const length = Math.hypot(...vector);
      vectors.put(modelNumber, id, [{ vector: vector.map((value) => value / length) }]);
      const jpeg = Buffer.alloc(2_500, id);
      jpeg.writeUInt16BE(0xffd8, 0);
      jpeg.writeUInt16BE(0xffd9, jpeg.length - 2);
      vectors.putThumbnail(id, jpeg);
    }
  });
  createOwed(db).wakeSome(modelNumber, 0);
  db.sql.prepare("SELECT rowid FROM idx.texts WHERE texts MATCH 'word'").all();
  db.sql.prepare('SELECT count(*) FROM idx.failures x JOIN photos p ON p.id = x.file_id').get();
}

function pagesOf(shared: string, name: (typeof databases)[number]): number {
  return fs.statSync(path.join(shared, 'library', `${name}.db`)).size / pageBytes;
}
