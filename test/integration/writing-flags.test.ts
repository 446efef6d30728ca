import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhoto, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const exiftool = path.join(import.meta.dirname, '../../node_modules/exiftool-vendored.pl/bin/exiftool');
const asked = ['-XMP-xmpDM:all', '-XMP-digiKam:PickLabel', '-XMP-xmp:Rating'];

/** What ExifTool finds of flags. */
function dump(file: string): Record<string, unknown> {
  const text = execFileSync(exiftool, ['-G1', '-n', '-json', ...asked, file], { encoding: 'utf8' });
  const [{ SourceFile: _, ...found } = {}] = JSON.parse(text) as Record<string, unknown>[];
  return found;
}

const set = (...args: string[]) => execFileSync(exiftool, ['-overwrite_original', ...args], { stdio: 'pipe' });

test('flags that other programs wrote are read, and the person’s go into files, are what these say then, and come out again', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  fs.mkdirSync(pictures);
  const at = (name: string) => path.join(pictures, name);
  for (const [place, name] of ['lightroom.jpg', 'digikam.jpg', 'starred.jpg', 'mine.jpg'].entries())
    await makePhoto(at(name), place + 1);
  set('-XMP-xmpDM:Pick=1', at('lightroom.jpg'));
  set('-XMP-digiKam:PickLabel=1', at('digikam.jpg'));
  set('-XMP-xmp:Rating=3', at('starred.jpg'));
  await using library = openTestLibrary(path.join(folder.path, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  const named = async (text: string) => (await library.lists.open({ text })).cards.map(({ name }) => name).sort();
  expect(await named('is:picked')).toEqual(['lightroom.jpg']);
  expect(await named('is:rejected')).toEqual(['digikam.jpg']);
  const idOf = new Map((await library.lists.open({})).cards.map(({ id, name }) => [name, id]));
  const [lightroom = 0, starred = 0, mine = 0] = ['lightroom.jpg', 'starred.jpg', 'mine.jpg'].map((name) => idOf.get(name)); // prettier-ignore
  expect(library.photos.get(lightroom).flag).toBe('picked');

  // The person's word stands before the file's.
  library.photos.flag([lightroom, starred, mine], 'rejected');
  await until('all four', async () => (await named('is:rejected')).length === 4);
  const ids = [lightroom, starred, mine];
  const { planId, changedCount } = await library.writing.plan(ids, 'sidecar', ['flag']);
  expect(changedCount).toBe(3);
  expect(library.writing.planned(planId, 0, 1)[0]?.changes).toEqual([{ field: 'flag', after: 'rejected' }]);
  const { writeId = 0 } = await library.writing.write(planId);
  expect(dump(at('mine.jpg.xmp'))).toEqual({ 'XMP-xmpDM:Pick': -1, 'XMP-digiKam:PickLabel': 1, 'XMP-xmp:Rating': -1 });
  expect((await library.writing.plan(ids, 'sidecar', ['flag'])).sameCount).toBe(3);
  await library.writing.undo(writeId);
  expect(fs.existsSync(at('mine.jpg.xmp'))).toBe(false);

  // In a photo that has stars these stay; what a file said before comes back when the flag is taken away.
  const embedded = [starred, lightroom];
  await library.writing.write((await library.writing.plan(embedded, 'embedded', ['flag'])).planId);
  expect(dump(at('starred.jpg'))).toEqual({ 'XMP-xmpDM:Pick': -1, 'XMP-digiKam:PickLabel': 1, 'XMP-xmp:Rating': 3 });
  library.photos.flag(embedded, undefined);
  await library.work.settled();
  await until('by the file', () => library.photos.get(starred).flag === 'rejected');
  await library.writing.write((await library.writing.plan(embedded, 'embedded', ['flag'])).planId);
  expect(dump(at('starred.jpg'))).toEqual({ 'XMP-xmp:Rating': 3 });
  expect(dump(at('lightroom.jpg'))).toEqual({ 'XMP-xmpDM:Pick': 1 });
});

test('neither is a word too: it stands before what a file says, goes into it, and is taken back', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  fs.mkdirSync(pictures);
  const at = (name: string) => path.join(pictures, name);
  for (const [place, name] of ['lightroom.jpg', 'bridge.jpg', 'plain.jpg'].entries())
    await makePhoto(at(name), place + 1);
  set('-XMP-xmpDM:Pick=1', at('lightroom.jpg'));
  set('-XMP-xmp:Rating=-1', at('bridge.jpg'));
  await using library = openTestLibrary(path.join(folder.path, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  const idOf = new Map((await library.lists.open({})).cards.map(({ id, name }) => [name, id]));
  const [lightroom = 0, bridge = 0, plain = 0] = ['lightroom.jpg', 'bridge.jpg', 'plain.jpg'].map((name) => idOf.get(name)); // prettier-ignore
  const all = [lightroom, bridge, plain];
  const flags = () => all.map((id) => library.photos.get(id).flag);
  expect(flags()).toEqual(['picked', 'rejected', undefined]);

  const ids = (changed: { id: number }[]) => changed.map(({ id }) => id).sort((a, b) => a - b);
  expect(ids(library.photos.flag(all, 'neither'))).toEqual([lightroom, bridge].sort((a, b) => a - b));
  expect(flags()).toEqual([undefined, undefined, undefined]);
  for (const text of ['is:picked', 'is:rejected'])
    await until(text, async () => (await library.lists.open({ text })).count === 0);
  expect(library.photos.flag([lightroom], 'neither')).toEqual([]);
  expect(library.photos.flag([lightroom], 'rejected')).toEqual([{ id: lightroom, before: 'neither' }]);
  expect(library.photos.flag([lightroom], 'neither')).toEqual([{ id: lightroom, before: 'rejected' }]);

  await library.writing.write((await library.writing.plan(all, 'embedded', ['flag'])).planId);
  expect([dump(at('lightroom.jpg')), dump(at('bridge.jpg'))]).toEqual([{ 'XMP-xmpDM:Pick': 0 }, {}]);
  await library.work.settled();
  expect(flags()).toEqual([undefined, undefined, undefined]);
  // Without a word of the person's the files say again what they said.
  library.photos.flag(all, undefined);
  await library.writing.write((await library.writing.plan(all, 'embedded', ['flag'])).planId);
  await until('as they were', () => flags().join() === 'picked,rejected,');
});
