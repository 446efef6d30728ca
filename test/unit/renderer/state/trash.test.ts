import { expect, test } from 'vitest';
import type { TrashPlan } from '../../../../preload/contract/filing.ts';
import { Language } from '../../../../renderer/state/language.svelte.ts';
import { Notices } from '../../../../renderer/state/notices.svelte.ts';
import { TrashState } from '../../../../renderer/state/trash.svelte.ts';
import { Undo } from '../../../../renderer/state/undo.ts';
import { createTestBridge } from '../../../fixtures/bridge.ts';

const planOf = (count: number): TrashPlan => ({
  ...{ photoCount: count, fileCount: count, besideCount: 0, totalBytes: 0, elsewhereCount: 0, offlineCount: 0 },
  withoutTrash: [],
});

/** Plans come when the test says so. */
function create() {
  const waiting: (() => void)[] = [];
  const trashed: number[][] = [];
  const bridge = createTestBridge({
    'files.planTrash': async ({ photoIds, within }) => {
      await new Promise<void>((resolve) => waiting.push(resolve));
      return planOf(within ? 1 : photoIds.length);
    },
    'files.trash': ({ photoIds }) => {
      trashed.push([...photoIds]);
      return { filingId: trashed.length, doneCount: photoIds.length, isCancelled: false, problems: [] };
    },
    'trash.list': () => ({ files: [], count: 0 }),
  });
  const language = new Language(() => 'en');
  const notices = new Notices(language);
  const trash = new TrashState(bridge.api, notices, language, new Undo(notices, language));
  const answer = () => waiting.splice(0).forEach((resolve) => resolve());
  return { trash, trashed, answer };
}

test('what is said of photos that are no longer asked about is not said of others', async () => {
  const { trash, answer } = create();
  const first = trash.ask([1, 2, 3], undefined);
  trash.close();
  const second = trash.ask([4], undefined);
  answer();
  await Promise.all([first, second]);
  expect(trash.plan?.photoCount).toBe(1);
});

test('nothing goes before it is said what the choice that stands would mean', async () => {
  const { trash, trashed, answer } = create();
  const asking = trash.ask([1, 2], { folderId: 1, dir: '', isDeep: true });
  answer();
  await asking;
  const choosing = trash.choose(true);
  await trash.confirm();
  expect(trashed).toEqual([]);
  answer();
  await choosing;
  expect(trash.plan?.photoCount).toBe(1);
  await trash.confirm();
  expect(trashed).toEqual([[1, 2]]);
  expect(trash.photoIds).toBeUndefined();
});
