import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { SmartRule } from '../../preload/contract/album.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
type TestLibrary = ReturnType<typeof openTestLibrary>;

const rule = (text: string, more: Partial<SmartRule> = {}): SmartRule => ({
  text,
  least: 'likely',
  strictness: 0,
  ...more,
});

test('an album outlives moves, renames, a drive that is away, a restart and the loss of the index', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const at = (...parts: string[]) => path.join(photos.path, ...parts);
  await makePhotos(at('drive', 'camera'), 8, 300);
  let chosen: number[] = [];
  let albumId = 0;
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(at('drive'));
    await library.work.settled();
    const ids = (await library.lists.open({})).cards.map(({ id }) => id);
    chosen = [ids[5], ids[1], ids[3]].map((id) => id ?? 0);
    const trips = await library.albums.create({ name: 'Trips' });
    const album = await library.albums.create({
      name: '  里斯本 / "2019" | a  ',
      parentId: trips.id,
      photoIds: chosen,
    });
    albumId = album.id;
    expect(album).toMatchObject({ name: '里斯本 / "2019" | a', kind: 'manual', count: 3, cover: { id: chosen[0] } });
    await library.albums.change(albumId, { coverPhotoId: chosen[2] ?? 0 });
    expect(await idsIn(library, albumId)).toEqual(chosen);
    library.albums.movePhotos(albumId, [chosen[2] ?? 0], chosen[0]);
    chosen = [chosen[2], chosen[0], chosen[1]].map((id) => id ?? 0);
    expect(await idsIn(library, albumId)).toEqual(chosen);
    // In what it lies too, by the filter, by its path and by its number.
    for (const text of ['album:Trips', 'album:"Trips/里斯本 / \\"2019\\" | a"', `album:#${albumId}`])
      expect([text, (await idsOf(library, text)).sort()]).toEqual([text, [...chosen].sort()]);
    expect((await library.lists.open({ text: 'album:nowhere' })).query?.problems).toMatchObject([
      { kind: 'not-in-library' },
    ]);

    fs.renameSync(at('drive', 'camera'), at('drive', 'moved'));
    for (const name of fs.readdirSync(at('drive', 'moved')))
      fs.renameSync(at('drive', 'moved', name), at('drive', 'moved', `new ${name}`));
    await until('the new names', async () => (await library.lists.open({ text: 'new' })).exactCount === 8);
    expect(await idsIn(library, albumId)).toEqual(chosen);

    fs.renameSync(at('drive'), at('unplugged'));
    library.folders.rescan();
    await until('the drive is away', () => library.folders.list()[0]?.state.is === 'offline');
    const away = await library.lists.open({ albumId });
    expect(away.cards.map(({ id, isOffline }) => [id, isOffline])).toEqual(chosen.map((id) => [id, true]));
    fs.renameSync(at('unplugged'), at('drive'));
  }
  for (const name of ['index.db', 'index.db-wal', 'index.db-shm'])
    fs.rmSync(path.join(home.path, name), { force: true });
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  expect(await idsIn(library, albumId)).toEqual(chosen);
  expect(await library.albums.list()).toMatchObject([
    { name: 'Trips', count: 3 },
    { id: albumId, name: '里斯本 / "2019" | a', count: 3, cover: { id: chosen[0] }, hasOwnCover: true },
  ]);
});

test('a smart album fills as files arrive; examples belong to it or do not, for ever', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  fs.cpSync(samples, photos.path, { recursive: true });
  const cat = fs
    .readdirSync(photos.path, { recursive: true, encoding: 'utf8' })
    .find((name) => name.includes('chelsea'));
  if (cat === undefined) throw new Error('the sample photos have no cat');
  fs.rmSync(path.join(photos.path, cat));
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  // Of those that surely match: what may match besides is told from the whole library, which each photo changes.
  const album = await library.albums.create({ name: 'Cats', rule: rule('a cat', { least: 'sure' }) });
  const before = await idsIn(library, album.id);
  const changes: number[] = [];
  library.on('albums.changed', () => changes.push(Date.now()));

  fs.copyFileSync(path.join(samples, cat), path.join(photos.path, 'IMG_1.jpg'));
  await until('the cat is in the album', async () => (await idsIn(library, album.id)).length > before.length);
  const added = (await idsIn(library, album.id)).filter((id) => !before.includes(id));
  expect(added).toHaveLength(1);
  const [catId = 0] = added;
  expect(library.photos.get(catId).files[0]?.path).toContain('IMG_1.jpg');
  // The list of albums follows by itself, and says so.
  await until('the count follows', async () => (await library.albums.list())[0]?.count === before.length + 1);
  expect(changes.length).toBeGreaterThan(0);

  // It is narrowed by words like any other list, and found by its name.
  expect((await library.lists.open({ albumId: album.id, text: 'type:jpeg' })).count).toBeLessThanOrEqual(
    before.length + 1,
  );
  expect(await idsOf(library, 'album:cats')).toContain(catId);
  expect((await library.queries.suggest('cat')).some(({ kind, label }) => kind === 'album' && label === 'Cats')).toBe(
    true,
  );

  library.albums.giveExamples(album.id, [catId], 'excluded');
  expect(await idsIn(library, album.id)).not.toContain(catId);
  const all = (await library.lists.open({})).cards.map(({ id }) => id);
  const stranger = all.find((id) => id !== catId && !before.includes(id)) ?? 0;
  library.albums.giveExamples(album.id, [stranger], 'included');
  expect((await idsIn(library, album.id))[0]).toBe(stranger);
  expect(library.albums.examples(album.id)).toEqual({ included: [stranger], excluded: [catId] });
  library.albums.giveExamples(album.id, [catId, stranger], undefined);
  expect(await idsIn(library, album.id)).toContain(catId);
});

