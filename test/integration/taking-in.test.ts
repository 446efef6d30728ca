import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, afterAll, expect, test } from 'vitest';
import { preciousFilesOf } from '../../main/cli/backup-files.ts';
import { type Db, openDatabases } from '../../main/db/open.ts';
import { Failure } from '../../main/util/failure.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { fillLibrary } from '../torture/precious-library.ts';
import { readPrecious } from '../torture/read-precious.ts';

const folder = temporaryFolder();
const file = path.join(folder.path, 'precious.json');
const empty = path.join(folder.path, 'empty');
const photos = 700;
let before: Map<string, string>;
let after: Map<string, string>;

beforeAll(async () => {
  {
    using db = openDatabases({ folder: path.join(folder.path, 'from') });
    fillLibrary(db, { from: 0, to: photos });
    await preciousFilesOf(db).precious.exportTo(file);
  }
  {
    using db = openDatabases({ folder: empty });
    fillLibrary(db, { from: photos - 20, to: photos + 20 });
    before = readPrecious(db.sql);
  }
  using db = openDatabases({ folder: copied('whole') });
  await takeIn(db);
  after = readPrecious(db.sql);
});
afterAll(() => folder[Symbol.dispose]());

function copied(name: string): string {
  const copy = path.join(folder.path, name);
  fs.cpSync(empty, copy, { recursive: true });
  return copy;
}

async function takeIn(db: Pick<Db, 'sql' | 'transaction'>): Promise<void> {
  const { precious } = preciousFilesOf(db);
  await precious.apply((await precious.preview(file)).importId);
}

/** Does something after each transaction. */
function afterEach({ sql, transaction }: Db, work: (count: number) => void): Pick<Db, 'sql' | 'transaction'> {
  let count = 0;
  return {
    sql,
    transaction(inside) {
      const result = transaction(inside);
      work(++count);
      return result;
    },
  };
}

function rowsLeft({ sql }: Pick<Db, 'sql'>): number {
  return (
    sql.prepare<[], number>('SELECT (SELECT count(*) FROM incoming) + (SELECT count(*) FROM incoming_albums)').pluck().get() ?? 0
  );
} // prettier-ignore

test('killed between any two slices, the next start finishes it or takes it all back, and nothing is there twice', async () => {
  const killed: string[] = [];
  {
    using db = openDatabases({ folder: copied('undisturbed') });
    await takeIn(
      afterEach(db, (count) => {
        // As a kill leaves it: the newest is in the log.
        const copy = path.join(folder.path, `killed-${count}`);
        fs.cpSync(db.folder, copy, { recursive: true });
        killed.push(copy);
      }),
    );
  }
  expect(killed.length).toBeGreaterThan(10);
  let [finished, takenBack, half] = [0, 0, 0];
  for (const [at, copy] of killed.entries()) {
    using db = openDatabases({ folder: copy });
    const found = readPrecious(db.sql);
    if (found.size > before.size && found.size < after.size) half++;
    const { precious } = preciousFilesOf(db);
    await precious.goOn();
    const now = readPrecious(db.sql);
    expect([at, rowsLeft(db)]).toEqual([at, 0]);
    if (now.size === before.size) {
      expect(now).toEqual(before);
      takenBack++;
    } else {
      expect(now).toEqual(after);
      finished++;
    }
  }
  expect(takenBack).toBeGreaterThan(2);
  expect(finished).toBeGreaterThan(5);
  expect(half).toBeGreaterThan(2);
});

test('what was said in the meantime stands when the next start goes on', async () => {
  const copy = path.join(folder.path, 'half');
  {
    using db = openDatabases({ folder: copied('meantime') });
    await takeIn(
      afterEach(db, () => {
        const rated = db.sql.prepare<[], number>('SELECT count(*) FROM photos WHERE own_rating = 3').pluck().get() ?? 0;
        if (rated > 10 && !fs.existsSync(copy)) fs.cpSync(db.folder, copy, { recursive: true });
      }),
    );
  }
  using db = openDatabases({ folder: copy });
  const takenBack = db.sql.prepare('UPDATE photos SET own_rating = NULL WHERE own_rating = 3').run().changes;
  expect(takenBack).toBeGreaterThan(10);
  await preciousFilesOf(db).precious.goOn();
  const wanted = [...after].filter(([key, value]) => key.startsWith('rating ') && value === '[3]').length;
  // What had been taken in was taken away by the person since, and is not brought again.
  expect([...readPrecious(db.sql)].filter(([key, value]) => key.startsWith('rating ') && value === '[3]')).toHaveLength(
    wanted - takenBack,
  );
});

test('on a disk that takes nothing more nothing is changed, or the next start goes on', async () => {
  const full = (db: Db, from: number): Pick<Db, 'sql' | 'transaction'> => {
    let count = 0;
    return {
      sql: db.sql,
      transaction(inside) {
        if (++count >= from) throw new Failure('disk-full', 'The disk is full.');
        return db.transaction(inside);
      },
    };
  };
  const outcomes = new Set<string>();
  for (const from of [1, 5, 18]) {
    const place = copied(`full-${from}`);
    using db = openDatabases({ folder: place });
    await expect(takeIn(full(db, from))).rejects.toMatchObject({ kind: 'disk-full' });
    await preciousFilesOf(db).precious.goOn();
    expect(rowsLeft(db)).toBe(0);
    const now = readPrecious(db.sql);
    expect(now).toEqual(now.size === before.size ? before : after);
    outcomes.add(now.size === before.size ? 'nothing' : 'all');
  }
  expect(outcomes).toEqual(new Set(['nothing', 'all']));
});

test('nobody waits for it: others have their turn between its slices, and a second one waits for the first', async () => {
  using db = openDatabases({ folder: copied('turns') });
  let [turns, isOver] = [0, false];
  const counting = (async () => {
    for (; !isOver; turns++) await new Promise((resolve) => setImmediate(resolve));
  })();
  const transactions: number[] = [];
  const { precious } = preciousFilesOf(afterEach(db, () => transactions.push(turns)));
  const { importId } = await precious.preview(file);
  const first = precious.apply(importId);
  const second = precious.apply((await precious.preview(file)).importId);
  expect((await first).answers).toBeGreaterThan(400);
  expect(await second).toMatchObject({ answers: 0, ratings: 0, captions: 0, albums: 0, searches: 0, photos: 0 });
  isOver = true;
  await counting;
  // What is laid down within a turn is taken in slice by slice.
  expect(new Set(transactions).size).toBeGreaterThan(transactions.length / 3);
  expect(readPrecious(db.sql)).toEqual(after);
});
