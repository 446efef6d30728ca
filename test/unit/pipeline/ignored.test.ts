import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { extensions } from '../../../main/formats/index.ts';
import { packagePart } from '../../../main/pipeline/photo-package.ts';
import { walk } from '../../../main/pipeline/walk.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

async function seenIn(root: string, files: readonly string[], from = ''): Promise<string[]> {
  for (const file of files) {
    fs.mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), 'x');
  }
  const walking = { root: path.join(root, from), extensions, visited: new Set<string>(), own: new Set<string>(), mounts: new Set<string>(), signal: AbortSignal.timeout(60_000) };
  const seen: string[] = [];
  for await (const { dir, files: there } of walk(walking, ''))
    seen.push(...there.map(({ name }) => [dir, name].filter((part) => part !== '').join('/')));
  return seen.sort();
} // prettier-ignore

const library = [
  'Photos Library.photoslibrary/originals/0/ABC.jpeg',
  'Photos Library.photoslibrary/resources/renders/0/ABC_1_201_a.jpeg',
  'Photos Library.photoslibrary/resources/derivatives/0/ABC_1_105_c.jpeg',
  'Photos Library.photoslibrary/resources/derivatives/masters/0/ABC_4_5005_c.jpeg',
  'Photos Library.photoslibrary/resources/loose.jpeg',
  'Photos Library.photoslibrary/private/com.apple.photoanalysisd/x.jpeg',
  'Photos Library.photoslibrary/cover.jpeg',
];

test('of a library of Apple Photos the originals and the edits are read, no preview', async () => {
  using folder = temporaryFolder();
  const own = [library[0], library[1]];
  expect(await seenIn(folder.path, library)).toEqual(own);
  const below = own.map((file) => file?.replace('Photos Library.photoslibrary/', ''));
  expect(await seenIn(folder.path, library, 'Photos Library.photoslibrary')).toEqual(below);
});

test('of the libraries before it the masters and versions are read', async () => {
  using folder = temporaryFolder();
  const own = ['Old.photoslibrary/Masters/2014/a.jpg', 'Old.photoslibrary/resources/media/version/0/fullsize_1.jpeg'];
  const aside = ['Old.photoslibrary/Thumbnails/2014/a.jpg', 'Old.photoslibrary/resources/media/face/0/facetile_1.jpeg'];
  expect(await seenIn(folder.path, [...own, ...aside])).toEqual(own);
});

test('previews and caches of other programs are left out, and what only sounds like them is not', async () => {
  using folder = temporaryFolder();
  const own = [
    'Catalog.cocatalog/Originals/a.jpg',
    'Lightroom Library.lrlibrary/1a2b/originals/2021/2021-03-04/a.jpg',
    'Session/Capture/a.jpg',
    'cache/a.jpg',
    'captureone/a.jpg',
    'mipmaps/a.jpg',
    'originals.photos/derivatives/a.jpg',
  ];
  const aside = [
    'Catalog Previews.lrdata/0/a.jpg',
    'Catalog.cocatalog/Cache/Thumbnails/a.jpg',
    'Lightroom Library.lrlibrary/1a2b/previews/a.jpg',
    'Lightroom Library.lrlibrary/1a2b/a.jpg',
    'Lightroom Library.lrlibrary/a.jpg',
    'Session/Capture/CaptureOne/Cache/Proxies/a.jpg',
    'mipmaps-6f2c.d/0/1.jpg',
    '.cache/darktable/mipmaps-6f2c.d/0/2.jpg',
  ];
  expect(await seenIn(folder.path, [...own, ...aside])).toEqual(own);
});

test('whatever the system’s separator and the case of the name', () => {
  expect(packagePart('C:\\Users\\Oma\\Photos.PhotosLibrary\\Originals\\0')).toBe('own');
  expect(packagePart('C:\\Users\\Oma\\Photos.PhotosLibrary\\resources')).toBe('way');
  expect(packagePart('C:\\Users\\Oma\\Photos.PhotosLibrary\\resources\\derivatives')).toBe('inside');
  expect(packagePart('/home/oma/photos')).toBe('free');
});
