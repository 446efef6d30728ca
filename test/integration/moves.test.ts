import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const count = 500;

test('500 photos moved, renamed and moved back, with the app open and closed, are never embedded again', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const at = (...parts: string[]) => path.join(photos.path, ...parts);
  await makePhotos(at('camera'), count);
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    expect(library.work.tally().embedded).toBe(count);
    const allIn = (folder: string) =>
      until(`all photos in ${folder}`, async () => {
        const list = await library.lists.open({});
        if (list.count !== count) return false;
        const ids = [list.cards[0], list.cards[199]].map((card) => card?.id ?? 0);
        return ids.every((id) => library.photos.get(id).files.every((file) => file.path.startsWith(folder + path.sep)));
      });

    fs.renameSync(at('camera'), at('trip'));
    await allIn(at('trip'));
    for (const name of fs.readdirSync(at('trip'))) fs.renameSync(at('trip', name), at('trip', `lisbon-${name}`));
    await allIn(at('trip'));
    await until('the new names', async () => (await library.lists.open({ text: 'lisbon' })).exactCount === count);
    fs.mkdirSync(at('deep', 'er'), { recursive: true });
    fs.renameSync(at('trip'), at('deep', 'er', 'trip'));
    await allIn(at('deep', 'er', 'trip'));
    fs.renameSync(at('deep', 'er', 'trip'), at('camera'));
    await allIn(at('camera'));
    await library.work.settled();
    expect(library.work.tally()).toEqual({ embedded: count, recognised: 0, failed: 0 });
  }

  fs.renameSync(at('camera'), at('while closed'));
  for (const name of fs.readdirSync(at('while closed')).slice(0, 250))
    fs.renameSync(at('while closed', name), at('while closed', `x ${name}`));
  {
    await using library = openTestLibrary(home.path);
    await library.work.settled();
    expect((await library.lists.open({})).count).toBe(count);
    expect((await library.lists.open({ text: 'closed' })).exactCount).toBe(count);
    expect(library.work.tally()).toEqual({ embedded: 0, recognised: 0, failed: 0 });
  }

  // To another place where the inodes are new, as onto another drive: read again, but not embedded again.
  fs.cpSync(at('while closed'), at('other drive'), { recursive: true });
  fs.rmSync(at('while closed'), { recursive: true });
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  expect((await library.lists.open({})).count).toBe(count);
  expect(library.work.tally()).toEqual({ embedded: 0, recognised: count, failed: 0 });
});
