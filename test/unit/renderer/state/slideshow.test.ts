import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Slideshow, type Shown } from '../../../../renderer/state/slideshow.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function create(count: number) {
  const shown = {
    ...{ index: 0, count, isOpen: true, picture: 'ready' as Shown['picture'] },
    go: () => Promise.resolve(void shown.index++),
  };
  return { shown, slideshow: new Slideshow(shown) };
}

test('photo after photo by themselves, and it ends with the last', async () => {
  const { shown, slideshow } = create(3);
  slideshow.start();
  await vi.advanceTimersByTimeAsync(4_000);
  expect([shown.index, slideshow.isOn]).toEqual([1, true]);
  await vi.advanceTimersByTimeAsync(4_000);
  expect(shown.index).toBe(2);
  await vi.advanceTimersByTimeAsync(20_000);
  expect([shown.index, slideshow.isOn]).toEqual([2, false]);
});

test('an original that is not there yet is waited for', async () => {
  const { shown, slideshow } = create(3);
  shown.picture = 'loading';
  slideshow.start();
  await vi.advanceTimersByTimeAsync(20_000);
  expect(shown.index).toBe(0);
  shown.picture = 'ready';
  await vi.advanceTimersByTimeAsync(500);
  expect(shown.index).toBe(1);
});

test('stopped it stays where it is, and without an open photo it does not begin', async () => {
  const { shown, slideshow } = create(9);
  slideshow.start();
  slideshow.stop();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(shown.index).toBe(0);
  shown.isOpen = false;
  slideshow.start();
  expect(slideshow.isOn).toBe(false);
});
