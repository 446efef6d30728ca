import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { makeBurst } from '../fixtures/make-burst.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos/outdoors');
const cli = path.join(import.meta.dirname, '../../main/cli.ts');

test('an edit and its photo are one card; put together and taken apart by hand stays, is undone, and goes along to another library', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  using elsewhere = temporaryFolder();
  const to = (name: string) => path.join(photos.path, name);
  const taken = { IFD2: { DateTimeOriginal: '2024:06:01 12:00:00' } };
  const first = path.join(samples, 'sample-10.jpg');
  await sharp(first).withExif(taken).toFile(to('IMG_1.jpg'));
  await sharp(first).modulate({ brightness: 0.5 }).withExif(taken).toFile(to('IMG_1-edited.jpg'));
  for (const name of ['sample-11.jpg', 'sample-12.jpg', 'sample-13.jpg'])
    fs.copyFileSync(path.join(samples, name), to(name));
  const exported = path.join(elsewhere.path, 'precious.json');
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const cards = async (text?: string, more: object = {}) =>
      library.lists.open({ ...(text !== undefined && { text }), foldsStacks: true, ...more });
    const names = async (text?: string, more?: object) => (await cards(text, more)).cards.map(({ name }) => name);
    const all = await cards();
    expect(all).toMatchObject({ count: 4, foldedCount: 1 });
    expect(all.cards.find(({ stack }) => stack !== undefined)).toMatchObject({
      name: 'IMG_1-edited.jpg',
      stack: { kind: 'edit', count: 2 },
    });
    expect((await library.lists.open({ foldsStacks: false })).count).toBe(5);
    expect(await names('a mountain')).toHaveLength(4);
    const idOf = async (name: string) => (await library.lists.open({ foldsStacks: false })).cards.find((card) => card.name === name)?.id ?? 0; // prettier-ignore
    const [one, two, three] = [await idOf('sample-11.jpg'), await idOf('sample-12.jpg'), await idOf('IMG_1.jpg')];

    // Another stands for the stack, and no more.
    const before = await library.stacks.setBest(three);
    expect(await names()).toContain('IMG_1.jpg');
    await library.stacks.putBack(before);
    expect(await names()).toContain('IMG_1-edited.jpg');

    // By hand, out of what was found; undone, it is as before.
    const joined = await library.stacks.join([one, two, three]);
    expect(await cards()).toMatchObject({ count: 3, foldedCount: 2 });
    expect(await library.stacks.get(two)).toMatchObject({ kind: 'hand', cards: [{}, {}, {}] });
    expect(library.stacks.whole([one]).sort()).toEqual([one, two, three].sort());
    await library.stacks.putBack(joined);
    expect(await cards()).toMatchObject({ count: 4 });

    await library.stacks.part([three]);
    expect(await cards()).toMatchObject({ count: 5, foldedCount: 0 });
    await library.stacks.join([one, two]);
    await library.stacks.setBest(two);
    expect(await names('is:stack')).toEqual(['sample-12.jpg']);
    expect((await names('is:stack', { unfolded: [one] })).sort()).toEqual(['sample-11.jpg', 'sample-12.jpg']);
    await library.precious.exportTo(exported);
  }
  const run = async (...args: string[]) => JSON.parse((await promisify(execFile)(process.execPath, [cli, '--library', home.path, '--json', ...args])).stdout) as unknown; // prettier-ignore
  expect(await run('search', 'a', 'mountain')).toMatchObject({ count: 4, foldedCount: 1 });
  expect(await run('search', '--unfold', 'a', 'mountain')).toMatchObject({ count: 5 });
  expect(await run('stacks')).toMatchObject({ stacks: [{ kind: 'hand', photos: [{}, {}] }] });

  await using other = openTestLibrary(elsewhere.path);
  await other.folders.add(photos.path);
  await other.work.settled();
  const { importId, holds, adds } = await other.precious.preview(exported);
  expect([holds.stacks, adds.stacks]).toEqual([4, 4]);
  expect((await other.lists.open({ foldsStacks: true })).count).toBe(4);
  await other.precious.apply(importId);
  await other.work.settled();
  const there = await other.lists.open({ foldsStacks: true });
  expect(there.count).toBe(4);
  expect(there.cards.find(({ stack }) => stack)).toMatchObject({ name: 'sample-12.jpg', stack: { kind: 'hand' } });
});

test('shots within a second that look alike are a burst, the sharpest of which is proposed; what is unlike is none of it', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makeBurst(photos.path);
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const named = async (text: string) => (await library.lists.open({ text })).cards.map(({ name }) => name).sort();
  expect(await named('is:burst')).toEqual(['DSC_1.jpg', 'DSC_2.jpg', 'DSC_3.jpg', 'DSC_4.jpg']);
  expect(await named('stack:burst -is:burst')).toEqual([]);
  expect((await library.copies.list()).groupCount).toBe(0);
  const { groups, spareCount } = await library.copies.series();
  expect(groups).toHaveLength(1);
  expect(spareCount).toBe(3);
  expect(groups[0]).toMatchObject({ reason: 'sharpest', copies: [{ name: 'DSC_3.jpg' }, {}, {}, {}] });
  await library.stacks.part([groups[0]?.copies[0]?.photoId ?? 0]);
  expect((await library.copies.series()).groupCount).toBe(0);
  expect(await named('is:burst')).toEqual([]);
});
