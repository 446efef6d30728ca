import { expect, test } from 'vitest';
import { defaultSettings } from '../../../../preload/contract/settings.ts';
import type { SavedSearch } from '../../../../preload/contract/search.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Search } from '../../../../renderer/state/search.svelte.ts';
import { Searches } from '../../../../renderer/state/searches.svelte.ts';
import { SettingsState } from '../../../../renderer/state/settings.svelte.ts';
import { Undo } from '../../../../renderer/state/undo.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

test('a saved search that is removed is the last thing: Ctrl+Z brings it back, and what was done before stays', async () => {
  let saved: SavedSearch[] = [{ id: 1, name: 'Dogs', text: 'a dog', keptAsWords: [], atMs: 0 }];
  const { api } = createTestBridge({
    'searches.list': () => ({ recent: [], saved }),
    'searches.remove': ({ id }) => {
      saved = saved.filter((one) => one.id !== id);
      return undefined;
    },
    'searches.save': ({ name, text, keptAsWords = [] }) => {
      const made = { id: 2, name, text, keptAsWords, atMs: 0 };
      saved = [...saved, made];
      return made;
    },
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const settings = new SettingsState(api, notices);
  settings.take(defaultSettings);
  const undo = new Undo(notices, language);
  const searches = new Searches(api, new Search(api, settings), notices, language, undo);
  await searches.load();
  let undone = 0;
  undo.did('before', () => Promise.resolve(void undone++));
  const [first] = searches.saved;
  if (first) await searches.remove(first);
  expect(searches.saved).toEqual([]);
  await undo.last();
  expect(searches.saved.map(({ name, text }) => [name, text])).toEqual([['Dogs', 'a dog']]);
  expect(undone).toBe(0);
});
