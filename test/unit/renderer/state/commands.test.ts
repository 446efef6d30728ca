import { beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '../../../../preload/contract/settings.ts';
import type { Handlers } from '../../../../preload/contract/api.ts';
import type { Press } from '../../../../renderer/logic/keys.ts';
import { AppState } from '../../../../renderer/state/app.svelte.ts';
import { command, commandOfKey, commands, type Place } from '../../../../renderer/state/commands.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

beforeEach(() => void vi.stubGlobal('devicePixelRatio', 1));

const card = (id: number) => ({
  ...{ id, name: `${id}.jpg`, width: 4, height: 3, takenWallMs: 0, kind: 'image' as const },
  ...{ isOffline: false, version: 1 },
});

/** The window on a library of three photos. */
async function create(more: Partial<Handlers> = {}) {
  const bridge = createTestBridge({
    'app.info': () => ({
      ...{ version: '1', electron: '1', platform: 'linux', locale: 'en', libraryPath: '/l', crashFolder: '/c' },
      ...{ sandbox: 'on' as const, hasSamples: true, notices: [] },
    }),
    'settings.get': () => defaultSettings,
    'settings.change': (change) => ({ ...defaultSettings, ...change }),
    'folders.list': () => [],
    'albums.list': () => [],
    'searches.list': () => ({ recent: [], saved: [] }),
    'list.open': () => ({
      ...{ id: 1, count: 3, exactCount: 0, searchedCount: 3, isRanked: false, tookMs: 1 },
      sections: [{ band: 'all' as const, count: 3 }],
      cards: [card(1), card(2), card(3)],
    }),
    'list.months': () => [],
    'photos.rate': ({ ids }) => ids.map((id) => ({ id })),
    ...more,
  });
  const app = new AppState(bridge.api);
  await app.search.ask();
  // What a start would have read from a whole library.
  app.stage = { is: 'ready' };
  app.work.progress = { ...app.work.progress, photoCount: 3 };
  return { app, bridge };
}

const press = (key: string, held: Partial<Press> = {}): Press => ({
  ...{ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false },
  ...held,
});

test('each command has a name of its own, and no key means two things in one place', async () => {
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
  const { app } = await create();
  for (const place of ['everywhere', 'photos', 'viewer', 'compare'] satisfies Place[]) {
    const keys = commands.filter(({ places }) => places.includes(place)).flatMap((one) => one.keys);
    expect(keys.length, place).toBe(new Set(keys).size);
  }
  // What is heard everywhere is no key of the grid's or the viewer's.
  const everywhere = new Set(
    commands.filter(({ places }) => places.includes('everywhere')).flatMap(({ keys }) => keys),
  );
  for (const { id, keys, places } of commands)
    if (!places.includes('everywhere'))
      expect(
        keys.filter((key) => everywhere.has(key)),
        id,
      ).toEqual([]);
  for (const { label } of commands) expect(app.language.t(label), label).not.toBe(label);
  expect(() => command('no such thing')).toThrow('no such thing');
});

test('letters typed into a field are no commands; those with the command key are, but for the field’s own undo', async () => {
  const { app } = await create();
  expect(app.key(press('/'), true)).toBe(false);
  expect(app.key(press('?'), true)).toBe(false);
  expect(app.key(press('z', { ctrlKey: true }), true)).toBe(false);
  expect(app.sheet).toBeUndefined();
  expect(app.key(press('k', { ctrlKey: true }), true)).toBe(true);
  expect(app.sheet).toBe('palette');
  app.closeSheet();
  expect(app.key(press('?', { shiftKey: true }), false)).toBe(true);
  expect(app.sheet).toBe('keys');
});

test('a command that cannot be done now is not heard', async () => {
  const { app } = await create();
  expect(commandOfKey(app, press('5'), 'photos')?.id).toBe('rate-5');
  expect(commandOfKey(app, press('l'), 'photos')).toBeUndefined();
  expect(commandOfKey(app, press('Delete'), 'photos')?.id).not.toBe('album-out');
  app.go('settings');
  expect(commandOfKey(app, press('5'), 'photos')).toBeUndefined();
});

test('what is chosen is what a command is about', async () => {
  const { app, bridge } = await create();
  await app.grid.click(1, 'alone');
  expect(app.meant.ids()).toEqual([2]);
  command('rate-4').run(app);
  await vi.waitFor(() =>
    expect(bridge.asked.filter(([name]) => name === 'photos.rate' || name === 'photos.get')).not.toEqual([]),
  );
});

test('in a narrow window the sidebar is laid over for as long as it is needed', async () => {
  const { app } = await create();
  expect(app.isSidebarOpen).toBe(true);
  app.isNarrow = true;
  expect(app.isSidebarOpen).toBe(false);
  app.toggleSidebar();
  expect(app.isSidebarOpen).toBe(true);
  app.go('settings');
  expect(app.isSidebarOpen).toBe(false);
  app.isNarrow = false;
  expect(app.isSidebarOpen).toBe(true);
});

test('two to four selected photos are compared: arrows exchange the marked one, stars and the trash are about it', async () => {
  const { app, bridge } = await create({
    'list.find': ({ photoId }) => photoId - 1,
    'photos.get': ({ id }) => ({
      ...card(id),
      ...{ format: 'JPEG', files: [], sources: {}, metadata: { keywords: [] }, isOwnPlace: false, isShownAsIs: true },
    }),
  });
  const key = (name: string) => commandOfKey(app, press(name), 'compare')?.run(app);
  const compares = () => commandOfKey(app, press('C', { shiftKey: true }), 'photos');
  app.grid.selection = new Set([1]);
  expect(compares()).toBeUndefined();
  app.grid.selection = new Set([1, 2]);
  compares()?.run(app);
  await vi.waitFor(() => expect(app.compare.photos.map(({ id }) => id)).toEqual([1, 2]));
  expect(compares()).toBeUndefined();
  app.compare.activate(1);
  key('4');
  await vi.waitFor(() => expect(bridge.asked).toContainEqual(['photos.rate', { ids: [2], rating: 4 }]));
  key('ArrowRight');
  await vi.waitFor(() => expect(app.compare.photos.map(({ id }) => id)).toEqual([1, 3]));
  // There is no other one in that direction.
  key('ArrowRight');
  await new Promise((resolve) => setTimeout(resolve));
  expect(app.compare.photos.map(({ id }) => id)).toEqual([1, 3]);
  key('Backspace');
  await vi.waitFor(() => expect(app.trash.photoIds).toEqual([3]));
  app.compare.leave(new Set([3]));
  expect(app.compare.isOpen).toBe(false);
});

test('photos whose pages were let go are compared too: they are read when it is opened', async () => {
  const count = 9_000;
  const page = (offset: number, limit: number) =>
    Array.from({ length: Math.min(limit, count - offset) }, (_, at) => card(offset + at + 1));
  const { app } = await create({
    'list.open': () => ({
      ...{ id: 1, count, exactCount: 0, searchedCount: count, isRanked: false, tookMs: 1 },
      ...{ sections: [{ band: 'all' as const, count }], cards: page(0, 200) },
    }),
    'list.page': ({ offset, limit }) => page(offset, limit),
    'list.find': ({ photoId }) => photoId - 1,
    'photos.get': ({ id }) => ({
      ...card(id),
      ...{ format: 'JPEG', files: [], sources: {}, metadata: { keywords: [] }, isOwnPlace: false, isShownAsIs: true },
    }),
  });
  app.grid.selection = new Set([2, 8_500, 4_001]);
  expect(app.compare.canOpen()).toBe(true);
  await app.compare.open();
  expect(app.compare.photos.map(({ id }) => id)).toEqual([2, 4_001, 8_500]);
  await app.compare.close('elsewhere');
  // Of a whole library too many are selected, whichever of them are known.
  app.grid.selection = new Set(Array.from({ length: count }, (_, at) => at + 1));
  expect(app.compare.canOpen()).toBe(false);
  app.grid.selection = new Set([1, 2, 3, 4, 8_000]);
  await app.compare.open();
  expect(app.compare.isOpen).toBe(false);
});
