import { expect, test, vi } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import type { PhotoCard } from '../../../../preload/contract/photo.ts';
import { PhotoList } from '../../../../renderer/state/photo-list.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

const card = (id: number): PhotoCard => ({
  ...{ id, name: `${id}.jpg`, width: 4, height: 3, takenWallMs: 0, kind: 'image' },
  ...{ isOffline: false, version: 1 },
});
const cards = (first: number, count: number) => Array.from({ length: count }, (_, at) => card(first + at));

async function open(
  count: number,
  page = (offset: number, limit: number) => cards(offset + 1, Math.min(limit, count - offset)),
) {
  const troubles: unknown[] = [];
  const bridge = createTestBridge({
    'list.open': () => ({
      ...{ id: 1, count, exactCount: 0, searchedCount: count, isRanked: true, tookMs: 1 },
      sections: [
        { band: 'sure' as const, count: Math.min(2, count) },
        { band: 'nearest' as const, count: Math.max(0, count - 2) },
      ],
      cards: cards(1, Math.min(200, count)),
    }),
    'list.page': ({ offset, limit }) => page(offset, limit),
    'list.ids': ({ offset, limit }) => cards(offset + 1, Math.min(limit, count - offset)).map(({ id }) => id),
  });
  const list = await PhotoList.open(bridge.api, { text: 'x' }, { onTrouble: (error) => void troubles.push(error) });
  return { bridge, list, troubles, pages: () => bridge.asked.filter(([name]) => name === 'list.page') };
}

test('a flight over a long list reads the pages where it ends, and never more than two at a time before', async () => {
  const { list, pages } = await open(100_000);
  expect(list.matchCount).toBe(2);
  for (let at = 0; at < 90_000; at += 1_000) list.want(at, at + 40);
  await vi.waitFor(() => expect(list.at(89_020)?.id).toBe(89_021));
  expect(pages().length).toBeLessThanOrEqual(4);
  expect(list.at(0)?.id).toBe(1);
});

test('a card is read when it is wanted, once, and there is none past the end', async () => {
  const { list, pages } = await open(1_000);
  const [one, same] = await Promise.all([list.card(700), list.card(701)]);
  expect([one?.id, same?.id]).toEqual([701, 702]);
  expect(pages()).toHaveLength(1);
  expect(await list.card(1_000)).toBeUndefined();
  expect(await list.card(-1)).toBeUndefined();
});

test('all of a large list is selected by its ids alone, those on screen without asking', async () => {
  const { bridge, list } = await open(25_000);
  expect(await list.ids(3, 5)).toEqual([4, 5, 6]);
  expect(bridge.asked.filter(([name]) => name === 'list.ids')).toEqual([]);
  const all = await list.ids(0, 24_999);
  expect([all.length, all[0], all.at(-1)]).toEqual([25_000, 1, 25_000]);
  expect(bridge.asked.filter(([name]) => name === 'list.ids')).toHaveLength(3);
});

test('a page that cannot be read is told to whoever shows the list, and the next ones are read', async () => {
  let isRefused = true;
  const { list, troubles } = await open(1_000, (offset, limit) => {
    if (isRefused) throw new Failure('stale', 'let go');
    return cards(offset + 1, limit);
  });
  list.want(400, 440);
  await vi.waitFor(() => expect(troubles).toMatchObject([{ report: { kind: 'stale' } }]));
  isRefused = false;
  list.want(400, 440);
  await vi.waitFor(() => expect(list.at(400)?.id).toBe(401));
});
