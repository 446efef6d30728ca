import { expect, test } from 'vitest';
import { createLists } from '../../../main/searcher/lists.ts';

const empty = { photoIds: new Uint32Array(0), exactCount: 0, searchedCount: 0, sections: [] };

test('the lists that were read last are kept', () => {
  const lists = createLists(2, () => 1);
  const a = lists.keep(empty);
  const b = lists.keep(empty);
  lists.get(a.id);
  const c = lists.keep(empty);
  expect(lists.get(a.id)).toBe(a);
  expect(lists.get(c.id)).toBe(c);
  expect(() => lists.get(b.id)).toThrow(expect.objectContaining({ kind: 'stale' }));
});

test('a list of a process that ended is not taken for one of the next', () => {
  const before = createLists(8, () => 1_000).keep(empty);
  const after = createLists(8, () => 1_100);
  for (let i = 0; i < 20; i++) after.keep(empty);
  expect(() => after.get(before.id)).toThrow(expect.objectContaining({ kind: 'stale' }));
});
