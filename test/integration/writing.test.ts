import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { makePhoto, makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const exiftool = path.join(import.meta.dirname, '../../node_modules/exiftool-vendored.pl/bin/exiftool');
const all = ['tags', 'rating', 'caption'] as const;

/** What ExifTool itself finds in a file. */
function dump(file: string): Record<string, unknown> {
  const text = execFileSync(exiftool, ['-G1', '-a', '-json', '-api', 'StructFormat=JSONQ', file], { encoding: 'utf8' });
  const [found] = JSON.parse(text) as [Record<string, unknown>];
  return Object.fromEntries(Object.entries(found).filter(([name]) => !/^(System|ExifTool|SourceFile)/.test(name)));
}

async function started(folder: string, count = 2) {
  const pictures = path.join(folder, 'pictures');
  await makePhotos(pictures, count);
  const library = openTestLibrary(path.join(folder, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  const { cards } = await library.lists.open({ sort: 'date' });
  const idOf = (name: string) => cards.find((card) => card.name === name)?.id ?? 0;
  return { library, pictures, idOf };
}

test('confirmed tags, stars and a caption go into a sidecar, are read by ExifTool, and come out again byte for byte', async () => {
  using folder = temporaryFolder();
  const { library, pictures, idOf } = await started(folder.path);
  await using _closing = library;
  const id = idOf('photo-1.jpg');
  const names = ["Oma's garden", 'AC/DC', 'a|b', '日本 "x"', 'R&amp;B', 'golden retriever'];
  for (const name of names) await library.tags.add([id], name);
  library.photos.rate([id], 4);
  library.writing.caption([id], 'Line one\nand <two> & more');
  const before = fs.readFileSync(path.join(pictures, 'photo-1.jpg'));
  const byCaption = await library.lists.open({ text: '"line one"' });
  expect([byCaption.exactCount, byCaption.cards[0]?.id]).toEqual([1, id]);

  const plan = await library.writing.plan([id], 'sidecar', all);
  expect(plan).toMatchObject({ changedCount: 1, problemCount: 0 });
  const sidecar = path.join(pictures, 'photo-1.jpg.xmp');
  expect(library.writing.planned(plan.planId, 0, 10)).toMatchObject([{ photoId: id, path: sidecar, isNew: true }]);
  expect(fs.existsSync(sidecar)).toBe(false);

  const result = await library.writing.write(plan.planId);
  expect(result).toMatchObject({ writtenCount: 1, problems: [] });
  const written = dump(sidecar);
  expect(written['XMP-dc:Subject']).toEqual(names);
  expect(written['XMP-xmp:Rating']).toBe('4');
  expect(written['XMP-dc:Description']).toBe('Line one\nand <two> & more');
  expect(written['XMP-digiKam:TagsList']).toEqual(
    expect.arrayContaining(['animal/dog/golden retriever', 'AC／DC', 'a|b']),
  );
  expect(written['XMP-lr:HierarchicalSubject']).toEqual(
    expect.arrayContaining(['animal|dog|golden retriever', 'a｜b']),
  );
  expect(fs.readFileSync(path.join(pictures, 'photo-1.jpg'))).toEqual(before);
  expect((await library.writing.plan([id], 'sidecar', all)).sameCount).toBe(1);

  // The echo of the write: the library reads its own words, and nothing else changes.
  await until('the sidecar is read', () => library.photos.get(id).metadata.rating === 4);
  expect(library.photos.get(id).metadata.keywords).toEqual(
    expect.arrayContaining(["Oma's garden", 'AC/DC', 'a|b', '日本 "x"', 'R&amp;B', 'animal|dog|golden retriever']),
  );
  expect(library.work.tally()).toEqual({ embedded: 2, recognised: 0, failed: 0 });

  expect(await library.writing.undo(result.writeId ?? 0)).toMatchObject({ writtenCount: 1, problems: [] });
  expect(fs.existsSync(sidecar)).toBe(false);
  expect(fs.readdirSync(pictures).sort()).toEqual(['photo-1.jpg', 'photo-2.jpg']);
  expect((await library.writing.history())[0]).toMatchObject({ state: 'undone', undoneCount: 1 });
});

const theirs = `<?xpacket begin='\uFEFF' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF
  xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:my="http://my.example/ns/"
  xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
  xmlns:darktable="http://darktable.sf.net/" darktable:xmp_version="5" crs:Exposure2012="+0.35" my:thing="1 &amp; 2">
  <my:list><rdf:Seq><rdf:li>a</rdf:li><rdf:li rdf:parseType="Resource"><my:x>1</my:x></rdf:li></rdf:Seq></my:list>
  <dc:subject><rdf:Bag><rdf:li>theirs</rdf:li><rdf:li>beach</rdf:li></rdf:Bag></dc:subject>
  <dc:description><rdf:Alt><rdf:li xml:lang="x-default">hello</rdf:li><rdf:li xml:lang="de-DE">hallo</rdf:li></rdf:Alt>
  </dc:description></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>`;

test("a sidecar of another program keeps all it has; only Lumisift's own tags go out of it again", async () => {
  using folder = temporaryFolder();
  const { library, pictures, idOf } = await started(folder.path);
  await using _closing = library;
  const id = idOf('photo-1.jpg');
  const sidecar = path.join(pictures, 'photo-1.XMP');
  fs.writeFileSync(sidecar, theirs);
  const before = dump(sidecar);
  await library.tags.add([id], 'beach');
  await library.tags.add([id], 'my own');
  const plan = await library.writing.plan([id], 'sidecar', ['tags']);
  expect(library.writing.planned(plan.planId, 0, 1)).toMatchObject([{ path: sidecar, isNew: false }]);
  const result = await library.writing.write(plan.planId);
  const after = dump(sidecar);
  expect(after['XMP-dc:Subject']).toEqual(['theirs', 'beach', 'my own']);
  const others = (found: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(found).filter(([name]) => !/Subject|TagsList|XMPToolkit/.test(name)));
  expect(others(after)).toEqual(others(before));

  // Another program adds a word to the same file; both have theirs after the next write.
  fs.writeFileSync(
    sidecar,
    fs.readFileSync(sidecar, 'utf8').replace('<rdf:li>theirs</rdf:li>', '<rdf:li>theirs</rdf:li><rdf:li>new</rdf:li>'),
  );
  await library.tags.remove([id], 'my own');
  await library.tags.remove([id], 'beach');
  const second = await library.writing.plan([id], 'sidecar', ['tags']);
  await library.writing.write(second.planId);
  expect(dump(sidecar)['XMP-dc:Subject']).toEqual(['theirs', 'new', 'beach']);

  // The first write can't be undone over what came after it.
  const refused = await library.writing.undo(result.writeId ?? 0);
  expect(refused).toMatchObject({ writtenCount: 0, problems: [{ problem: { kind: 'changed' } }] });
  const [newest] = await library.writing.history();
  await library.writing.undo(newest?.id ?? 0);
  expect(dump(sidecar)['XMP-dc:Subject']).toEqual(['theirs', 'new', 'beach', 'my own']);
});

test('what changed since the preview is not written over', async () => {
  using folder = temporaryFolder();
  const { library, pictures, idOf } = await started(folder.path);
  await using _closing = library;
  const ids = [idOf('photo-1.jpg'), idOf('photo-2.jpg')];
  library.photos.rate(ids, 5);
  const plan = await library.writing.plan(ids, 'sidecar', ['rating']);
  const sidecar = path.join(pictures, 'photo-1.jpg.xmp');
  fs.writeFileSync(sidecar, theirs);
  const result = await library.writing.write(plan.planId);
  expect(result).toMatchObject({ writtenCount: 1, problems: [{ path: sidecar, problem: { kind: 'changed' } }] });
  expect(fs.readFileSync(sidecar, 'utf8')).toBe(theirs);
  expect(() => library.writing.planned(plan.planId, 0, 1)).toThrow(/read again/);
});

test('files that can not be written are named with the reason, and the others are written', async () => {
  using folder = temporaryFolder();
  const { library, pictures, idOf } = await started(folder.path, 4);
  await using _closing = library;
  const ids = [1, 2, 3, 4].map((n) => idOf(`photo-${n}.jpg`));
  library.photos.rate(ids, 3);
  fs.writeFileSync(path.join(pictures, 'photo-1.jpg.xmp'), 'no <XML');
  fs.writeFileSync(path.join(pictures, 'photo-2.jpg.xmp'), theirs);
  fs.chmodSync(path.join(pictures, 'photo-2.jpg.xmp'), 0o444);
  fs.renameSync(path.join(pictures, 'photo-3.jpg'), path.join(folder.path, 'elsewhere.jpg'));
  const plan = await library.writing.plan(ids, 'sidecar', ['rating']);
  const kinds = library.writing.planned(plan.planId, 0, 9).map((it) => it.problem?.kind);
  expect(kinds.slice(0, -1).sort()).toEqual(expect.arrayContaining(['not-writable', 'sidecar-damaged']));
  expect(plan).toMatchObject({ changedCount: 1 });
  expect(await library.writing.write(plan.planId)).toMatchObject({ writtenCount: 1 });
  expect(fs.readFileSync(path.join(pictures, 'photo-1.jpg.xmp'), 'utf8')).toBe('no <XML');
  expect(fs.readFileSync(path.join(pictures, 'photo-2.jpg.xmp'), 'utf8')).toBe(theirs);
});

test('writing into the picture keeps its pixels, its id and its tags, and embeds nothing again', async () => {
  using folder = temporaryFolder();
  const { library, pictures, idOf } = await started(folder.path);
  await using _closing = library;
  const id = idOf('photo-1.jpg');
  const file = path.join(pictures, 'photo-1.jpg');
  const original = fs.readFileSync(file);
  await library.tags.add([id], 'Ümläut');
  library.photos.rate([id], 2);
  const plan = await library.writing.plan([id], 'embedded', all);
  expect(plan.backupBytes).toBe(original.length);
  const result = await library.writing.write(plan.planId);
  expect(result).toMatchObject({ writtenCount: 1, problems: [] });
  expect(dump(file)).toMatchObject({ 'XMP-dc:Subject': 'Ümläut', 'XMP-xmp:Rating': '2' });
  await until('the photo is read again', () => library.photos.get(id).metadata.rating === 2);
  expect(library.work.tally()).toEqual({ embedded: 2, recognised: 1, failed: 0 });
  expect((await library.tags.suggest(id)).filter(({ state }) => state === 'confirmed')).toMatchObject([
    { name: 'Ümläut' },
  ]);
  expect(await library.writing.undo(result.writeId ?? 0)).toMatchObject({ writtenCount: 1 });
  expect(fs.readFileSync(file)).toEqual(original);
  expect(fs.readdirSync(path.join(folder.path, 'library/originals'))).toEqual([]);
});

test('a copy of the photo gets its own sidecar, and a namesake in another format is left alone', async () => {
  using folder = temporaryFolder();
  const { library, pictures, idOf } = await started(folder.path);
  await using _closing = library;
  await makePhoto(path.join(pictures, 'photo-1.png.jpg'), 9);
  const id = idOf('photo-1.jpg');
  fs.copyFileSync(path.join(pictures, 'photo-1.jpg'), path.join(pictures, 'copy.jpg'));
  fs.writeFileSync(path.join(pictures, 'photo-1.cr2'), 'raw');
  fs.writeFileSync(path.join(pictures, 'photo-1.xmp'), theirs);
  await until('the copy is known', () => library.photos.get(id).files.length === 2);
  library.photos.rate([id], 1);
  const plan = await library.writing.plan([id], 'sidecar', ['rating']);
  const paths = library.writing.planned(plan.planId, 0, 9).map((it) => path.basename(it.path));
  expect(paths.sort()).toEqual(['copy.jpg.xmp', 'photo-1.jpg.xmp']);
});

test('IPTC keywords of a photo follow in UTF-8 where that is no other text for what is there', async () => {
  using folder = temporaryFolder();
  const { library, pictures, idOf } = await started(folder.path, 2);
  await using _closing = library;
  const [plain, old] = ['photo-1.jpg', 'photo-2.jpg'].map((name) => path.join(pictures, name));
  execFileSync(exiftool, ['-overwrite_original', '-IPTC:Keywords=beach', '-IPTC:City=Lisboa', plain ?? '']);
  execFileSync(exiftool, ['-overwrite_original', '-IPTC:Keywords=München', '-charset', 'iptc=Latin', old ?? '']);
  const ids = [idOf('photo-1.jpg'), idOf('photo-2.jpg')];
  await until('both are read again', () => ids.every((id) => library.photos.get(id).metadata.keywords.length === 1));
  expect(library.photos.get(ids[1] ?? 0).metadata.keywords).toEqual(['München']);
  await library.tags.add(ids, 'Zoë');
  const { planId } = await library.writing.plan(ids, 'embedded', ['tags']);
  expect(await library.writing.write(planId)).toMatchObject({ writtenCount: 2, problems: [] });
  expect(dump(plain ?? '')).toMatchObject({
    'IPTC:Keywords': ['beach', 'Zoë'],
    'IPTC:City': 'Lisboa',
    'IPTC:CodedCharacterSet': 'UTF8',
    'XMP-dc:Subject': 'Zoë',
  });
  expect(dump(old ?? '')).toMatchObject({ 'IPTC:Keywords': 'München', 'XMP-dc:Subject': 'Zoë' });
  await until('both have both', () => ids.every((id) => library.photos.get(id).metadata.keywords.length === 2));
});

test('a write is cancelled after the file it is at, and what was written can be undone', async () => {
  using folder = temporaryFolder();
  const { library, pictures, idOf } = await started(folder.path, 12);
  await using _closing = library;
  const ids = Array.from({ length: 12 }, (_, i) => idOf(`photo-${i + 1}.jpg`));
  library.photos.rate(ids, 1);
  const { planId } = await library.writing.plan(ids, 'sidecar', ['rating']);
  const sidecars = () => fs.readdirSync(pictures).filter((name) => name.endsWith('.jpg.xmp') && !name.startsWith('.'));
  // With the first, however fast the others would follow.
  const watcher = fs.watch(pictures, () => {
    if (sidecars().length > 0) library.writing.cancel();
  });
  const writing = library.writing.write(planId);
  await expect(library.writing.plan(ids, 'sidecar', ['rating'])).rejects.toThrow(/already/);
  const result = await writing;
  watcher.close();
  expect(result.isCancelled).toBe(true);
  expect(result.writtenCount).toBeLessThan(12);
  expect(sidecars().length).toBe(result.writtenCount);
  expect(await library.writing.undo(result.writeId ?? 0)).toMatchObject({ writtenCount: result.writtenCount });
  expect(sidecars()).toEqual([]);
});

test('nothing is written into the library of another program, whatever is asked for', async () => {
  using folder = temporaryFolder();
  const apple = path.join(folder.path, 'Photos Library.photoslibrary');
  await makePhoto(path.join(apple, 'originals', '0', 'ABC.jpeg'), 1);
  await makePhoto(path.join(folder.path, 'Lightroom Library.lrlibrary', '1a2b', 'originals', '2021', 'a.jpg'), 2);
  await using library = openTestLibrary(path.join(folder.path, 'library'));
  await library.folders.add(folder.path);
  await library.work.settled();
  const ids = (await library.lists.open({})).cards.map(({ id }) => id);
  expect(ids).toHaveLength(2);
  library.photos.rate(ids, 5);
  const names = () => fs.readdirSync(folder.path, { recursive: true }).filter((name) => !String(name).startsWith('library')).sort(); // prettier-ignore
  const before = names();
  for (const target of ['sidecar', 'embedded'] as const) {
    const plan = await library.writing.plan(ids, target, all);
    expect(plan).toMatchObject({ changedCount: 0, problemCount: 2 });
    for (const { problem } of library.writing.planned(plan.planId, 0, 2))
      expect(problem).toMatchObject({ kind: 'not-writable', details: { code: 'package' } });
    expect(await library.writing.write(plan.planId)).toMatchObject({ writtenCount: 0 });
  }
  expect(names()).toEqual(before);
});
