import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeMp4, sceneFrames } from '../fixtures/hostile-films.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { motionPhoto } from '../fixtures/motion-photo.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

const samples = path.join(import.meta.dirname, '../../resources/sample-photos');
const [castle, dog, kitchen] = ['trips/sample-23.jpg', 'home/friends.jpg', 'home/sample-04.jpg'].map((name) =>
  path.join(samples, name),
) as [string, string, string];
const stack = new AsyncDisposableStack();
const folder = stack.use(temporaryFolder()).path;
let library: ReturnType<typeof openTestLibrary>;
let ids: ReadonlyMap<string, number>;

beforeAll(async () => {
  const film = async (...pictures: string[]) => makeMp4(await sceneFrames(pictures, 2));
  const write = async (name: string, picture: string, its: Buffer) =>
    fs.writeFileSync(
      path.join(folder, name),
      await motionPhoto(sharp(picture).resize(640, 480, { fit: 'cover' }), its),
    );
  const moving = await film(castle, dog);
  await write('moving.jpg', castle, moving);
  await write('turned.jpg', kitchen, await film(kitchen, dog));
  await write('standing.jpg', dog, await film(dog));
  await write('broken.jpg', sample('outdoors/sample-12.jpg'), moving.subarray(0, moving.length - 400));
  fs.copyFileSync(sample('outdoors/sample-13.jpg'), path.join(folder, 'other.jpg'));
  library = stack.use(openTestLibrary(stack.use(temporaryFolder()).path));
  await library.folders.add(folder);
  await library.work.settled();
  ids = new Map((await library.lists.open({})).cards.map(({ id, name }) => [name, id]));
});

afterAll(() => stack.disposeAsync());

test('a photo is found by what its film shows, at that moment; the picture of the answer is that moment', async () => {
  const moving = await cardOf('moving.jpg', 'a dog');
  expect(moving).toMatchObject({ kind: 'image', hasMotion: true, partCount: 2, part: 1 });
  expect(moving?.atMs).toBeGreaterThanOrEqual(2_000);
  const picture = await sharp(library.photos.thumbnail(idOf('moving.jpg'), 1)).stats();
  const own = await sharp(library.photos.thumbnail(idOf('moving.jpg'))).stats();
  expect(picture.channels.map(({ mean }) => Math.round(mean))).not.toEqual(
    own.channels.map(({ mean }) => Math.round(mean)),
  );
  // What the picture shows is at no moment.
  expect(await cardOf('moving.jpg', 'a castle')).not.toHaveProperty('atMs');
});

test('a film that shows what the picture shows adds nothing, and one that is damaged takes nothing away', async () => {
  expect(library.photos.moments(idOf('standing.jpg'))).toEqual([]);
  expect(library.photos.moments(idOf('broken.jpg'))).toEqual([]);
  expect(await cardOf('standing.jpg', 'a dog')).not.toHaveProperty('partCount');
  expect(library.failures.list(0, 100).files).toEqual([]);
});

test('likeness is that of the picture; a moment of its film can be asked for', async () => {
  const first = async (text: string) => (await library.lists.open({ text })).cards[0]?.name;
  // The film of the turned one ends with it, too.
  expect(['standing.jpg', 'turned.jpg']).toContain(await first(`photo:${idOf('moving.jpg')}@2.5s`));
  const of = async (text: string, name: string) =>
    (await library.lists.open({ text })).cards.find((card) => card.name === name)?.score ?? -1;
  const alike = await of(`photo:${idOf('standing.jpg')}`, 'moving.jpg');
  expect(alike).toBeGreaterThan(0.9);
  expect(await of(`photo:${idOf('moving.jpg')}`, 'standing.jpg')).toBeLessThan(0.75);
});

test('a photo that was turned has the moments of its film turned with it', async () => {
  const id = idOf('turned.jpg');
  const before = library.photos.moments(id);
  expect(before).toHaveLength(1);
  const size = async () => sharp(library.photos.thumbnail(id, 1)).metadata();
  const { width, height } = await size();
  await library.turning.turn([id], 'right');
  await library.work.settled();
  expect(library.photos.moments(id)).toEqual(before);
  expect(await size()).toMatchObject({ width: height, height: width });
});

function sample(name: string): string {
  return path.join(samples, name);
}

function idOf(name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`no ${name}`);
  return id;
}

async function cardOf(name: string, text: string) {
  return (await library.lists.open({ text })).cards.find((card) => card.name === name);
}
