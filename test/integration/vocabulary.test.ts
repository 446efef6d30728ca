import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

type Library = ReturnType<typeof openTestLibrary>;

test('what the person makes of the vocabulary outlives a restart and the loss of the index, and is found', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 6, 300);
  let ids: number[] = [];
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    ids = (await library.lists.open({})).cards.map((card) => card.id).sort((a, b) => a - b);
    const [one = 0, two = 0, three = 0, four = 0] = ids;
    await library.tags.add([one], 'dog');
    await library.tags.add([two], 'cat');
    await library.tags.add([three], 'Wauwau');

    // A wider concept finds what is narrower, by any name in any language.
    expect(await found(library, 'tag:animal')).toEqual([one, two]);
    expect(await found(library, 'tag:动物')).toEqual([one, two]);

    await library.vocabulary.change('dog', { names: { en: ['doggo', 'dog'] } });
    expect(await tagsOf(library, one)).toEqual(['doggo']);
    const own = (await library.vocabulary.list()).find(({ isOwn }) => isOwn);
    if (own === undefined) throw new Error('no concept of the person’s own');
    expect(own).toMatchObject({ name: 'Wauwau', confirmedCount: 1, isHidden: false, isChanged: false });
    await library.vocabulary.change(own.id, { names: { '': ['Wauwau', 'Bello'] }, parent: 'dog', suggestAt: 0.95 });
    expect(await found(library, 'tag:doggo')).toEqual([one, three]);
    expect(await found(library, 'tag:bello')).toEqual([three]);

    await library.vocabulary.change('cat', { isHidden: true });
    expect(await found(library, 'tag:cat')).toEqual([two]);
    await library.tags.add([four], 'Minka');
    expect(await library.vocabulary.merge('cat', (await idOf(library, 'Minka')) ?? '')).toEqual({
      movedCount: 1,
      conflictCount: 0,
    });
    expect(await found(library, 'tag:cat')).toEqual([two, four]);
    await library.vocabulary.settled();
    // The full text has the new names: a tag in own words is read from plain words too.
    expect((await library.lists.open({ text: '猫' })).exactCount).toBe(2);
    expect((await library.lists.open({ text: 'doggo' })).exactCount).toBe(1);
  }
  for (const name of ['index.db', 'index.db-wal', 'index.db-shm'])
    fs.rmSync(path.join(home.path, name), { force: true });
  await using library = openTestLibrary(home.path);
  await library.work.settled();
  const [one = 0, two = 0, three = 0, four = 0] = ids;
  expect(await tagsOf(library, one)).toEqual(['doggo']);
  expect(await found(library, 'tag:doggo')).toEqual([one, three]);
  expect(await found(library, 'tag:cat')).toEqual([two, four]);
  expect(await tagsOf(library, two)).toEqual(['Minka']);
  expect((await library.lists.open({ text: '猫' })).exactCount).toBe(2);

  expect(await library.vocabulary.unmerge('cat')).toEqual({ movedCount: 1 });
  expect(await found(library, 'tag:cat')).toEqual([two]);
  expect(await found(library, 'tag:minka')).toEqual([four]);
  expect((await library.vocabulary.list()).find(({ id }) => id === 'cat')).toMatchObject({ isHidden: true });
});

test('merging tells what differed, keeps confirmed over rejected, and is undone but for what was answered since', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 6, 300);
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const ids = (await library.lists.open({})).cards.map((card) => card.id).sort((a, b) => a - b);
  const [both = 0, onlyDog = 0, differs = 0, rejected = 0, later = 0, twice = 0] = ids;
  const state = async (conceptId: string) =>
    Promise.all(
      ids.map(async (id) => (await library.tags.suggest(id)).find((tag) => tag.conceptId === conceptId)?.state),
    );
  const given = (states: (string | undefined)[]) => states.map((one) => (one === 'suggested' ? undefined : one));
  await library.tags.decide([both, onlyDog, differs, later, twice], 'dog', 'confirmed');
  await library.tags.decide([rejected], 'dog', 'rejected');
  await library.tags.decide([both], 'cat', 'confirmed');
  await library.tags.decide([differs], 'cat', 'rejected');
  await library.tags.decide([twice], 'horse', 'confirmed');
  const dogs = await state('dog');
  const cats = await state('cat');

  expect(await library.vocabulary.merge('dog', 'cat')).toEqual({ movedCount: 6, conflictCount: 1 });
  expect(given(await state('cat'))).toEqual([
    'confirmed',
    'confirmed',
    'confirmed',
    'rejected',
    'confirmed',
    'confirmed',
  ]);
  expect(await library.vocabulary.merge('horse', 'cat')).toEqual({ movedCount: 1, conflictCount: 0 });
  await library.tags.decide([later], 'cat', 'rejected');
  await library.vocabulary.unmerge('dog');
  expect(given(await state('dog'))).toEqual(given(dogs));
  const after = given(cats);
  after[4] = 'rejected'; // answered since
  after[5] = 'confirmed'; // a horse is a cat still
  expect(given(await state('cat'))).toEqual(after);
  await library.vocabulary.unmerge('horse');
  after[5] = undefined;
  expect(given(await state('cat'))).toEqual(after);
});

