import { expect, test } from 'vitest';
import type { View } from '../../../../renderer/state/app.svelte.ts';
import { History } from '../../../../renderer/state/history.svelte.ts';
import type { SearchPlace } from '../../../../renderer/state/search.svelte.ts';

const nothing: SearchPlace = {
  ...{ examples: [], likes: [], words: '', keptAsWords: [] },
  ...{ albumId: undefined, folder: undefined, isRecent: false },
};

/** A window whose answers come at once. */
function create() {
  let place = nothing;
  const asked: string[] = [];
  const looked = {
    view: 'photos' as View,
    search: {
      place: () => place,
      goTo: (to: SearchPlace) => {
        place = to;
        asked.push(to.words);
        history.note('chosen');
        return Promise.resolve();
      },
    },
    grid: { topPx: 0, scrollTo: (topPx: number) => void (looked.grid.topPx = topPx) },
    go(view: View) {
      looked.view = view;
      history.note('chosen');
    },
  };
  const history = new History(looked);
  const ask = async (words: string, how: 'typed' | 'chosen' = 'chosen') => {
    place = { ...nothing, words };
    history.note(how);
    await Promise.resolve();
  };
  const go = async (view: View) => {
    looked.go(view);
    await Promise.resolve();
  };
  return { history, looked, asked, ask, go, words: () => place.words };
}

test('back and forward through questions and pages, each where it was scrolled to; what is asked anew cuts off what was ahead', async () => {
  const { history, looked, asked, ask, go, words } = create();
  await ask('');
  expect(history.canGoBack).toBe(false);
  looked.grid.topPx = 500;
  await ask('dog');
  looked.grid.topPx = 80;
  await go('settings');
  await history.back();
  expect([looked.view, words(), looked.grid.topPx, asked]).toEqual(['photos', 'dog', 80, []]);
  await history.back();
  expect([words(), looked.grid.topPx, asked]).toEqual(['', 500, ['']]);
  expect([history.canGoBack, history.canGoForward]).toEqual([false, true]);
  await history.back();
  expect(words()).toBe('');
  await history.forward();
  await history.forward();
  expect([looked.view, words()]).toEqual(['settings', 'dog']);
  await history.back();
  await history.back();
  await ask('cat');
  expect(history.canGoForward).toBe(false);
  await history.back();
  expect([looked.view, words()]).toEqual(['photos', '']);
});

test('a sentence that is typed is one step, and a page with what is asked for there too', async () => {
  const { history, looked, ask, go, words } = create();
  await ask('');
  await ask('d', 'typed');
  await ask('do', 'typed');
  await ask('dog', 'typed');
  await go('settings');
  looked.go('photos');
  await ask('in an album');
  await history.back();
  expect(looked.view).toBe('settings');
  await history.back();
  expect(words()).toBe('dog');
  await history.back();
  expect(words()).toBe('');
  expect(history.canGoBack).toBe(false);
});
