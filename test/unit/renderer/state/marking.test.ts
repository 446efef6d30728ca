import { expect, test } from 'vitest';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Marking } from '../../../../renderer/state/marking.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Undo } from '../../../../renderer/state/undo.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

/** A library where every third photo is a favourite already. */
function create() {
  const bridge = createTestBridge({
    'photos.mark': ({ ids, isOn }) => ({ isOn: isOn ?? true, photoIds: ids.filter((id) => id % 3 > 0) }),
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const undo = new Undo(notices, language);
  const marking = new Marking(bridge.api, language, undo);
  return { bridge, notices, undo, marking };
}

test('a whole library is marked in pieces that all go one way, and taken back by one key: only what was not so before', async () => {
  const { bridge, notices, undo, marking } = create();
  const ids = Array.from({ length: 25_000 }, (_, i) => i + 1);
  await marking.toggle(ids, 'favourite');
  const asked = bridge.asked.map(([, input]) => input as { ids: number[]; isOn?: boolean });
  expect(asked.map(({ ids: some, isOn }) => [some.length, isOn])).toEqual([
    [10_000, undefined],
    [10_000, true],
    [5_000, true],
  ]);
  expect(notices.list.at(-1)?.text).toBe('16,667 favourites more');
  await undo.last();
  expect(bridge.asked).toHaveLength(5);
  const back = bridge.asked.slice(3).map(([, input]) => input as { ids: number[]; isOn?: boolean });
  expect(back.map(({ isOn }) => isOn)).toEqual([false, false]);
  expect(back.flatMap(({ ids: some }) => some)).toEqual(ids.filter((id) => id % 3 > 0));
});

test('a heart that is seen needs no words; what is hidden says how it is seen again', async () => {
  const { notices, marking } = create();
  await marking.toggle([1], 'favourite');
  expect(notices.list).toEqual([]);
  await marking.toggle([1], 'hidden');
  expect(notices.list.at(-1)?.text).toContain('is:hidden');
});

test('neither is said, and taken back to what was said', async () => {
  const bridge = createTestBridge({
    'photos.flag': ({ ids }) => ids.map((id) => ({ id, before: 'neither' as const })),
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const undo = new Undo(notices, language);
  const marking = new Marking(bridge.api, language, undo);
  await marking.flag([1, 2], undefined);
  await undo.last();
  await marking.flag([1, 2], 'picked');
  await undo.last();
  expect(bridge.asked).toHaveLength(4);
  const flags = bridge.asked.map(([, input]) => (input as { flag?: string }).flag);
  expect(flags.filter((one) => one === 'neither')).toHaveLength(3);
});

test('flags that many photos had are each put back as they were', async () => {
  const before = new Map([
    [1, 'picked'],
    [2, 'rejected'],
  ] as const);
  const bridge = createTestBridge({
    'photos.flag': ({ ids }) =>
      ids.filter((id) => id < 4).map((id) => ({ id, ...(before.get(id as 1) && { before: before.get(id as 1) }) })),
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const undo = new Undo(notices, language);
  const marking = new Marking(bridge.api, language, undo);
  const shown: number[][] = [];
  marking.onMarked = (ids) => void shown.push([...ids]);
  await marking.flag([1, 2, 3, 4], 'rejected');
  expect(notices.list.at(-1)?.text).toBe('3 photos rejected');
  await undo.last();
  expect(bridge.asked).toHaveLength(4);
  expect(bridge.asked.map(([, input]) => input)).toEqual([
    { ids: [1, 2, 3, 4], flag: 'rejected' },
    { ids: [1], flag: 'picked' },
    { ids: [2], flag: 'rejected' },
    { ids: [3] },
  ]);
  expect(shown).toEqual([[1, 2, 3, 4], [1], [2], [3]]);
});
