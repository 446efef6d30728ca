import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

type TestLibrary = ReturnType<typeof openTestLibrary>;

/** Dark to the left, light to the right, twice as wide as high. */
async function makePicture(file: string): Promise<void> {
  const data = Buffer.alloc(400 * 200 * 3, 20);
  for (let row = 0; row < 200; row++) data.fill(235, (row * 400 + 200) * 3, (row + 1) * 400 * 3);
  await sharp(data, { raw: { width: 400, height: 200, channels: 3 } })
    .jpeg()
    .toFile(file);
}

/** Which side of a picture is light, and its shape. */
async function lightSide(jpeg: Uint8Array): Promise<string> {
  const { width, height } = await sharp(jpeg).metadata();
  const { data } = await sharp(jpeg).resize(2, 2, { fit: 'fill', kernel: 'nearest' }).greyscale().raw().toBuffer({ resolveWithObject: true }); // prettier-ignore
  const [a = 0, b = 0, c = 0] = data;
  const side = Math.abs(a - b) > 100 ? (a > b ? 'left' : 'right') : a > c ? 'top' : 'bottom';
  return `${side}, ${width > height ? 'wide' : 'high'}`;
}

test('a photo is turned in the library alone: its card, its thumbnail, what is shown and what the model sees', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const file = path.join(photos.path, 'two halves.jpg');
  await makePicture(file);
  const bytes = fs.readFileSync(file);
  const exported = path.join(home.path, 'mine.json');
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const [card] = (await library.lists.open({})).cards;
    const id = card?.id ?? 0;
    const vectorNow = async () => (await library.photos.match(id, ['light to the right']))[0]?.cosine ?? 0;
    const before = await seen(library, id);
    expect(before).toEqual({ card: [400, 200], thumbnail: 'right, wide', full: 'right, wide', isShownAsIs: true });
    const cosine = await vectorNow();

    expect(await library.turning.turn([id, 999], 'right')).toEqual([id]);
    await library.work.settled();
    expect(await seen(library, id)).toEqual({
      ...{ card: [200, 400], thumbnail: 'bottom, high', full: 'bottom, high', isShownAsIs: false },
    });
    expect(Math.abs((await vectorNow()) - cosine)).toBeGreaterThan(1e-4);
    expect((await library.lists.open({ text: 'orientation:portrait' })).count).toBe(1);
    // Faster than the model looks: the last one stands.
    await Promise.all([library.turning.turn([id], 'right'), library.turning.turn([id], 'flip')]);
    await library.work.settled();
    expect(await seen(library, id)).toMatchObject({
      card: [400, 200],
      thumbnail: 'right, wide',
      full: 'right, wide',
    });
    await library.precious.exportTo(exported);
    for (const by of ['flip', 'left', 'left'] as const) await library.turning.turn([id], by);
    await library.work.settled();
    expect(await seen(library, id)).toEqual(before);
    expect(Math.abs((await vectorNow()) - cosine)).toBeLessThan(1e-4);
    expect(library.work.stoppedBy()).toBeUndefined();
  }
  expect(fs.readFileSync(file)).toEqual(bytes);
  // Upside down and mirrored, in another library where its file comes later.
  using other = temporaryFolder();
  await using library = openTestLibrary(other.path);
  await library.precious.apply((await library.precious.preview(exported)).importId);
  await library.folders.add(photos.path);
  await library.work.settled();
  await until('the photo', async () => (await library.lists.open({})).count === 1);
  const [card] = (await library.lists.open({})).cards;
  expect(library.photos.get(card?.id ?? 0).isShownAsIs).toBe(false);
  expect(await seen(library, card?.id ?? 0)).toMatchObject({ card: [400, 200], thumbnail: 'right, wide' });
});

test('what is left of a photo turns with it, is copied alone, goes into another library, and is all of it again', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const file = path.join(photos.path, 'two halves.jpg');
  await makePicture(file);
  const bytes = fs.readFileSync(file);
  const exported = path.join(home.path, 'mine.json');
  const right = { x: 0.5, y: 0, w: 0.5, h: 0.5 };
  {
    await using library = openTestLibrary(home.path);
    await library.folders.add(photos.path);
    await library.work.settled();
    const cardNow = async () => (await library.lists.open({})).cards[0];
    const id = (await cardNow())?.id ?? 0;
    const copied = async () => {
      const png = await library.photos.asPng(id, 4_096);
      const { width, height } = await sharp(png).metadata();
      const { data } = await sharp(png).greyscale().raw().toBuffer({ resolveWithObject: true });
      return { width, height, light: data.reduce((sum, one) => sum + one, 0) / data.length > 200 };
    };
    const model = await library.photos.match(id, ['light to the right']);
    library.turning.crop(id, right);
    expect((await cardNow())?.crop).toEqual(right);
    expect(library.photos.get(id).crop).toEqual(right);
    expect(await copied()).toEqual({ width: 200, height: 100, light: true });
    // No larger than its share of the file, and as large as is asked for where there is enough.
    expect((await sharp(await library.photos.asPng(id, 100)).metadata()).width).toBe(100);
    // The model sees all of it, and so does the grid.
    expect(await library.photos.match(id, ['light to the right'])).toEqual(model);
    expect(await seen(library, id)).toMatchObject({
      card: [400, 200],
      thumbnail: 'right, wide',
      full: 'right, wide',
    });
    await library.turning.turn([id], 'right');
    await library.work.settled();
    expect((await cardNow())?.crop).toEqual({ x: 0.5, y: 0.5, w: 0.5, h: 0.5 });
    expect(await copied()).toEqual({ width: 100, height: 200, light: true });
    const untouched = await library.photos.full(id, 'untouched');
    expect(untouched).toMatchObject({ is: 'file', path: file });
    await library.precious.exportTo(exported);
    expect(() => library.turning.crop(999, right)).toThrow('Only pictures');
    library.turning.crop(id, undefined);
    expect((await cardNow())?.crop).toBeUndefined();
    expect(await copied()).toMatchObject({ width: 200, height: 400 });
  }
  expect(fs.readFileSync(file)).toEqual(bytes);
  using other = temporaryFolder();
  await using library = openTestLibrary(other.path);
  await library.precious.apply((await library.precious.preview(exported)).importId);
  await library.folders.add(photos.path);
  await library.work.settled();
  await until('the photo', async () => (await library.lists.open({})).count === 1);
  const [card] = (await library.lists.open({})).cards;
  expect(card).toMatchObject({ width: 200, height: 400, crop: { x: 0.5, y: 0.5, w: 0.5, h: 0.5 } });
});

async function seen(library: TestLibrary, id: number) {
  const { width, height, isShownAsIs } = library.photos.get(id);
  const full = await library.photos.full(id);
  return {
    card: [width, height],
    thumbnail: await lightSide(library.photos.thumbnail(id) ?? new Uint8Array()),
    full: await lightSide(full.is === 'jpeg' ? full.bytes : fs.readFileSync(full.path)),
    isShownAsIs,
  };
}
