import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  bytesOf,
  chanceIn,
  noScores,
  onlyThose,
  type ScoreList,
  scoreListFrom,
  scoreListOf,
  withRange,
} from '../../../main/tags/score-list.ts';

const entries = (list: ScoreList) =>
  Array.from({ length: list.count }, (_, at) => [list.ids[at], list.chances[at]] as const);

test('ranges that are replaced leave what a Map would hold', () => {
  const change = fc.record({
    from: fc.integer({ min: 1, max: 60 }),
    length: fc.integer({ min: 0, max: 30 }),
    ids: fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 12 }),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
      let list = noScores;
      const map = new Map<number, number>();
      for (const [turn, { from, length, ids }] of changes.entries()) {
        const to = from + length;
        const by = ids.map((id) => ({ id: from + id, chance: turn })).filter(({ id }) => id <= to);
        list = withRange(list, from, to, scoreListOf(by));
        for (const id of [...map.keys()]) if (id >= from && id <= to) map.delete(id);
        for (const { id, chance } of by) map.set(id, chance);
      }
      expect(entries(list)).toEqual([...map].sort(([a], [b]) => a - b));
      for (let id = 0; id < 100; id++) expect(chanceIn(list, id)).toBe(map.get(id));
    }),
  );
});

test('what is kept is read back; bytes that are no list are refused', () => {
  const list = scoreListOf([{ id: 70_000, chance: 255 }, { id: 3, chance: 0 }]); // prettier-ignore
  const { photoIds, chances } = bytesOf(list);
  const read = scoreListFrom(photoIds, chances);
  expect(read && entries(read)).toEqual(entries(list));
  expect(scoreListFrom(photoIds.subarray(1), chances)).toBeUndefined();
  expect(scoreListFrom(photoIds, chances.subarray(1))).toBeUndefined();
  const twice = new Uint8Array([...photoIds.subarray(0, 4), ...photoIds.subarray(0, 4)]);
  expect(scoreListFrom(twice, chances)).toBeUndefined();
});

test('photos that are no more go out of a list', () => {
  const list = scoreListOf([1, 2, 3].map((id) => ({ id, chance: id })));
  expect(entries(onlyThose(list, (id) => id !== 2))).toEqual([[1, 1], [3, 3]]); // prettier-ignore
  expect(onlyThose(list, () => true)).toBe(list);
});
