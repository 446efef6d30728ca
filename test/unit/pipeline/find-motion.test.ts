import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { fileMetadata } from '../../../main/formats/metadata.ts';
import { findMotion } from '../../../main/pipeline/find-motion.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { motionPhoto } from '../../fixtures/motion-photo.ts';

const film = fs.readFileSync(path.join(import.meta.dirname, '../../fixtures/films/castle-dog-kitchen.mov'));

test('the film behind a picture is found where it lies, and the picture says that it has one', async () => {
  using folder = temporaryFolder();
  const picture = path.join(folder.path, 'moving.jpg');
  const bytes = await motionPhoto(sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } }), film);
  fs.writeFileSync(picture, bytes);
  const motion = await findMotion(picture);
  expect(motion).toEqual({ path: picture, at: bytes.length - film.length, lengthBytes: film.length });
  const { shot } = await fileMetadata({ path: picture, bytes, modifiedAtMs: 0 });
  expect(shot).toEqual({ hasMotion: true });
});

test('a picture without a film has none, also with a film of its name beside it that is another', async () => {
  using folder = temporaryFolder();
  const picture = path.join(folder.path, 'still.jpg');
  const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background: 'red' } })
    .jpeg()
    .toBuffer();
  fs.writeFileSync(picture, bytes);
  fs.writeFileSync(path.join(folder.path, 'still.MOV'), film);
  expect(await findMotion(picture)).toBeUndefined();
  expect((await fileMetadata({ path: picture, bytes, modifiedAtMs: 0 })).shot).toBeUndefined();
});
