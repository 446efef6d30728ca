import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhoto, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const packet = (content: string) => `<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:lr="http://ns.adobe.com/lightroom/1.0/">${content}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const bag = (name: string, ...items: string[]) =>
  `<${name}><rdf:Bag>${items.map((item) => `<rdf:li>${item}</rdf:li>`).join('')}</rdf:Bag></${name}>`;

test('sidecars are noticed when they come, change and go, and no photo is embedded again', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  const photo = path.join(pictures, 'IMG_1.jpg');
  await makePhoto(photo, 1);
  await makePhoto(path.join(pictures, 'IMG_10.jpg'), 2);
  fs.writeFileSync(path.join(pictures, 'IMG_1.XMP'), packet(bag('dc:subject', 'beach') + '<xmp:Label>Red</xmp:Label>'));
  await using library = openTestLibrary(path.join(folder.path, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  const ids = await library.lists.open({ sort: 'date' }).then((list) => list.cards);
  const id = ids.find(({ name }) => name === 'IMG_1.jpg')?.id ?? 0;
  const other = ids.find(({ name }) => name === 'IMG_10.jpg')?.id ?? 0;
  const words = () => library.photos.get(id).metadata;
  expect(words()).toMatchObject({ keywords: ['beach'], label: 'Red' });
  expect(library.photos.get(other).metadata.keywords).toEqual([]);

  const exact = path.join(pictures, 'IMG_1.jpg.xmp');
  fs.writeFileSync(exact, packet(bag('lr:hierarchicalSubject', 'People|Oma') + '<xmp:Rating>4</xmp:Rating>'));
  await until('the sidecar is read', () => words().rating === 4);
  expect(words()).toMatchObject({ keywords: ['People|Oma', 'beach'], label: 'Red', rating: 4 });
  const found = await library.lists.open({ text: 'tag:Oma' });
  expect(found.cards.map((card) => card.id)).toEqual([id]);
  expect((await library.lists.open({ text: 'person:oma' })).count).toBe(1);
  expect((await library.lists.open({ text: 'label:red' })).cards.map((card) => card.id)).toEqual([id]);

  fs.writeFileSync(exact, 'this is <not XML');
  await until('it is listed', () => library.failures.list(0, 10).count === 1);
  expect(library.failures.list(0, 10).files[0]).toMatchObject({ path: exact, kind: 'sidecar-damaged' });
  expect(fs.readFileSync(exact, 'utf8')).toBe('this is <not XML');
  expect(words()).toMatchObject({ keywords: ['beach'], label: 'Red' });
  expect(words().rating).toBeUndefined();

  const [listed] = library.failures.list(0, 10).files;
  expect(library.failures.retry([listed?.fileId ?? 0])).toBe(1);
  expect(library.failures.pathOf(listed?.fileId ?? 0)).toBe(exact);
  const said = (language: string, text: string) => `<rdf:li xml:lang="${language}">${text}</rdf:li>`;
  const languages = `${said('x-default', 'jardin')}${said('de-DE', 'Garten')}${said('en-GB', 'garden gnome')}`;
  fs.writeFileSync(exact, packet(`<dc:description><rdf:Alt>${languages}</rdf:Alt></dc:description>`));
  await until('it is mended', () => words().caption === 'garden gnome' && library.failures.list(0, 10).count === 0);
  const byWords = await library.lists.open({ text: '"garden gnome"' });
  expect([byWords.exactCount, byWords.cards[0]?.id]).toEqual([1, id]);
  fs.rmSync(exact);
  fs.rmSync(path.join(pictures, 'IMG_1.XMP'));
  await until('they are gone', () => words().keywords.length === 0 && library.failures.list(0, 10).count === 0);
  expect(words().label).toBeUndefined();
  expect(library.work.tally()).toEqual({ embedded: 2, recognised: 0, failed: 0 });
});
