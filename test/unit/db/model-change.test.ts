import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../../main/db/connect.ts';
import { createModelChange } from '../../../main/db/model-change.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createVectors } from '../../../main/db/vectors.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { fillLibrary } from '../search/filters/photo-library.ts';

const photoCount = 3_000;

/** Every photo has a vector of two models. */
function library(prepare?: (indexFile: string) => void) {
  const home = temporaryFolder();
  const indexFile = path.join(home.path, 'index.db');
  if (prepare) {
    openDatabases({ folder: home.path })[Symbol.dispose]();
    fs.rmSync(indexFile);
    prepare(indexFile);
  }
  const db = openDatabases({ folder: home.path });
  db.sql.prepare("INSERT INTO folders (id, path, added_at_ms) VALUES (1, '/photos', 0)").run();
  fillLibrary(
    db.sql,
    Array.from({ length: photoCount }, () => ({})),
  );
  const vectors = createVectors(db);
  const [former, present] = [vectors.modelNumber('former@1'), vectors.modelNumber('present@1')];
  const ids = db.sql.prepare<[], number>('SELECT id FROM photos').pluck().all();
  db.transaction(() => {
    for (const id of ids)
      for (const model of [former, present])
        vectors.put(model, id, [{ vector: new Float32Array(512).fill(id / 10_000) }]);
  });
  return {
    db,
    indexFile,
    present,
    change: createModelChange(db),
    [Symbol.dispose]: () => {
      db[Symbol.dispose]();
      home[Symbol.dispose]();
    },
  };
}

function dropAll({ change, present }: ReturnType<typeof library>): void {
  while (change.dropSome(present, 200).vectors > 0);
}

test('the room of vectors that are let go is given back to the disk, while others read', () => {
  using it = library();
  const { db, change, indexFile, present } = it;
  const sizeOf = () => {
    db.sql.pragma('idx.wal_checkpoint(TRUNCATE)');
    return fs.statSync(indexFile).size;
  };
  const before = sizeOf();
  const reader = connect(indexFile, { isReadOnly: true });
  const count = reader.prepare<[number], number>('SELECT count(*) FROM vectors WHERE model_id = ?').pluck();
  expect(count.get(present)).toBe(photoCount);
  dropAll(it);
  let slices = 1;
  for (; change.shrinkSome(); slices++) expect(slices).toBeLessThan(10_000);
  expect(slices).toBeGreaterThan(5);
  expect(sizeOf()).toBeLessThan(before * 0.65);
  expect(count.get(present)).toBe(photoCount);
  expect(reader.pragma('integrity_check', { simple: true })).toBe('ok');
  reader.close();
});

test('an index of an older version keeps its room, and nothing waits for it for ever', () => {
  using it = library((file) => connect(file).exec('CREATE TABLE made_before (id)').close());
  dropAll(it);
  expect(it.change.shrinkSome()).toBe(false);
  expect(Number(it.db.sql.pragma('idx.freelist_count', { simple: true }))).toBeGreaterThan(500);
});
