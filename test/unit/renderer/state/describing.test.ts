import { expect, test } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import type { CallInput } from '../../../../preload/contract/api.ts';
import { Describing } from '../../../../renderer/state/describing.svelte.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Undo } from '../../../../renderer/state/undo.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

function create() {
  const asked: CallInput<'photos.describe'>[] = [];
  const putBack: CallInput<'photos.putBack'>[] = [];
  const bridge = createTestBridge({
    'photos.describe': (input) => {
      if (input.changes.some((change) => change.field === 'zone'))
        throw new Failure('bad-input', 'no zone', { details: { code: 'own-zone', given: 'x' } });
      asked.push(input);
      return { before: input.ids.map((photoId) => ({ photoId })), skippedCount: 0 };
    },
    'photos.putBack': (input) => {
      putBack.push(input);
      return undefined;
    },
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const undo = new Undo(notices, language);
  return { asked, putBack, undo, notices, describing: new Describing(bridge.api, notices, language, undo) };
}

test('what is typed is asked for, what is empty is not, and one undo takes it back', async () => {
  const { asked, putBack, undo, describing, notices } = create();
  describing.open([1, 2]);
  expect(describing.changes).toEqual([]);
  describing.typed.date = '1993-08';
  describing.typed.hours = '-1,5';
  describing.toggle('place');
  await describing.save();
  expect(asked).toEqual([
    {
      ids: [1, 2],
      changes: [{ field: 'place' }, { field: 'date', to: '1993-08' }, { field: 'shift', minutes: -90 }],
    },
  ]);
  expect(describing.photoIds).toBeUndefined();
  await undo.last();
  await expect.poll(() => putBack).toEqual([{ words: [{ photoId: 1 }, { photoId: 2 }] }]);
  expect(notices.list.length).toBeGreaterThan(0);
});

test('what is no time zone is told in the dialog, which stays open', async () => {
  const { describing } = create();
  describing.open([1]);
  describing.typed.zone = 'x';
  await describing.save();
  expect(describing.photoIds).toEqual([1]);
  expect(describing.trouble?.kind).toBe('bad-input');
});

test('who closes the dialog while it is kept, and describes others, goes on with those', async () => {
  const { describing } = create();
  describing.open([1]);
  describing.typed.date = '1993-08';
  const saving = describing.save();
  describing.close();
  describing.open([2]);
  await saving;
  expect(describing.photoIds).toEqual([2]);
});
