import { expect, test } from 'vitest';
import { createChangedRows } from '../../../main/searcher/changed-rows.ts';

test('rows are taken once however often they were told, a few at a time', () => {
  const changed = createChangedRows();
  changed.add([1, 2, 3, 2]);
  changed.add([1]);
  expect(changed.count()).toBe(3);
  expect(changed.take(2, false)).toEqual([1, 2]);
  expect(changed.take(2, false)).toEqual([3]);
  expect(changed.count()).toBe(0);
});

test('what was taken before the vectors were there is taken again when they are, once', () => {
  const changed = createChangedRows();
  changed.add([1, 2]);
  changed.take(5, true);
  changed.replay();
  expect(changed.take(5, false)).toEqual([1, 2]);
  changed.replay();
  expect(changed.count()).toBe(0);
});
