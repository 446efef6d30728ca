import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createTreeWatch } from '../../../main/library/tree-watch.ts';
import { replaceKeepingTimes } from '../../fixtures/file-library.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { until } from '../../fixtures/open-library.ts';

test('a watch that is closed before it stands is closed at once', async () => {
  using folder = temporaryFolder();
  for (let at = 0; at < 200; at++) fs.mkdirSync(path.join(folder.path, `folder ${at}`, 'deeper'), { recursive: true });
  for (const waitMs of [0, 1, 5, 20]) {
    const watch = createTreeWatch({
      root: folder.path,
      extensions: new Set(['.jpg']),
      ownFolders: [],
      onDirty: () => undefined,
      onLimit: () => undefined,
    });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    await watch.close();
    await watch.stands;
  }
});

test('of a new directory all that is in it is told, once that is watched', async () => {
  using folder = temporaryFolder();
  using elsewhere = temporaryFolder();
  fs.mkdirSync(path.join(elsewhere.path, 'new', 'deeper', 'deepest'), { recursive: true });
  const dirty = new Set<string>();
  const watch = createTreeWatch({
    root: folder.path,
    extensions: new Set(['jpg']),
    onDirty: (dirs) => dirs.forEach((it) => dirty.add(it)),
    onLimit: () => undefined,
  });
  await watch.stands;
  fs.renameSync(path.join(elsewhere.path, 'new'), path.join(folder.path, 'new'));
  await until('it is told', () => dirty.has('new/deeper/deepest'));
  expect([...dirty].sort()).toEqual(['', 'new', 'new/deeper', 'new/deeper/deepest']);
  await watch.close();
});

test('a file that changes behind its old time is noticed: in its place, or itself', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'a', 'one.jpg');
  fs.mkdirSync(path.dirname(file));
  fs.writeFileSync(file, 'one');
  fs.utimesSync(file, Date.now() / 1000, 1_557_050_400);
  const dirty: string[] = [];
  const watch = createTreeWatch({
    root: folder.path,
    extensions: new Set(['jpg']),
    onDirty: (dirs) => dirty.push(...dirs),
    onLimit: () => undefined,
  });
  await watch.stands;
  for (const replace of [() => fs.writeFileSync(file, 'two'), () => replaceKeepingTimes(file, Buffer.from('six'))]) {
    dirty.length = 0;
    replace();
    fs.utimesSync(file, Date.now() / 1000, 1_557_050_400); // as where it was read meanwhile
    await until('it is noticed', () => dirty.includes('a'));
  }
  await watch.close();
});