test('what would be wrong is refused with a sentence, and nothing is written', async () => {
  using home = temporaryFolder();
  await using library = openTestLibrary(home.path);
  const { vocabulary } = library;
  const before = await vocabulary.list();
  const { id } = await vocabulary.add({ names: { '': ['Garten', 'Garten '] }, parent: 'dog' });
  await expect(vocabulary.change('animal', { parent: id })).rejects.toMatchObject({
    kind: 'bad-input',
    message: '"animal" cannot be a part of "Garten", because "Garten" is a part of "animal".',
    details: { code: 'concept-circle' },
  });
  await expect(vocabulary.add({ names: { '': ['GARTEN'] } })).rejects.toThrow('"GARTEN" is a name of "Garten" too.');
  await expect(vocabulary.add({ names: { en: ['  '] } })).rejects.toThrow('A concept needs a name.');
  await expect(vocabulary.change(id, { exclusions: ['nobody'] })).rejects.toThrow('no concept "nobody"');
  await expect(vocabulary.merge(id, id)).rejects.toThrow('cannot be merged into itself');
  await expect(vocabulary.merge('animal', 'golden-retriever')).rejects.toThrow('cannot be a part of');
  await expect(vocabulary.remove('dog', 'keep')).rejects.toThrow('can be hidden, not removed');
  await expect(vocabulary.get('nobody')).rejects.toMatchObject({ kind: 'bad-input' });
  expect((await vocabulary.get(id)).names).toEqual({ '': ['Garten'] });
  await vocabulary.remove(id, 'drop');
  expect(await vocabulary.list()).toEqual(before);
  await vocabulary.change('dog', { names: { de: ['Hund'] }, isHidden: true });
  await vocabulary.reset('dog');
  expect(await vocabulary.list()).toEqual(before);
});

test('a removed concept leaves its answers unless they are to go; the same words bring it back', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 2, 300);
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const [one = 0, two = 0] = (await library.lists.open({})).cards.map((card) => card.id);
  await library.tags.add([one, two], 'Garten');
  const first = await idOf(library, 'Garten');
  await library.vocabulary.remove(first ?? '', 'keep');
  expect(await idOf(library, 'Garten')).toBeUndefined();
  expect(await tagsOf(library, one)).toEqual(['Garten']);
  expect((await found(library, 'tag:garten')).length).toBe(2);
  await library.tags.add([one], 'garten');
  expect(await idOf(library, 'garten')).toBe(first);
  await library.vocabulary.remove(first ?? '', 'keep');
  expect(await library.vocabulary.add({ names: { '': ['Garten'] } })).toEqual({ id: first });
  expect((await library.vocabulary.get(first ?? '')).confirmedCount).toBe(2);
  await library.vocabulary.remove(first ?? '', 'drop');
  await library.vocabulary.settled();
  expect(await library.tags.all()).toEqual([]);
  expect((await library.lists.open({ text: 'Garten' })).exactCount).toBe(0);
  await library.tags.add([two], 'Garten');
  expect(await idOf(library, 'Garten')).not.toBe(first);
  expect(await library.tags.all()).toMatchObject([{ name: 'Garten', confirmedCount: 1 }]);
});

test('a rename that was cut short is gone on with at the next start', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  await makePhotos(photos.path, 60, 64);
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const ids = (await library.lists.open({})).cards.map((card) => card.id);
    await library.tags.add(ids, 'dog');
    await library.vocabulary.change('dog', { names: { de: ['Kläffer'] } });
  }
  {
    // Closed at once: most of the photos still have the old names in the full text.
    const db = openDatabases({ folder: home.path });
    expect(db.sql.prepare('SELECT count(*) FROM tags WHERE is_pending = 1').pluck().get()).toBe(1);
    db[Symbol.dispose]();
  }
  await using library = openTestLibrary(home.path);
  await until(
    'every photo is found by the new name',
    async () => (await library.lists.open({ text: 'kläffer' })).exactCount === 60,
  );
});

