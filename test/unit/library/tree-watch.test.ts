import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createTreeWatch } from '../../../main/library/tree-watch.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('a watch that is closed before it stands is closed at once', async () => {
  using folder = temporaryFolder();
  for (let at = 0; at < 200; at++) fs.mkdirSync(path.join(folder.path, `folder ${at}`, 'deeper'), { recursive: true });
  const startedAt = performance.now();
  for (const waitMs of [0, 1, 5, 20]) {
    const watch = createTreeWatch({
      root: folder.path,
      extensions: new Set(['.jpg']),
      onDirty: () => undefined,
      onLimit: () => undefined,
    });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    await watch.close();
  }
  expect(performance.now() - startedAt).toBeLessThan(10_000);
});
