import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const cli = path.join(import.meta.dirname, '../../main/cli.ts');

test('a favourite is found by its mark; what is hidden is left out everywhere, and there for who asks for it', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  fs.cpSync(samples, photos.path, { recursive: true });
  const bytesBefore = contentsOf(photos.path);
  const exported = path.join(home.path, 'mine.json');
  let favourite = 0;
  let hidden = 0;
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const idsOf = async (text?: string, more = {}) =>
      (await library.lists.open({ ...(text !== undefined && { text }), ...more })).cards.map(({ id }) => id);
    const all = await idsOf();
    const [dog = 0, second = 0] = await idsOf('dog');
    [favourite, hidden] = [second, dog];
    const album = await library.albums.create({ name: 'Mine', photoIds: [dog, second] });
    const smart = await library.albums.create({
      name: 'Loved',
      rule: { text: 'is:favourite', least: 'likely', strictness: 0 },
    });

    expect(library.photos.mark([favourite], 'favourite')).toEqual({ isOn: true, photoIds: [favourite] });
    expect(await idsOf('is:favorite')).toEqual([favourite]);
    expect(await idsOf('favourites')).toEqual([favourite]);
    expect(await idsOf('dog -is:favourite')).not.toContain(favourite);
    expect((await library.lists.open({ text: 'dog' })).cards.find(({ id }) => id === favourite)).toMatchObject({
      isFavourite: true,
    });
    expect(library.photos.get(favourite)).toMatchObject({ isFavourite: true });
    await until('an album of favourites', async () => (await countOf(library, smart.id)) === 1);
    // Of two the one that is not becomes one; then both are no more, and undoing that marks these two again.
    expect(library.photos.mark([favourite, dog], 'favourite')).toEqual({ isOn: true, photoIds: [dog] });
    const off = library.photos.mark([favourite, dog], 'favourite');
    expect(off.isOn).toBe(false);
    expect(await idsOf('is:favourite')).toEqual([]);
    library.photos.mark(off.photoIds, 'favourite', true);
    library.photos.mark([dog], 'favourite', false);

    const folderId = library.folders.list()[0]?.id ?? 0;
    const inFolder = { folder: { folderId, dir: '', isDeep: true } };
    const wholeCount = async () => (await library.folders.tree()).find(({ dir }) => dir === '')?.wholeCount;
    expect(await wholeCount()).toBe(all.length);
    library.photos.mark([hidden], 'hidden');
    expect(await idsOf()).toEqual(all.filter((id) => id !== hidden));
    expect(await idsOf('dog')).not.toContain(hidden);
    expect(await idsOf('type:jpg')).not.toContain(hidden);
    expect(await idsOf(`photo:${favourite}`)).not.toContain(hidden);
    expect(await idsOf(undefined, inFolder)).not.toContain(hidden);
    expect(await idsOf(undefined, { albumId: album.id })).toEqual([favourite]);
    expect(await idsOf('album:Mine')).toEqual([favourite]);
    expect(await countOf(library, album.id)).toBe(1);
    expect(await wholeCount()).toBe(all.length - 1);
    // Asked for, by meaning, in a folder and in an album too.
    expect(await idsOf('is:hidden')).toEqual([hidden]);
    expect(await idsOf('dog is:hidden')).toEqual([hidden]);
    expect(await idsOf('is:hidden', inFolder)).toEqual([hidden]);
    expect(await idsOf('is:hidden', { albumId: album.id })).toEqual([hidden]);
    expect((await library.lists.open({ text: 'is:hidden' })).cards[0]).toMatchObject({ isHidden: true });
    expect((await library.suggestions.next({ count: 50, asked: [] })).questions.map(({ photo }) => photo.id)).not.toContain(hidden); // prettier-ignore
    // A copy that is hidden hides nothing; a favourite stays one.
    await library.merging.merge(0, all[0] ?? 0, [hidden, favourite]);
    expect(library.photos.get(all[0] ?? 0)).toMatchObject({ isFavourite: true });
    expect(await idsOf()).toContain(all[0]);
    expect(await library.precious.exportTo(exported)).toMatchObject({ favourites: 2, hidden: 1 });
  }
  const answer = await promisify(execFile)(process.execPath, [cli, '--library', home.path, '--json', 'search', 'is:hidden']); // prettier-ignore
  expect(answer.stdout).toContain(path.join(photos.path));
  expect((JSON.parse(answer.stdout) as { photos: unknown[] }).photos).toHaveLength(1);
  expect(contentsOf(photos.path)).toEqual(bytesBefore);

  using other = temporaryFolder();
  await using library = openTestLibrary(other.path);
  const preview = await library.precious.preview(exported);
  expect(preview.adds).toMatchObject({ favourites: 2, hidden: 1 });
  await library.precious.apply(preview.importId);
  await library.folders.add(photos.path);
  await library.work.settled();
  expect((await library.lists.open({ text: 'is:hidden' })).count).toBe(1);
  expect((await library.lists.open({ text: 'is:favourite' })).count).toBe(2);
});

