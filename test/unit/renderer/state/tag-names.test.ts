import { expect, test } from 'vitest';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { TagNames } from '../../../../renderer/state/tag-names.svelte.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

/** A vocabulary whose list is handed over when the test says so. */
function create() {
  let names = ['dog'];
  const waiting: (() => void)[] = [];
  const bridge = createTestBridge({
    'vocabulary.list': async () => {
      const read = names;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return read.map((name) => ({
        ...{ id: name, name, otherNames: [], confirmedCount: 0 },
        ...{ isOwn: false, isHidden: false, isChanged: false },
      }));
    },
  });
  const tagNames = new TagNames(bridge.api, new Notices(new Language(() => 'en')));
  const handOver = async () => {
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    waiting.shift()?.();
  };
  const change = (now: string[]) => {
    names = now;
    bridge.tell('tags.changed', undefined);
  };
  return { tagNames, handOver, change };
}

test('who waits for the names has them, though they typed before they were read', async () => {
  const { tagNames, handOver } = create();
  const asked = tagNames.prepare();
  expect(tagNames.isRead).toBe(false);
  await handOver();
  await asked;
  expect(tagNames.matching('dog').map(({ name }) => name)).toEqual(['dog']);
});

test('a tag that came while they were read is read too', async () => {
  const { tagNames, handOver, change } = create();
  void tagNames.prepare();
  change(['dog', 'doghouse']);
  const asked = tagNames.prepare();
  await handOver();
  await handOver();
  await asked;
  expect(tagNames.matching('dog').map(({ name }) => name)).toEqual(['dog', 'doghouse']);
});