test('what is called as it asks, what asks for itself, and what asks nothing', async () => {
  using home = temporaryFolder();
  await using library = openTestLibrary(home.path);
  await library.folders.add(samples);
  await library.work.settled();
  const named = await library.albums.create({ name: 'a cat indoors', rule: rule('a cat indoors') });
  expect((await idsIn(library, named.id)).length).toBe(
    (await shownOf(library, { text: 'a cat indoors', keptAsWords: ['a cat indoors'] })).length,
  );
  const a = await library.albums.create({ name: 'A', rule: rule('album:B') });
  const b = await library.albums.create({ name: 'B', rule: rule('album:A') });
  expect(await idsIn(library, a.id)).toEqual([]);
  expect(await idsIn(library, b.id)).toEqual([]);
  const empty = await library.albums.create({ name: 'C', rule: rule('') });
  expect(await idsIn(library, empty.id)).toEqual([]);
  await expect(library.albums.create({ name: ' \u0000 ' })).rejects.toMatchObject({ kind: 'bad-input' });
  await expect(library.albums.create({ name: 'x'.repeat(201) })).rejects.toMatchObject({ kind: 'bad-input' });
  expect(() => library.albums.addPhotos(empty.id, [1])).toThrow(expect.objectContaining({ kind: 'bad-input' }));
  await expect(library.lists.open({ albumId: 999 })).rejects.toMatchObject({ kind: 'not-found' });
});

test('an album tags its photos, and takes the tag from those that leave; what was rejected stays so', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 6, 300);
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const ids = (await library.lists.open({})).cards.map(({ id }) => id);
  const [first = 0, second = 0, third = 0] = ids;
  const album = await library.albums.create({ name: 'Garden', photoIds: [first, second] });
  await library.albums.change(album.id, { autoTag: { mode: 'apply', name: "Oma's garden", least: 0.9 } });
  await library.albums.settled();
  expect((await idsOf(library, 'tag:"oma\'s garden"')).sort()).toEqual([first, second].sort());
  expect((await library.lists.open({ text: 'garden' })).exactCount).toBe(2);
  expect(await stateOf(library, first)).toEqual(['applied', 'Garden']);
  // It is the album's word, not the person's.
  expect(await library.tags.all()).toEqual([]);

  library.albums.addPhotos(album.id, [third]);
  await until('the tag of who came', async () => (await idsOf(library, 'tag:"oma\'s garden"')).length === 3);
  await library.tags.reject([first], "Oma's garden");
  expect(await stateOf(library, first)).toEqual(['rejected', undefined]);
  library.albums.removePhotos(album.id, [second]);
  await library.albums.settled();
  expect(await idsOf(library, 'tag:"oma\'s garden"')).toEqual([third]);
  library.albums.poke();
  await library.albums.settled();
  expect(await idsOf(library, 'tag:"oma\'s garden"')).toEqual([third]);

  await library.albums.change(album.id, { autoTag: { mode: 'suggest', name: "Oma's garden", least: 0.9 } });
  await library.albums.settled();
  expect(await idsOf(library, 'tag:"oma\'s garden"')).toEqual([]);
  expect(await stateOf(library, third)).toEqual(['suggested', 'Garden']);
  await library.tags.add([third], "Oma's garden");
  expect(await stateOf(library, third)).toEqual(['confirmed', undefined]);

  library.albums.delete(album.id);
  await library.albums.settled();
  expect(await idsOf(library, 'tag:"oma\'s garden"')).toEqual([third]);
  library.albums.restore(album.id);
  expect(await idsIn(library, album.id)).toEqual([first, third]);

  // The tag is merged into another one: the album gives that from then on.
  await library.albums.change(album.id, { autoTag: { mode: 'apply', name: "Oma's garden", least: 0.9 } });
  library.albums.addPhotos(album.id, [second]);
  await library.albums.settled();
  const { conceptId = '' } = (await library.tags.suggest(second)).find(({ name }) => name === "Oma's garden") ?? {};
  await library.vocabulary.merge(conceptId, 'garden');
  await library.albums.settled();
  expect((await library.albums.list())[0]?.autoTag?.name).toBe('garden');
  expect((await idsOf(library, 'tag:garden')).sort()).toEqual([second, third].sort());
  await library.tags.reject([second], 'garden');
  await library.albums.settled();
  expect(await idsOf(library, 'tag:garden')).toEqual([third]);
});