test('a favourite of Google Photos is one here until the person says otherwise, also in another library', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  using second = temporaryFolder();
  await makePhotos(photos.path, 2);
  const [loved = '', plain = ''] = fs.readdirSync(photos.path).sort();
  const say = (favorited: boolean) =>
    fs.writeFileSync(
      path.join(photos.path, `${loved}.json`),
      JSON.stringify({ title: loved, url: 'https://photos.google.com/x', favorited }),
    );
  say(true);
  const exported = path.join(second.path, 'mine.json');
  {
    await using library = openTestLibrary(home.path);
    const favourites = async () => (await library.lists.open({ text: 'is:favourite' })).cards.map(({ name }) => name);
    await library.folders.add(photos.path);
    await library.work.settled();
    const cards = (await library.lists.open({})).cards;
    const idOf = (name: string) => cards.find((card) => card.name === name)?.id ?? 0;
    expect(await favourites()).toEqual([loved]);
    expect(library.photos.get(idOf(loved))).toMatchObject({
      isFavourite: true,
      sources: { favourite: [path.join(photos.path, `${loved}.json`)] },
    });

    // Both: only the other one is marked. Both again: neither is one, the person's word stands against the file's.
    const both = [idOf(loved), idOf(plain)].sort();
    expect(library.photos.mark(both, 'favourite')).toEqual({ isOn: true, photoIds: [idOf(plain)] });
    expect(library.photos.mark(both, 'favourite')).toEqual({ isOn: false, photoIds: both });
    expect(await favourites()).toEqual([]);
    expect(library.photos.get(idOf(loved)).isFavourite).toBeUndefined();
    library.folders.rescan();
    await library.work.settled();
    expect(await favourites()).toEqual([]);

    // Taken back, and given by the file no longer: what the person said stays.
    library.photos.mark([idOf(loved)], 'favourite', true);
    say(false);
    library.folders.rescan();
    await library.work.settled();
    expect(await favourites()).toEqual([loved]);
    library.photos.mark([idOf(loved)], 'favourite', false);
    say(true);
    library.folders.rescan();
    await until('the file says it again', async () => (await favourites()).length === 1);
    library.photos.mark([idOf(loved)], 'favourite', false);
    await library.precious.exportTo(exported);
  }
  await using library = openTestLibrary(second.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const count = async () => (await library.lists.open({ text: 'is:favourite' })).count;
  expect(await count()).toBe(1);
  await library.precious.apply((await library.precious.preview(exported)).importId);
  expect(await count()).toBe(0);
});

test('what is picked and rejected is found, given in place of one another, and taken back as it was', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const trips = path.join(samples, 'trips');
  for (const name of fs
    .readdirSync(trips)
    .filter((one) => one.endsWith('.jpg'))
    .slice(0, 4))
    fs.copyFileSync(path.join(trips, name), path.join(photos.path, name));
  const bytesBefore = contentsOf(photos.path);
  const exported = path.join(home.path, 'mine.json');
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const cards = async (text?: string) => (await library.lists.open({ ...(text !== undefined && { text }) })).cards;
    const idsOf = async (text?: string) => (await cards(text)).map(({ id }) => id);
    await until('four photos', async () => (await idsOf()).length === 4);
    const [a = 0, b = 0, c = 0] = await idsOf();
    const sorted = (ids: number[]) => ids.toSorted((one, other) => one - other);
    expect(library.photos.flag([a, b], 'picked')).toEqual(expect.arrayContaining([{ id: a }, { id: b }]));
    expect(sorted(await idsOf('is:picked'))).toEqual(sorted([a, b]));
    // Said again nothing changes; the other flag takes its place.
    expect(library.photos.flag([a], 'picked')).toEqual([]);
    expect(library.photos.flag([b, c], 'rejected')).toEqual(
      expect.arrayContaining([{ id: b, before: 'picked' }, { id: c }]),
    );
    expect(await idsOf('is:picked')).toEqual([a]);
    expect(sorted(await idsOf('is:rejected'))).toEqual(sorted([b, c]));
    expect((await cards()).find(({ id }) => id === b)?.flag).toBe('rejected');
    expect(library.photos.get(a).flag).toBe('picked');
    expect(library.photos.flag([a, b], undefined)).toHaveLength(2);
    expect(await idsOf('is:picked')).toEqual([]);
    expect(await idsOf('is:rejected')).toEqual([c]);
    // A copy that was rejected, as one too many, rejects nothing.
    await library.merging.merge(0, a, [c]);
    expect(library.photos.get(a).flag).toBeUndefined();
    library.photos.flag([a], 'picked');
    await library.precious.exportTo(exported);
  }
  const answer = await promisify(execFile)(process.execPath, [cli, '--library', home.path, '--json', 'search', 'is:picked']); // prettier-ignore
  expect((JSON.parse(answer.stdout) as { photos: unknown[] }).photos).toHaveLength(1);
  expect(contentsOf(photos.path)).toEqual(bytesBefore);
  using other = temporaryFolder();
  await using library = openTestLibrary(other.path);
  await library.precious.apply((await library.precious.preview(exported)).importId);
  await library.folders.add(photos.path);
  await library.work.settled();
  await until('four photos', async () => (await library.lists.open({})).count === 4);
  expect((await library.lists.open({ text: 'is:picked' })).count).toBe(1);
  expect((await library.lists.open({ text: 'is:rejected' })).count).toBe(1);
});

async function countOf(library: ReturnType<typeof openTestLibrary>, albumId: number): Promise<number | undefined> {
  return (await library.albums.list()).find(({ id }) => id === albumId)?.count;
}

function contentsOf(folder: string): Map<string, string> {
  const files = fs.readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [file, `${fs.statSync(file).mtimeMs} ${fs.readFileSync(file).toString('base64')}`];
    }),
  );
}
