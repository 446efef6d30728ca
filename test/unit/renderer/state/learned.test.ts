import { expect, test, vi } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import type { ReviewQuestion } from '../../../../preload/contract/review.ts';
import type { TagDecision } from '../../../../preload/contract/tag.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { LearnedState } from '../../../../renderer/state/learned.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Tagging } from '../../../../renderer/state/tagging.ts';
import { Undo } from '../../../../renderer/state/undo.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

const question: ReviewQuestion = {
  ...{ conceptId: 'dog', name: 'dog', probability: 0.9 },
  photo: {
    ...{ id: 1, name: 'a.jpg', width: 4, height: 3, takenWallMs: 0, kind: 'image' },
    ...{ isOffline: false, version: 1 },
  },
};

test('an answer about what was learned is the last thing: Ctrl+Z takes it back, to what was said before', async () => {
  const told: (TagDecision | undefined)[] = [];
  const library = { isFull: false };
  const { api } = createTestBridge({
    'tags.decide': ({ decision }) => {
      if (library.isFull) throw new Failure('disk-full', 'full');
      told.push(decision);
      return undefined;
    },
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const undo = new Undo(notices, language);
  const learned = new LearnedState(api, notices, language, new Tagging(api, notices, language, undo), undo);
  learned.answer(question, 'rejected', 'confirmed');
  expect(learned.answerOf(question)).toBe('rejected');
  await undo.last();
  expect(told).toEqual(['rejected', 'confirmed']);
  expect(learned.answerOf(question)).toBeUndefined();

  library.isFull = true;
  learned.answer(question, 'rejected');
  await vi.waitFor(() => expect(notices.list.at(-1)?.tone).toBe('failure'));
  expect(learned.answerOf(question)).toBeUndefined();
});
