import { expect, test, vi } from 'vitest';
import type { ConceptDetail } from '../../../../preload/contract/vocabulary.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Undo } from '../../../../renderer/state/undo.ts';
import { VocabularyState } from '../../../../renderer/state/vocabulary.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

const detail = (id: string): ConceptDetail => ({
  ...{ id, name: id, confirmedCount: 0, rejectedCount: 0, isOwn: false, isHidden: false, isChanged: false },
  ...{ suggestAt: 0.8, names: {}, exclusions: [], prompts: [], merged: [] },
});

async function create() {
  const changed: unknown[] = [];
  const bridge = createTestBridge({
    'vocabulary.list': () => [],
    'vocabulary.get': ({ id }) => detail(id),
    'vocabulary.change': (change) => void changed.push(change),
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const undo = new Undo(notices, language);
  const vocabulary = new VocabularyState(bridge.api, notices, language, undo);
  await vocabulary.choose('dog');
  return { vocabulary, changed, undo, notices };
}

test('a slider says what it says of the tag it stands beside, also when another is opened at once', async () => {
  const { vocabulary, changed } = await create();
  vocabulary.dragSuggestAt(0.5);
  vocabulary.dragSuggestAt(0.6);
  expect(vocabulary.detail?.suggestAt).toBe(0.6);
  await vocabulary.choose('cat');
  expect(changed).toEqual([{ id: 'dog', edit: { suggestAt: 0.6 } }]);
  expect(vocabulary.detail).toMatchObject({ id: 'cat', suggestAt: 0.8 });
});

test('what a slider said is kept when the window goes, and written once', async () => {
  vi.useFakeTimers();
  const { vocabulary, changed } = await create();
  vocabulary.dragSuggestAt(0.6);
  vocabulary.flush();
  await vi.runAllTimersAsync();
  expect(changed).toEqual([{ id: 'dog', edit: { suggestAt: 0.6 } }]);
  vi.useRealTimers();
});

test('back to what the model thinks comes after what the slider said', async () => {
  const { vocabulary, changed } = await create();
  vocabulary.dragSuggestAt(0.6);
  await vocabulary.change({ suggestAt: 'model' });
  expect(changed).toEqual([
    { id: 'dog', edit: { suggestAt: 0.6 } },
    { id: 'dog', edit: { suggestAt: 'model' } },
  ]);
});

test('a tag that is hidden from its menu is shown again by Ctrl+Z, whichever is open', async () => {
  const { vocabulary, changed, undo, notices } = await create();
  await vocabulary.hide({ id: 'cat', name: 'cat' }, true);
  expect(notices.list.at(-1)?.text).toContain('“cat” is hidden');
  await undo.last();
  expect(changed).toEqual([
    { id: 'cat', edit: { isHidden: true } },
    { id: 'cat', edit: { isHidden: false } },
  ]);
});
