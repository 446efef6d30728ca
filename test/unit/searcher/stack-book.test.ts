import path from 'node:path';
import { expect, test } from 'vitest';
import { createBitmap } from '../../../main/search/bitmap.ts';
import type { KeptList } from '../../../main/searcher/lists.ts';
import { createStackBook } from '../../../main/searcher/stack-book.ts';
import { makeLibrary } from '../../integration/searcher/make-library.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { connect } from '../../../main/db/connect.ts';

/** Photos 1 to 8; 2 stands for 3 and 4, 6 for 7. */
function open() {
  const folder = temporaryFolder();
  const library = makeLibrary(folder.path, 'model');
  for (let id = 1; id <= 8; id++) library.add({ name: `${id}.jpg`, takenWallMs: id });
  const sql = connect(path.join(folder.path, 'library.db'));
  sql.prepare('ATTACH DATABASE ? AS idx').run(path.join(folder.path, 'index.db'));
  const put = sql.prepare('INSERT OR REPLACE INTO idx.stacks (photo_id, best_id, kind) VALUES (?, ?, ?)');
  for (const id of [2, 3, 4]) put.run(id, 2, 'burst');
  for (const id of [6, 7]) put.run(id, 6, 'raw');
  return {
    book: createStackBook(sql),
    sql,
    put,
    [Symbol.dispose]() {
      sql.close();
      library[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

const listOf = (ids: number[], more: Partial<KeptList> = {}): Omit<KeptList, 'id'> => ({
  photoIds: Uint32Array.from(ids),
  exactCount: 0,
  searchedCount: 8,
  sections: [{ band: 'all', count: ids.length }],
  ...more,
});
const shown = ({ photoIds }: Pick<KeptList, 'photoIds'>) => [...photoIds];

test('in the timeline a stack stands where its own photo stands, and the times go with the cards', () => {
  using at = open();
  const list = at.book.fold(listOf([8, 7, 6, 5, 4, 3, 2, 1], { times: Float64Array.from([8, 7, 6, 5, 4, 3, 2, 1]) }));
  expect(shown(list)).toEqual([8, 6, 5, 2, 1]);
  expect([...(list.times ?? [])]).toEqual([8, 6, 5, 2, 1]);
  expect(list).toMatchObject({ foldedCount: 3, sections: [{ band: 'all', count: 5 }] });
  expect(list.stackOf?.(2)).toEqual({ kind: 'burst', count: 3, partIds: [4, 3] });
  expect(list.stackOf?.(1)).toBeUndefined();
  expect(list.cardOf?.get(3)).toBe(2);
});

test('in an answer the best score of a stack counts; its own photo is shown where it matches as well, else what was found', () => {
  using at = open();
  const list = at.book.fold(
    listOf([3, 1, 2, 7, 4, 5, 6], {
      scores: Float32Array.from([0.75, 0.5, 0.375, 0.25, 0.125, 0.0625, 0]),
      sections: [{ band: 'sure', count: 4 }, { band: 'nearest', count: 3 }], // prettier-ignore
    }),
  );
  // 2 is sure too and stands for 3; 6 is only near, so that 7 itself is shown.
  expect(shown(list)).toEqual([2, 1, 7, 5]);
  expect([...(list.scores ?? [])]).toEqual([0.75, 0.5, 0.25, 0.0625]);
  expect(list.sections).toEqual([{ band: 'sure', count: 3 }, { band: 'nearest', count: 1 }]); // prettier-ignore
});

test('where only one photo of a stack passes the filters it is the card; words in its name show it and no other', () => {
  using at = open();
  const alone = at.book.fold(listOf([3, 1]));
  expect(shown(alone)).toEqual([3, 1]);
  // Who throws away what `is:raw` finds does not mean the pictures beside it.
  expect(alone.stackOf?.(3)).toBeUndefined();
  const named = at.book.fold(listOf([3, 2, 1], { certain: createBitmap(3, [3]), exactCount: 1 }));
  expect(shown(named)).toEqual([3, 1]);
  expect(named.exactCount).toBe(1);
});

test('an open stack shows all its photos: by time each in its place, by likeness one behind the other', () => {
  using at = open();
  expect(shown(at.book.fold(listOf([3, 1, 2, 7, 4, 6]), [4]))).toEqual([3, 2, 4, 1, 6]);
  const byTime = at.book.fold(listOf([4, 3, 2, 1], { times: Float64Array.from([4, 3, 2, 1]) }), [2]);
  expect(shown(byTime)).toEqual([4, 3, 2, 1]);
  expect(byTime.stackOf?.(3)).toEqual({ kind: 'burst', count: 3, isOpen: true, partIds: [] });
});

test('sorted by date, what is only near keeps the order of its scores', () => {
  using at = open();
  const list = at.book.fold(
    listOf([8, 5, 7, 1, 6], {
      scores: Float32Array.from([0.5, 0.75, 0.25, 0.125, 0]),
      times: Float64Array.from([8, 5]),
      sections: [{ band: 'sure', count: 2 }, { band: 'nearest', count: 3 }], // prettier-ignore
    }),
  );
  expect(shown(list)).toEqual([8, 5, 6, 1]);
  expect([...(list.times ?? [])]).toEqual([8, 5]);
});

test('what changed is read again; a photo that is gone is counted no more', () => {
  using at = open();
  expect(at.book.fold(listOf([2, 3])).stackOf?.(2)).toMatchObject({ count: 2 });
  at.put.run(8, 2, 'burst');
  at.sql.exec("UPDATE files SET missing_since_ms = 1 WHERE name IN ('3.jpg', '7.jpg')");
  at.book.changed([8, 3, 7]);
  const list = at.book.fold(listOf([8, 6, 2]));
  expect(shown(list)).toEqual([2, 6]);
  expect(list.stackOf?.(2)).toEqual({ kind: 'burst', count: 2, partIds: [8] });
  expect(list.stackOf?.(6)).toBeUndefined();
});

test('a timeline that is the same as before is not folded again, until a stack is another or opens', () => {
  using at = open();
  const list = listOf([4, 3, 2, 1], { times: Float64Array.from([4, 3, 2, 1]) });
  const { photoIds } = at.book.fold(list);
  expect(at.book.fold(list).photoIds).toBe(photoIds);
  at.book.changed([1]); // belongs to nothing
  expect(at.book.fold(list).photoIds).toBe(photoIds);
  expect(shown(at.book.fold(list, [2]))).toEqual([4, 3, 2, 1]);
  at.sql.exec('DELETE FROM idx.stacks WHERE photo_id = 4');
  at.book.changed([4]);
  expect(shown(at.book.fold(list))).toEqual([4, 2, 1]);
});
