import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { connect } from '../../main/db/connect.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos/outdoors');
const cli = path.join(import.meta.dirname, '../../main/cli.ts');

test('copies are found, listed with the one to keep, told apart for ever, and found again after damage', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const [one = '', other = '', third = ''] = fs.readdirSync(samples).filter((name) => name.endsWith('.jpg')).sort(); // prettier-ignore
  for (const name of [one, other, third]) fs.copyFileSync(path.join(samples, name), path.join(photos.path, name));
  const { width } = await sharp(path.join(photos.path, one)).metadata();
  await sharp(path.join(photos.path, one)).resize({ width: Math.round(width * 0.6) }).jpeg({ quality: 70 }).toFile(path.join(photos.path, 'sent.jpg')); // prettier-ignore
  await sharp(path.join(photos.path, third)).resize({ width: 700 }).blur(9).jpeg().toFile(path.join(photos.path, 'blurred.jpg')); // prettier-ignore
  await sharp({ create: { width: 200, height: 150, channels: 3, background: '#111' } }).jpeg().toFile(path.join(photos.path, 'night.jpg')); // prettier-ignore
  await sharp(path.join(photos.path, other)).png().toFile(path.join(photos.path, 'again.png'));
  const named = async (library: ReturnType<typeof openTestLibrary>) =>
    (await library.copies.list()).groups.map(({ copies }) => copies.map(({ name }) => name));
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const list = await library.copies.list();
    expect(list).toMatchObject({ groupCount: 2, spareCount: 2, isLooking: false });
    expect((await named(library)).map((names) => new Set(names))).toEqual(
      expect.arrayContaining([new Set([one, 'sent.jpg']), new Set([other, 'again.png'])]),
    );
    const sent = list.groups.find(({ copies }) => copies.some(({ name }) => name === 'sent.jpg'));
    expect(sent).toMatchObject({
      reason: 'most-pixels',
      copies: [{ name: one }, { name: 'sent.jpg', format: 'jpeg' }],
    });
    await until('is:copy', async () => (await library.lists.open({ text: 'is:copy' })).count === 4);
    const found = async (text: string) => (await library.lists.open({ text })).cards.map(({ name }) => name).sort();
    expect(await found('is:blurred')).toEqual(['blurred.jpg', 'night.jpg']);
    expect(await found('is:dark is:tiny')).toEqual(['night.jpg']);
    // The person's word stands.
    const ids = sent?.copies.map(({ photoId }) => photoId) ?? [];
    library.copies.part(ids, true);
    expect(await named(library)).toHaveLength(1);
    expect((await library.lists.open({ text: 'is:copy' })).count).toBe(2);
  }
  const { stdout } = await promisify(execFile)(process.execPath, [cli, '--library', home.path, '--json', 'copies']);
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, waitingCount: 0, groups: [{ copies: [{}, {}] }] });
  // A library of an older version has no looks; nothing is embedded again for them.
  const index = connect(path.join(home.path, 'index.db'));
  index.exec('DELETE FROM looks; DELETE FROM copy_pairs');
  index.close();
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  await until('copies by their thumbnails', async () => (await library.copies.list()).groupCount === 1);
  expect(library.work.tally().embedded).toBe(0);
  // Measured again by their thumbnails.
  expect((await library.lists.open({ text: 'is:blurred' })).count).toBe(2);
  expect(new Set((await named(library))[0])).toEqual(new Set([other, 'again.png']));
});
