import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Metadata } from '../../preload/contract/photo.ts';
import { packetOf } from '../fixtures/file-library.ts';
import { makePhoto, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const exiftool = path.join(import.meta.dirname, '../../node_modules/exiftool-vendored.pl/bin/exiftool');
const kinds = ['jpg', 'png', 'webp', 'avif', 'tif', 'heic'] as const;
const heic = path.join(import.meta.dirname, '../fixtures/heic/cheers-1440x960.heic');

test('whatever changes of the words alone, however it is changed, nothing is embedded again and the photo says it', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  // Each its own picture under a stem of its own: nothing is said of two.
  for (const [seed, kind] of kinds.entries()) {
    const file = path.join(pictures, `${kind}-1.${kind}`);
    await makePhoto(path.join(pictures, 'jpg-1.jpg'), seed + 1);
    if (kind === 'heic') fs.copyFileSync(heic, file);
    else if (kind !== 'jpg') await sharp(path.join(pictures, 'jpg-1.jpg')).toFile(file);
  }
  await makePhoto(path.join(pictures, 'jpg-1.jpg'), 1);
  let names: string[] = kinds.map((kind) => `${kind}-1.${kind}`);
  const at = (name: string) => path.join(pictures, name);
  await using library = openTestLibrary(path.join(folder.path, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  let known = new Map<string, Metadata>();
  const says = (name: string) => known.get(at(name));
  const look = async () => {
    const { cards } = await library.lists.open({ foldsStacks: false });
    const details = cards.map(({ id }) => library.photos.get(id));
    known = new Map(details.flatMap(({ files, metadata }) => files.map((file) => [file.path, metadata] as const)));
  };
  const change = async (what: string, doIt: (name: string) => void, isSaid: (name: string) => boolean) => {
    for (const name of names) doIt(name);
    await until(what, async () => {
      library.folders.rescan();
      await library.work.settled();
      await look();
      return names.every(isSaid);
    });
    const { embedded, failed } = library.work.tally();
    expect([embedded, failed], what).toEqual([kinds.length, 0]);
  };
  const write =
    (...args: string[]) =>
    (name: string) =>
      void execFileSync(exiftool, ['-q', '-q', '-m', ...args, at(name)]);
  const hasStars = (stars: number | undefined) => (name: string) => says(name)?.rating === stars;
  const yearIs = (year: number) => (name: string) =>
    new Date(says(name)?.takenWallMs ?? 0).getUTCFullYear() === year && says(name)?.takenFrom !== 'file';

  const sidecar = (said: Parameters<typeof packetOf>[0]) => (name: string) =>
    fs.writeFileSync(`${at(name)}.xmp`, packetOf(said));
  await change('a sidecar comes', sidecar({ stars: 2 }), hasStars(2));
  await change('a sidecar changes', sidecar({ stars: 4 }), hasStars(4));
  await change('a sidecar goes', (name) => fs.rmSync(`${at(name)}.xmp`), hasStars(undefined));
  const json = JSON.stringify({ title: 'x', photoTakenTime: { timestamp: String(Date.UTC(2003, 5) / 1000) } });
  await change('JSON comes', (name) => fs.writeFileSync(`${at(name)}.supplemental-metadata.json`, json), yearIs(2003));
  const exif = (year: number) => `-EXIF:DateTimeOriginal=${year}:02:03 04:05:06`;
  await change('EXIF is written by another file', write('-overwrite_original', exif(2011)), yearIs(2011));
  await change('in place', write('-overwrite_original_in_place', exif(2012)), yearIs(2012));
  await change('with its old time', write('-overwrite_original', '-P', exif(2013)), yearIs(2013));
  await change('XMP too', write('-overwrite_original', '-XMP-xmp:Rating=5', '-XMP-dc:Subject=Oma'), hasStars(5));
  await change(
    'they are renamed',
    (name) => fs.renameSync(at(name), at(name.replace('-1', '-2'))),
    () => (names = kinds.map((kind) => `${kind}-2.${kind}`)).every((name) => hasStars(5)(name)),
  );
  fs.mkdirSync(at('b'));
  await change(
    'they are moved',
    (name) => fs.renameSync(at(name), at(`b/${name}`)),
    () => (names = kinds.map((kind) => `b/${kind}-2.${kind}`)).every((name) => hasStars(5)(name)),
  );
  await change('times and rights change', (name) => {
    fs.utimesSync(at(name), 1_500_000_000, 1_500_000_000);
    fs.chmodSync(at(name), 0o600);
  }, hasStars(5)); // prettier-ignore
  await change(
    'they are copied, without their words',
    (name) => {
      fs.copyFileSync(at(name), at(`${name}.copy`));
      write('-overwrite_original', '-all=')(`${name}.copy`);
      fs.renameSync(at(`${name}.copy`), at(name.replace('-2', '-3')));
    },
    (name) => hasStars(5)(name) && hasStars(5)(name.replace('-2', '-3')),
  );
  await change('all is taken out', (name) => {
    write('-overwrite_original', '-all=')(name);
  }, hasStars(undefined)); // prettier-ignore
  expect((await library.lists.open({ foldsStacks: false })).count).toBe(kinds.length);
});
