import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { hasGainMap } from '../../../main/formats/gain-map.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

test('a gain map is seen by what stands before the picture; words in the picture or in other formats are none', async () => {
  using home = temporaryFolder();
  const write = (name: string, bytes: Buffer) => {
    const file = path.join(home.path, name);
    fs.writeFileSync(file, bytes);
    return file;
  };
  const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#888' } });
  const plain = await picture.clone().jpeg().toBuffer();
  const xmp = (says: string) =>
    `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:hdrgm="http://ns.adobe.com/hdr-gain-map/1.0/" ${says}/></rdf:RDF></x:xmpmeta>`;
  const ultra = await picture.clone().withXmp(xmp('hdrgm:Version="1.0"')).jpeg().toBuffer();
  expect(await hasGainMap(write('plain.jpg', plain), 'jpeg')).toBe(false);
  expect(await hasGainMap(write('ultra.jpg', ultra), 'jpeg')).toBe(true);
  expect(await hasGainMap(write('other.png', ultra), 'png')).toBe(false);

  const avif = await picture.clone().avif().toBuffer();
  expect(await hasGainMap(write('plain.avif', avif), 'avif')).toBe(false);
  const item = (version: 2 | 3, type: string) =>
    Buffer.concat([
      Buffer.from('infe'),
      Buffer.from([version, 0, 0, 0, ...(version === 3 ? [0, 0] : []), 0, 2, 0, 0]),
      Buffer.from(type),
    ]);
  expect(await hasGainMap(write('a.avif', Buffer.concat([avif, item(2, 'tmap')])), 'avif')).toBe(true);
  expect(await hasGainMap(write('b.avif', Buffer.concat([avif, item(3, 'tmap')])), 'avif')).toBe(true);
  expect(await hasGainMap(write('c.avif', Buffer.concat([avif, item(2, 'av01'), Buffer.from('tmap')])), 'avif')).toBe(
    false,
  );
  const apple = Buffer.concat([avif.subarray(0, 64), Buffer.from('urn:com:apple:photo:2020:aux:hdrgainmap\0')]);
  expect(await hasGainMap(write('apple.heic', apple), 'heic')).toBe(true);
  // Cut off within an entry, and empty.
  expect(await hasGainMap(write('cut.avif', item(2, 'tm')), 'avif')).toBe(false);
  expect(await hasGainMap(write('empty.jpg', Buffer.alloc(0)), 'jpeg')).toBe(false);
});
