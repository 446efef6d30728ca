import { expect, test, vi } from 'vitest';
import type { List } from '../../../../preload/contract/list.ts';
import { defaultSettings } from '../../../../preload/contract/settings.ts';
import { Grid } from '../../../../renderer/state/grid.svelte.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Search } from '../../../../renderer/state/search.svelte.ts';
import { SettingsState } from '../../../../renderer/state/settings.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

/** A timeline whose ids come when the test says so; each time it is read it has a list number of its own. */
async function create(count: number) {
  let lists = 0;
  const waiting: (() => void)[] = [];
  const settled = { isHeld: false };
  const bridge = createTestBridge({
    'list.open': ({ text }): List => ({
      ...{ id: ++lists, count, exactCount: 0, searchedCount: count, isRanked: text !== undefined, tookMs: 1 },
      sections: [{ band: text === undefined ? 'all' : 'sure', count }],
      cards: [],
    }),
    'list.months': () => [],
    'list.page': () => [],
    'list.find': () => undefined,
    'list.ids': async ({ offset, limit }) => {
      if (settled.isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
      return Array.from({ length: Math.min(limit, count - offset) }, (_, at) => offset + at + 1);
    },
  });
  const language = new Language(() => 'en');
  const settings = new SettingsState(bridge.api, new Notices(language));
  settings.take(defaultSettings);
  const search = new Search(bridge.api, settings);
  const grid = new Grid(search, settings, language);
  await search.ask();
  const asked = () => bridge.asked.filter(([name]) => name === 'list.ids').length;
  const answer = () => waiting.splice(0).forEach((resolve) => resolve());
  return { grid, search, settled, asked, answer };
}

test('all are selected also when the list is read anew while their numbers are on the way', async () => {
  const { grid, search, settled, asked, answer } = await create(40);
  settled.isHeld = true;
  const selecting = grid.selectAll();
  await vi.waitFor(() => expect(asked()).toBe(1));
  await search.ask('refresh');
  answer();
  await vi.waitFor(() => expect(asked()).toBe(2));
  answer();
  await selecting;
  expect(grid.selection.size).toBe(40);
});

test('another question takes what was being selected with it', async () => {
  const { grid, search, settled, asked, answer } = await create(40);
  settled.isHeld = true;
  const selecting = grid.selectAll();
  await vi.waitFor(() => expect(asked()).toBe(1));
  search.run('a dog');
  await vi.waitFor(() => expect(grid.list?.isRanked).toBe(true));
  answer();
  await selecting;
  expect(grid.selection.size).toBe(0);
});

test('a range goes from where it was begun to the last photo there is', async () => {
  const { grid } = await create(40);
  await grid.selectTo(60);
  expect(grid.selection.size).toBe(40);
  await grid.selectTo(4);
  expect([...grid.selection]).toEqual([1, 2, 3, 4, 5]);
});

test('what is asked for while all are being selected is about all of them', async () => {
  const { grid, settled, asked, answer } = await create(40);
  settled.isHeld = true;
  const selecting = grid.selectAll();
  await vi.waitFor(() => expect(asked()).toBe(1));
  let chosen: number | undefined;
  grid.onceSelected(() => (chosen = grid.chosen().length));
  expect(chosen).toBeUndefined();
  answer();
  await selecting;
  await vi.waitFor(() => expect(chosen).toBe(40));
  grid.onceSelected(() => (chosen = 0));
  expect(chosen).toBe(0);
});

test('a selection that is read late takes nothing away from a later one', async () => {
  const { grid, settled, asked, answer } = await create(40);
  settled.isHeld = true;
  const selecting = grid.selectAll();
  await vi.waitFor(() => expect(asked()).toBe(1));
  grid.clearSelection();
  answer();
  await selecting;
  expect(grid.selection.size).toBe(0);
});
