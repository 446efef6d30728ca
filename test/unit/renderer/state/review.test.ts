import { beforeEach, expect, test, vi } from 'vitest';
import { Failure } from '../../../../main/util/failure.ts';
import type { ReviewQuestion } from '../../../../preload/contract/review.ts';
import type { TagDecision } from '../../../../preload/contract/tag.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { Pass } from '../../../../renderer/state/pass.svelte.ts';
import { pageSize, Review } from '../../../../renderer/state/review.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

/** Pictures are fetched ahead by the page's own class, which there is none of here. */
beforeEach(() => void vi.stubGlobal('Image', class { dataset = {}; decoding = ''; src = ''; })); // prettier-ignore

const question = (id: number, probability = 0.7): ReviewQuestion => ({
  photo: {
    ...{ id, name: `${id}.jpg`, width: 4, height: 3, takenWallMs: 0, kind: 'image' },
    ...{ isOffline: false, version: 1 },
  },
  ...{ conceptId: 'dog', name: 'dog', probability },
});

/** A library with so many open questions about dogs. */
async function create(count: number, refuses: (id: number) => boolean = () => false) {
  const answers = new Map<number, TagDecision>();
  const idle = { state: 'idle' as const, done: 1, total: 1, openCount: count };
  const bridge = createTestBridge({
    'review.next': ({ count: most, asked }) => {
      const known = new Set(asked.map(({ photoId }) => photoId));
      const open = Array.from({ length: count }, (_, at) => at + 1).filter((id) => !answers.has(id));
      const questions = open.filter((id) => !known.has(id)).slice(0, most);
      return { questions: questions.map((id) => question(id, id % 5 === 0 ? 0.3 : 0.7)), openCount: open.length };
    },
    'suggestions.concepts': () => [{ conceptId: 'dog', name: 'dog', photoCount: count - answers.size }],
    'suggestions.state': () => ({ ...idle, openCount: count - answers.size }),
    'tags.decide': ({ photoIds, decision }) => {
      if (photoIds.some(refuses)) throw new Failure('disk-full', 'full');
      for (const id of photoIds)
        if (decision === undefined) answers.delete(id);
        else answers.set(id, decision);
      return undefined;
    },
  });
  const notices = new Notices(new Language(() => 'en'));
  const pass = new Pass(bridge.api, notices);
  const review = new Review(bridge.api, notices, pass);
  await review.show();
  return { answers, bridge, notices, pass, review };
}

test('as fast as keys are pressed each question is answered once, and none is asked again', async () => {
  const { answers, review } = await create(100);
  const seen: number[] = [];
  while (seen.length < 100) {
    await vi.waitFor(() => expect(review.current).toBeDefined());
    for (let hand = 0; hand < 5 && review.current !== undefined; hand++) {
      seen.push(review.current.photo.id);
      review.answer(seen.length % 2 === 0 ? 'confirmed' : 'rejected');
    }
  }
  await review.settled();
  expect(new Set(seen).size).toBe(100);
  expect([...answers].every(([id, decision]) => decision === (seen.indexOf(id) % 2 === 1 ? 'confirmed' : 'rejected'))).toBe(true); // prettier-ignore
  expect([review.answeredCount, review.openCount, review.current]).toEqual([100, 0, undefined]);
});

test('the number of open questions is the same in the tray, in the list of tags and beside the sidebar', async () => {
  const { pass, review } = await create(30);
  const numbers = () => [review.openCount, pass.value.openCount, review.concepts[0]?.photoCount];
  expect(numbers()).toEqual([30, 30, 30]);
  review.answer('confirmed');
  review.answer('rejected');
  review.skip();
  expect(numbers()).toEqual([28, 28, 28]);
  review.undo();
  review.undo();
  expect(numbers()).toEqual([29, 29, 29]);
  await review.choose('dog');
  review.answer('confirmed');
  expect(numbers()).toEqual([28, 28, 28]);
});

test('an answer that the library did not take comes back, and is said', async () => {
  const { answers, notices, review } = await create(30, (id) => id === 1);
  expect(review.current?.photo.id).toBe(1);
  review.answer('confirmed');
  review.answer('confirmed');
  await vi.waitFor(() => expect(review.current?.photo.id).toBe(1));
  await review.settled();
  expect([...answers.keys()]).toEqual([2]);
  expect([review.answeredCount, notices.list.map(({ tone }) => tone)]).toEqual([1, ['failure']]);
});

test('the last answer is taken back and asked again; what was skipped too, without a word to the library', async () => {
  const { answers, bridge, review } = await create(30);
  review.answer('confirmed');
  review.skip();
  const sent = () => bridge.asked.filter(([name]) => name === 'tags.decide').length;
  review.undo();
  expect(review.current?.photo.id).toBe(2);
  await review.settled();
  expect(sent()).toBe(1);
  review.undo();
  await review.settled();
  expect([review.current?.photo.id, answers.size, review.canUndo, review.answeredCount]).toEqual([1, 0, false, 0]);
});

test('a page says of each photo what is likelier until it is turned, and is answered in two calls', async () => {
  const { answers, bridge, review } = await create(50);
  await review.choose('dog');
  review.setMode('page');
  await vi.waitFor(() => expect(review.page).toHaveLength(pageSize));
  const wrong = review.page.filter((one) => review.isWrong(one)).map(({ photo }) => photo.id);
  expect(wrong).toEqual([5, 10, 15, 20]);
  const [first] = review.page;
  if (first) review.turn(first);
  expect(review.wrongCount).toBe(5);
  review.answerPage();
  await review.settled();
  expect(bridge.asked.filter(([name]) => name === 'tags.decide')).toHaveLength(2);
  const rejected = [...answers].filter(([, decision]) => decision === 'rejected').map(([id]) => id);
  expect(rejected.sort((a, b) => a - b)).toEqual([...new Set([first?.photo.id ?? 0, ...wrong])].sort((a, b) => a - b));
  expect(answers.size).toBe(pageSize);
});
