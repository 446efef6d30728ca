import { expect, test } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import type { TagDecision } from '../../../../preload/contract/tag.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Tagging } from '../../../../renderer/state/tagging.ts';
import { Undo } from '../../../../renderer/state/undo.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

/** The library's side, as far as it matters here: who was given which answer to one concept. */
function create(
  given: [photoId: number, decision: TagDecision][] = [],
  refuses: (photoIds: number[]) => boolean = () => false,
) {
  const answers = new Map(given);
  const those = (photoIds: readonly number[], decision: TagDecision) =>
    photoIds.filter((id) => answers.get(id) === decision);
  const bridge = createTestBridge({
    'tags.answers': ({ photoIds }) => ({
      conceptId: 'dog',
      confirmed: those(photoIds, 'confirmed'),
      rejected: those(photoIds, 'rejected'),
    }),
    'tags.decide': ({ photoIds, decision }) => {
      if (refuses(photoIds)) throw new Failure('disk-full', 'full');
      for (const id of photoIds)
        if (decision === undefined) answers.delete(id);
        else answers.set(id, decision);
      return undefined;
    },
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const undo = new Undo(notices, language);
  const tagging = new Tagging(bridge.api, notices, language, undo);
  const dog = { conceptId: 'dog', name: 'dog' };
  return { answers, bridge, notices, undo, tagging, dog };
}

test('what many photos said before comes back with one undo, each its own', async () => {
  const { answers, tagging, undo, dog } = create([
    [1, 'confirmed'],
    [2, 'rejected'],
  ]);
  await tagging.decide([1, 2, 3], dog, 'rejected');
  expect([...answers]).toEqual([
    [1, 'rejected'],
    [2, 'rejected'],
    [3, 'rejected'],
  ]);
  await undo.last();
  expect([...answers].sort()).toEqual([
    [1, 'confirmed'],
    [2, 'rejected'],
  ]);
});

test('what was so already is neither written nor offered to be undone', async () => {
  const { bridge, notices, tagging, dog } = create([[1, 'confirmed']]);
  await tagging.decide([1], dog, 'confirmed');
  expect(bridge.asked.map(([name]) => name)).toEqual(['tags.answers']);
  expect(notices.list).toEqual([]);
});

test('of thousands of photos those that were written before the failure are undone, and the failure is said', async () => {
  const many = Array.from({ length: 25_000 }, (_, at) => at + 1);
  const { answers, notices, undo, tagging, dog } = create([], (photoIds) => photoIds.includes(25_000));
  await tagging.decide(many, dog, 'confirmed');
  expect(answers.size).toBe(20_000);
  expect(notices.list.map(({ tone }) => tone).sort()).toEqual(['failure', 'info']);
  await undo.last();
  expect(answers.size).toBe(0);
});

test('answers are written in the order in which they were given', async () => {
  const { answers, tagging, dog } = create();
  void tagging.decide([1], dog, 'confirmed');
  void tagging.decide([1], dog, 'rejected');
  await tagging.decide([1], dog, undefined);
  expect(answers.size).toBe(0);
});
