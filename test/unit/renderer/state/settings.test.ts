import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import { defaultSettings } from '../../../../preload/contract/settings.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { SettingsState } from '../../../../renderer/state/settings.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('a slider shows at once and is told once, when it rests', async () => {
  const bridge = createTestBridge({ 'settings.change': (change) => ({ ...defaultSettings, ...change }) });
  const settings = new SettingsState(bridge.api, new Notices(new Language(() => 'en')));
  settings.take(defaultSettings);
  for (const cellSizePx of [181, 190, 200]) settings.drag({ cellSizePx });
  settings.drag({ theme: 'dark' });
  expect(settings.value).toMatchObject({ cellSizePx: 200, theme: 'dark' });
  expect(bridge.asked).toEqual([]);
  await vi.runAllTimersAsync();
  expect(bridge.asked).toEqual([['settings.change', { cellSizePx: 200, theme: 'dark' }]]);
});

test('what one press decides is told at once, together with what still rests', () => {
  const bridge = createTestBridge({ 'settings.change': (change) => ({ ...defaultSettings, ...change }) });
  const settings = new SettingsState(bridge.api, new Notices(new Language(() => 'en')));
  settings.take(defaultSettings);
  settings.drag({ cellSizePx: 200 });
  settings.change({ modelOffer: 'closed' });
  expect(bridge.asked).toEqual([['settings.change', { cellSizePx: 200, modelOffer: 'closed' }]]);
});

test('what the library refuses is taken back, and said', async () => {
  const bridge = createTestBridge({
    'settings.change': () => {
      throw new Failure('disk-full', 'full');
    },
  });
  const notices = new Notices(new Language(() => 'en'));
  const settings = new SettingsState(bridge.api, notices);
  settings.take(defaultSettings);
  settings.drag({ cellSizePx: 300 });
  await vi.advanceTimersByTimeAsync(200);
  expect(settings.value.cellSizePx).toBe(defaultSettings.cellSizePx);
  expect(notices.list).toMatchObject([{ tone: 'failure' }]);
});

test('what changed elsewhere does not undo what is being dragged here', async () => {
  const bridge = createTestBridge({
    'settings.change': (change) => ({ ...defaultSettings, isPaused: true, ...change }),
  });
  const settings = new SettingsState(bridge.api, new Notices(new Language(() => 'en')));
  settings.drag({ cellSizePx: 300 });
  bridge.tell('settings', { ...defaultSettings, isPaused: true });
  expect(settings.value).toMatchObject({ cellSizePx: 300, isPaused: true });
  await vi.runAllTimersAsync();
  expect(settings.value).toMatchObject({ cellSizePx: 300, isPaused: true });
});

test('what still rests is told when the window goes, once', async () => {
  const bridge = createTestBridge({ 'settings.change': (change) => ({ ...defaultSettings, ...change }) });
  const settings = new SettingsState(bridge.api, new Notices(new Language(() => 'en')));
  settings.drag({ cellSizePx: 300 });
  settings.flush();
  settings.flush();
  expect(bridge.asked).toEqual([['settings.change', { cellSizePx: 300 }]]);
  await vi.runAllTimersAsync();
  expect(bridge.asked).toHaveLength(1);
});

test('an answer to the first of two presses does not take back the second', async () => {
  const answers: (() => void)[] = [];
  let stored = defaultSettings;
  const bridge = createTestBridge({
    'settings.change': async (change) => {
      stored = { ...stored, ...change };
      const now = stored;
      await new Promise<void>((resolve) => answers.push(resolve));
      return now;
    },
  });
  const settings = new SettingsState(bridge.api, new Notices(new Language(() => 'en')));
  settings.change({ order: 'name' });
  settings.change({ order: 'size' });
  answers[0]?.();
  await vi.runAllTimersAsync();
  expect(settings.value.order).toBe('size');
  answers[1]?.();
  await vi.runAllTimersAsync();
  expect(settings.value.order).toBe('size');
});
