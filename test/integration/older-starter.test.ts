import path from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../main/db/connect.ts';
import { vectorKey } from '../../main/models/index.ts';
import { starter } from '../../main/models/starter.ts';
import { encodeHalf } from '../../main/util/half.ts';
import { makePhoto, makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { bringSecondModel } from '../fixtures/second-model.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const former = 'starter@1';
const formerDim = 512;

test('a library of the starter before moves over by itself: names find, answers stay, old vectors go', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 6);
  await makePhoto(path.join(photos.path, 'harbour.jpg'), 99);
  let confirmed: number;
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const { cards } = await library.lists.open({});
    confirmed = cards[0]?.id ?? 0;
    await library.tags.decide([confirmed], 'dog', 'confirmed');
  }
  makeOlder(home.path);

  await using library = openTestLibrary(home.path);
  expect((await library.lists.open({})).count).toBe(7);
  expect((await library.lists.open({ text: 'harbour' })).exactCount).toBe(1);
  await library.work.settled();
  await until('the old vectors are gone', () => vectorsByModel(home.path)[former] === undefined, 120_000);
  expect(vectorsByModel(home.path)).toEqual({ [vectorKey(starter)]: 7 });
  expect((await library.lists.open({ text: 'a red square' })).cards[0]).toHaveProperty('score');
  expect((await library.lists.open({ text: 'tag:dog' })).cards.map(({ id }) => id)).toEqual([confirmed]);
});

test('after a change of models nobody is led back to vectors that nothing can read', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 3);
  const second = bringSecondModel(home.path);
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    library.engine.switchTo(second);
    await until('the second model answers', () => library.engine.switchState().is === 'kept', 120_000);
  }
  makeOlder(home.path);
  await using library = openTestLibrary(home.path);
  await until('the old vectors are gone', () => library.engine.switchState().is === 'none', 120_000);
  expect(vectorsByModel(home.path)).toEqual({ [`${second}@1`]: 3 });
});

/** As the version before left it: vectors of another length, filed under another revision. */
function makeOlder(folder: string): void {
  const sql = connect(path.join(folder, 'index.db'));
  try {
    sql.prepare('UPDATE models SET key = ? WHERE key = ?').run(former, vectorKey(starter));
    sql
      .prepare('UPDATE vectors SET vector = ? WHERE model_id = (SELECT id FROM models WHERE key = ?)')
      .run(encodeHalf(new Float32Array(formerDim).fill(1 / formerDim ** 0.5)), former);
  } finally {
    sql.close();
  }
}

function vectorsByModel(folder: string): Record<string, number> {
  const sql = connect(path.join(folder, 'index.db'), { isReadOnly: true });
  try {
    return Object.fromEntries(
      sql
        .prepare<[], [string, number]>(
          'SELECT m.key, count(*) FROM vectors v JOIN models m ON m.id = v.model_id GROUP BY 1',
        )
        .raw()
        .all(),
    );
  } finally {
    sql.close();
  }
}
