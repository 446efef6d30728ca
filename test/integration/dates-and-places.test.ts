import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhoto, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

const packet = (attributes: string, content = '') => `<x:xmpmeta xmlns:x="adobe:ns:meta/">
  <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
    xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ${attributes}>${content}</rdf:Description></rdf:RDF></x:xmpmeta>`;
const captioned = (caption: string) =>
  packet('', `<dc:description><rdf:Alt><rdf:li xml:lang="x-default">${caption}</rdf:li></rdf:Alt></dc:description>`);
const taken = (timestamp: number, latitude: number, longitude: number, description = '') =>
  JSON.stringify({
    title: 'x',
    description,
    photoTakenTime: { timestamp: String(timestamp) },
    geoData: { latitude, longitude, altitude: 0 },
  });

const captions: Readonly<Record<string, string>> = {
  lodz: 'Łódź',
  tromso: 'Tromsø',
  hauptstrasse: 'Hauptstraße',
  'dak lak': 'Đắk Lắk',
  елка: 'Ёлка',
  西湖: '外婆在西湖边',
};

test('dates, places and words of sidecars and names are the photo’s, and what has no date stands apart', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  let seed = 0;
  const put = async (name: string, beside: Readonly<Record<string, string>> = {}) => {
    await makePhoto(path.join(pictures, name), ++seed);
    for (const [sidecar, text] of Object.entries(beside))
      fs.writeFileSync(path.join(pictures, path.dirname(name), sidecar), text);
  };
  await put('a.jpg', { 'a.jpg.supplemental-metadata.json': taken(1_399_999_999, 48.85, 2.35, 'the tower') });
  await put('a-edited.jpg');
  await put('old.jpg', { 'old.jpg.json': taken(-268_272_000, 0, 0) });
  await put('year.jpg', { 'year.jpg.xmp': packet('photoshop:DateCreated="1993"') });
  await put('month.jpg', { 'month.xmp': packet('photoshop:DateCreated="1993-08"') });
  const west =
    'exif:GPSLatitude="35.0122" exif:GPSLongitude="82.5664" exif:GPSLongitudeRef="W" exif:GPSLatitudeRef="N"';
  await put('west.jpg', { 'west.jpg.xmp': packet(`${west} exif:DateTimeOriginal="2016-12-16T16:53:35-06:00"`) });
  await put('Bildschirmfoto 2021-03-04 um 09.05.12.jpg');
  await put('nothing.jpg');
  const decomposed = 'caf\u00E9.jpg'.normalize('NFD');
  await put(decomposed, { 'caf\u00E9.jpg.xmp': captioned('an espresso') });
  for (const [i, caption] of Object.values(captions).entries())
    await put(`w${i}.jpg`, { [`w${i}.jpg.xmp`]: captioned(caption) });
  await put('Photos Library.photoslibrary/originals/0/ABC.jpeg');
  await put('Photos Library.photoslibrary/resources/derivatives/0/ABC_1_105_c.jpeg');

  await using library = openTestLibrary(path.join(folder.path, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  const list = await library.lists.open({ sort: 'date', foldsStacks: false });
  const cards = new Map(list.cards.map((card) => [card.name, card]));
  const of = (name: string) => library.photos.get(cards.get(name)?.id ?? 0).metadata;
  const iso = (name: string) => new Date(of(name).takenWallMs ?? 0).toISOString().slice(0, 19);
  expect(list.count).toBe(seed - 1);
  expect(cards.has('ABC.jpeg')).toBe(true);

  for (const name of ['a.jpg', 'a-edited.jpg'])
    expect(of(name)).toMatchObject({
      takenWallMs: 1_399_999_999_000,
      takenFrom: 'json',
      latitude: 48.85,
      longitude: 2.35,
      caption: 'the tower',
    });
  expect([iso('old.jpg'), of('old.jpg').latitude]).toEqual(['1961-07-02T00:00:00', undefined]);
  expect(of('west.jpg')).toMatchObject({ latitude: 35.0122, longitude: -82.5664, takenOffsetMin: -360 });
  expect(iso('west.jpg')).toBe('2016-12-16T16:53:35');
  expect(iso('Bildschirmfoto 2021-03-04 um 09.05.12.jpg')).toBe('2021-03-04T09:05:12');
  expect(of(decomposed).caption).toBe('an espresso');

  const months = await library.lists.months(list.id);
  expect(months.map(({ year, month, count }) => [year, month, count])).toEqual([
    [2021, 3, 1], [2016, 12, 1], [2014, 5, 2], [1993, 8, 1], [1993, undefined, 1], [1961, 7, 1],
    [undefined, undefined, 3 + Object.keys(captions).length],
  ]); // prettier-ignore
  expect(cards.get('year.jpg')).toMatchObject({ takenPrecision: 'year', takenWallMs: Date.UTC(1993, 0) });
  expect(cards.get('nothing.jpg')).toMatchObject({ isFileDate: true });

  const found = async (text: string) => {
    const { cards: all, exactCount, isRanked, count } = await library.lists.open({ text, foldsStacks: false });
    return all.slice(0, isRanked ? exactCount : count).map(({ name }) => name);
  };
  expect((await found('date:1993')).sort()).toEqual(['month.jpg', 'year.jpg']);
  expect(await found('date:1993-08')).toEqual(['month.jpg']);
  expect((await found('is:undated')).length).toBe(3 + Object.keys(captions).length);
  for (const [i, word] of Object.keys(captions).entries()) expect(await found(`"${word}"`)).toEqual([`w${i}.jpg`]);
});