test('what an album would hold and tag is known before, and is what it then holds and tags', async () => {
  using home = temporaryFolder();
  await using library = openTestLibrary(home.path);
  await library.folders.add(samples);
  await library.work.settled();
  const question = rule('a photo of food');
  const foreseen = await library.albums.foresee({ rule: question, tag: 'Lunch' });
  expect(foreseen.count).toBeGreaterThan(0);
  expect(foreseen.taggedFrom).toHaveLength(101);
  expect(foreseen.taggedFrom).toEqual(foreseen.taggedFrom.toSorted((a, b) => b - a));
  const least = foreseen.taggedFrom.findLastIndex((count) => count > 0) / 100;
  const tagged = foreseen.taggedFrom[Math.round(least * 100)] ?? 0;
  expect(await library.albums.list()).toEqual([]);

  const album = await library.albums.create({ name: 'Lunch', rule: question });
  await library.albums.change(album.id, { autoTag: { mode: 'apply', name: 'Lunch', least } });
  await library.albums.settled();
  expect(await idsIn(library, album.id)).toHaveLength(foreseen.count);
  const given = await idsOf(library, 'tag:lunch');
  expect(given).toHaveLength(tagged);

  // What the person rejected is not counted; another question for the same album is foreseen without being kept.
  await library.tags.reject(given.slice(0, 1), 'Lunch');
  const again = await library.albums.foresee({ id: album.id, tag: 'Lunch' });
  expect(again).toMatchObject({ count: foreseen.count });
  expect(again.taggedFrom[0]).toBe(foreseen.count - 1);
  const other = await library.albums.foresee({ id: album.id, rule: rule('type:png') });
  expect(other.count).toBe((await idsOf(library, 'type:png')).length);
  expect(await idsIn(library, album.id)).toHaveLength(foreseen.count);
});

test('a start takes no photo out of a smart album, and no tag that it gave', async () => {
  using home = temporaryFolder();
  let count = 0;
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(samples);
    await library.work.settled();
    const album = await library.albums.create({ name: 'Furry', rule: rule('furry cat', { strictness: -1 }) });
    await library.albums.change(album.id, { autoTag: { mode: 'apply', name: 'Fur', least: 0 } });
    await library.albums.settled();
    count = (await idsOf(library, 'tag:fur')).length;
    expect(count).toBeGreaterThan(0);
  }
  await using library = openTestLibrary(home.path);
  const seen = new Set<number | undefined>();
  library.on('albums.changed', () => void library.albums.list().then(([album]) => seen.add(album?.count)));
  const retagged: number[] = [];
  library.on('tags.changed', () => void retagged.push(1));
  library.albums.poke();
  await library.albums.settled();
  await until('it is counted', () => seen.has(count));
  expect([...seen]).toEqual([count]);
  expect(retagged).toEqual([]);
});

test('an album does not feed on the tags that it gives', async () => {
  using home = temporaryFolder();
  await using library = openTestLibrary(home.path);
  await library.folders.add(samples);
  await library.work.settled();
  const album = await library.albums.create({ name: 'furry cat', rule: rule('furry cat', { strictness: -1 }) });
  const before = await idsIn(library, album.id);
  expect(before.length).toBeGreaterThan(0);
  await library.albums.change(album.id, { autoTag: { mode: 'apply', name: 'furry cat', least: 0 } });
  await library.albums.settled();
  expect((await idsOf(library, 'tag:"furry cat"')).sort()).toEqual([...before].sort());
  // It asks for the same as before, and what it gave is no answer to that.
  expect(await idsIn(library, album.id)).toEqual(before);
  await library.albums.change(album.id, { rule: rule('furry cat', { strictness: 1, least: 'sure' }) });
  await library.albums.settled();
  const strict = await idsIn(library, album.id);
  expect(strict.length).toBeLessThan(before.length);
  expect((await idsOf(library, 'tag:"furry cat"')).sort()).toEqual([...strict].sort());
});

async function idsIn(library: TestLibrary, albumId: number): Promise<number[]> {
  return (await library.lists.open({ albumId })).cards.map(({ id }) => id);
}

async function idsOf(library: TestLibrary, text: string): Promise<number[]> {
  return (await library.lists.open({ text })).cards.map(({ id }) => id);
}

async function shownOf(library: TestLibrary, question: { text: string; keptAsWords: string[] }): Promise<number[]> {
  const list = await library.lists.open(question);
  const nearest = list.sections.find(({ band }) => band === 'nearest')?.count ?? 0;
  return list.cards.slice(0, list.count - nearest).map(({ id }) => id);
}

async function stateOf(library: TestLibrary, photoId: number): Promise<(string | undefined)[]> {
  const tag = (await library.tags.suggest(photoId)).find(({ name }) => name === "Oma's garden");
  return [tag?.state, tag?.album?.name];
}