test('a file is told before it is taken, and one with a mistake changes nothing', async () => {
  using home = temporaryFolder();
  using elsewhere = temporaryFolder();
  using files = temporaryFolder();
  await using library = openTestLibrary(home.path);
  await using other = openTestLibrary(elsewhere.path);
  const before = await library.vocabulary.list();
  const csv = path.join(files.path, 'mine.csv');
  fs.writeFileSync(csv, 'names,parent,hidden\nGarten,plant,\nRose,Garten,\n"Dorn",nobody,\n');
  expect(await library.vocabulary.files.preview(csv)).toMatchObject({
    is: 'mistakes',
    fileName: 'mine.csv',
    mistakeCount: 1,
    mistakes: [{ line: 4, error: { details: { code: 'concept-parent-gone' } } }],
  });
  await expect(library.vocabulary.files.apply(1)).rejects.toMatchObject({ kind: 'stale' });
  expect(await library.vocabulary.list()).toEqual(before);
  fs.writeFileSync(csv, Buffer.from([0x6e, 0x61, 0x6d, 0x65, 0x73, 0x0a, 0x61, 0x0a, 0xe4, 0x0a]));
  expect(await library.vocabulary.files.preview(csv)).toMatchObject({
    mistakes: [{ line: 3, error: { details: { code: 'file-encoding' } } }],
  });
  await expect(library.vocabulary.files.preview(path.join(files.path, 'none.csv'))).rejects.toMatchObject({
    kind: 'gone',
  });

  fs.writeFileSync(
    csv,
    '\uFEFFid,names,parent,hidden,merged_into\r\n,Garten,plant,,\r\n,Omas Rose,Garten,,\r\ncat,,animal,yes,dog\r\n',
  );
  const preview = await library.vocabulary.files.preview(csv);
  if (preview.is !== 'ready') throw new Error(JSON.stringify(preview));
  expect(preview).toMatchObject({ addedCount: 2, changedCount: 1, added: ['Garten', 'Omas Rose'], changed: ['cat'] });
  expect(await library.vocabulary.list()).toEqual(before);
  expect(await library.vocabulary.files.apply(preview.importId)).toEqual({ addedCount: 2, changedCount: 1 });
  const rose = await library.vocabulary.get((await idOf(library, 'Omas Rose')) ?? '');
  expect(rose.parent?.name).toBe('Garten');
  expect((await library.vocabulary.get('dog')).merged).toMatchObject([{ id: 'cat', name: 'cat' }]);

  // And both formats bring it into another library, and change nothing where they came from.
  for (const format of ['json', 'csv'] as const) {
    const file = path.join(files.path, `out.${format}`);
    await library.vocabulary.files.exportTo(file, format);
    expect(await library.vocabulary.files.preview(file)).toMatchObject({ is: 'ready', addedCount: 0, changedCount: 0 });
    const there = await other.vocabulary.files.preview(file);
    if (there.is !== 'ready') throw new Error(JSON.stringify(there));
    await other.vocabulary.files.apply(there.importId);
    const names = async (one: Library) => (await one.vocabulary.list()).map(({ id: _, parent: __, ...rest }) => rest);
    expect(await names(other)).toEqual(await names(library));
  }
});

test('a file is taken once, and what is changed while it is read is not written over', async () => {
  using home = temporaryFolder();
  using files = temporaryFolder();
  await using library = openTestLibrary(home.path);
  const csv = path.join(files.path, 'mine.csv');
  fs.writeFileSync(csv, 'id,names[en],suggest_at\ndog,doggo | dog,0.9\n,Garten,\n');
  const preview = await library.vocabulary.files.preview(csv);
  if (preview.is !== 'ready') throw new Error(JSON.stringify(preview));
  const twice = [library.vocabulary.files.apply(preview.importId), library.vocabulary.files.apply(preview.importId)];
  await library.vocabulary.change('dog', { isHidden: true });
  const outcomes = await Promise.allSettled(twice);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  const dog = await library.vocabulary.get('dog');
  expect(dog).toMatchObject({ name: 'doggo', isHidden: true, suggestAt: 0.9 });
  expect((await library.vocabulary.list()).filter(({ name }) => name === 'Garten')).toHaveLength(1);
});

async function idOf(library: Library, name: string): Promise<string | undefined> {
  return (await library.vocabulary.list()).find((one) => one.name.toLowerCase() === name.toLowerCase())?.id;
}

async function found(library: Library, text: string): Promise<number[]> {
  return (await library.lists.open({ text })).cards.map((card) => card.id).sort((a, b) => a - b);
}

async function tagsOf(library: Library, id: number): Promise<string[]> {
  return (await library.tags.suggest(id)).filter(({ state }) => state === 'confirmed').map(({ name }) => name);
}
