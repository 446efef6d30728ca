import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { createWritingJournal } from '../../main/db/writing.ts';
import { recover } from '../../main/writing/recover.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary, until } from '../fixtures/open-library.ts';

const exiftool = path.join(import.meta.dirname, '../../node_modules/exiftool-vendored.pl/bin/exiftool');
const orientationOf = (file: string) =>
  execFileSync(exiftool, ['-s3', '-n', '-IFD0:Orientation', file], { encoding: 'utf8' }).trim();

/** Each quarter another grey, so that each of the eight ways to turn it is seen. */
async function makePicture(file: string, shift: number, orientation?: number): Promise<void> {
  const data = Buffer.alloc(400 * 200 * 3);
  for (let at = 0; at < 400 * 200; at++) {
    const quarter = (at % 400 < 200 ? 0 : 1) + (at < 400 * 100 ? 0 : 2);
    data.fill(20 + shift + 60 * quarter, at * 3, at * 3 + 3);
  }
  const picture = sharp(data, { raw: { width: 400, height: 200, channels: 3 } });
  await (orientation === undefined ? picture : picture.withMetadata({ orientation })).toFile(file);
}

/** The greys of the four quarters as they are shown, and the shape. */
async function look(picture: Uint8Array): Promise<string> {
  const upright = await sharp(picture).rotate().toBuffer({ resolveWithObject: true });
  const data = await sharp(upright.data).resize(2, 2, { fit: 'fill', kernel: 'nearest' }).greyscale().raw().toBuffer();
  const order = [...data].map((grey, at) => ({ grey, at })).sort((a, b) => a.grey - b.grey);
  return `${order.map(({ at }) => at).join('')} ${upright.info.width > upright.info.height ? 'wide' : 'high'}`;
}

test('a turn goes into the JPEG as its EXIF says, the photo stays the photo and is not turned twice, and all of it is taken back', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  fs.mkdirSync(pictures);
  const [plain, turned, png, copied] = ['plain.jpg', 'turned.jpg', 'flat.png', 'copied.jpg'].map((name) =>
    path.join(pictures, name),
  ) as [string, string, string, string]; // four names
  await makePicture(plain, 0);
  await makePicture(turned, 5, 8);
  await makePicture(png, 10);
  await makePicture(copied, 15);
  fs.copyFileSync(copied, path.join(pictures, 'copy.jpg'));
  const before = [plain, turned].map((file) => fs.readFileSync(file));
  await using library = openTestLibrary(path.join(folder.path, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  const { cards } = await library.lists.open({});
  const idOf = (name: string) => cards.find((card) => card.name === name)?.id ?? 0;
  const ids = [plain, turned].map((file) => idOf(path.basename(file)));
  const others = cards.map(({ id }) => id).filter((id) => !ids.includes(id));
  expect(others).toHaveLength(2);
  for (const id of ids) await library.tags.add([id], 'Lisbon');
  await library.turning.turn([...ids, ...others], 'right');
  await library.turning.turn(ids, 'flip');
  await library.work.settled();
  const tally = library.work.tally();
  const state = async (id: number) => {
    const { width, height, isShownAsIs } = library.photos.get(id);
    const full = await library.photos.full(id);
    const thumbnail = library.photos.thumbnail(id) ?? new Uint8Array();
    const seen = await look(full.is === 'jpeg' ? full.bytes : fs.readFileSync(full.path));
    return { size: [width, height], thumbnail: Buffer.from(thumbnail).toString('base64'), seen, isShownAsIs };
  };
  const inLibrary = await Promise.all(ids.map(state));
  expect(inLibrary.map(({ isShownAsIs }) => isShownAsIs)).toEqual([false, false]);

  // Only when it is asked for, and not into a sidecar.
  expect(await library.writing.plan(ids, 'sidecar', ['turn'])).toMatchObject({ changedCount: 0, turnsKept: 2 });
  const plan = await library.writing.plan([...ids, ...others], 'embedded', ['turn']);
  expect(plan).toMatchObject({ changedCount: 2, problemCount: 0, turnsKept: 2 });
  expect(library.writing.planned(plan.planId, 0, 10).map(({ changes }) => changes)).toEqual([
    [{ field: 'turn', before: 1, after: 5 }],
    [{ field: 'turn', before: 8, after: 2 }],
  ]);
  expect([plain, turned].map((file) => fs.readFileSync(file))).toEqual(before);
  const { writeId = 0, ...result } = await library.writing.write(plan.planId);
  expect(result).toMatchObject({ writtenCount: 2, problems: [] });
  expect([plain, turned].map(orientationOf)).toEqual(['5', '2']);

  const isRead = () =>
    [plain, turned].every(
      (file, at) => library.photos.get(ids[at] ?? 0).files[0]?.sizeBytes === fs.statSync(file).size,
    );
  const check = async (isShownAsIs: boolean) => {
    expect(await Promise.all(ids.map(state))).toEqual(inLibrary.map((it) => ({ ...it, isShownAsIs })));
    expect((await library.lists.open({ text: 'tag:Lisbon' })).cards.map(({ id }) => id).sort()).toEqual(
      [...ids].sort(),
    );
    expect((await library.lists.open({})).count).toBe(4);
  };
  await check(true);
  // The echo of the write: nothing is looked at anew.
  await until('the files are read', isRead);
  await library.work.settled();
  await check(true);
  expect(library.work.tally().embedded).toBe(tally.embedded);
  expect((await library.writing.plan(ids, 'embedded', ['turn'])).sameCount).toBe(2);

  expect(await library.writing.undo(writeId)).toMatchObject({ writtenCount: 2, problems: [] });
  expect([plain, turned].map((file) => fs.readFileSync(file))).toEqual(before);
  await check(false);
  await until('the files are read', isRead);
  await library.work.settled();
  await check(false);
  expect(library.work.tally().embedded).toBe(tally.embedded);
});

test('a photo that is turned again after its turn was written keeps what is seen when that is undone', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  fs.mkdirSync(pictures);
  const file = path.join(pictures, 'plain.jpg');
  await makePicture(file, 0);
  const bytes = fs.readFileSync(file);
  await using library = openTestLibrary(path.join(folder.path, 'library'));
  await library.folders.add(pictures);
  await library.work.settled();
  const [{ id } = { id: 0 }] = (await library.lists.open({})).cards;
  const seen = async () => {
    await library.work.settled();
    const { width, height } = library.photos.get(id);
    const full = await library.photos.full(id);
    const picture = await look(full.is === 'jpeg' ? full.bytes : fs.readFileSync(full.path));
    return {
      picture,
      isWide: width > height,
      thumbnail: await look(library.photos.thumbnail(id) ?? new Uint8Array()),
    };
  };
  await library.turning.turn([id], 'right');
  const { planId } = await library.writing.plan([id], 'embedded', ['turn']);
  // The hand is quicker than the write.
  await library.turning.turn([id], 'flip');
  await library.work.settled();
  const { writeId = 0, writtenCount } = await library.writing.write(planId);
  expect([writtenCount, orientationOf(file)]).toEqual([1, '6']);
  const both = await seen();
  expect(both).toEqual({ picture: both.picture, isWide: false, thumbnail: both.picture });
  await library.turning.turn([id], 'right');
  const all = await seen();
  expect(all.picture).not.toBe(both.picture);
  expect(await library.writing.undo(writeId)).toMatchObject({ writtenCount: 1, problems: [] });
  expect(fs.readFileSync(file)).toEqual(bytes);
  expect(await seen()).toEqual(all);
  await library.turning.turn([id], 'left');
  expect(await seen()).toEqual(both);
});

test('a turn whose write was cut short behind the rename, or whose undo was, is known at the next start', async () => {
  using folder = temporaryFolder();
  const [pictures, home] = [path.join(folder.path, 'pictures'), path.join(folder.path, 'library')];
  fs.mkdirSync(pictures);
  const file = path.join(pictures, 'plain.jpg');
  await makePicture(file, 0);
  const bytes = fs.readFileSync(file);
  const row = () => {
    using db = openDatabases({ folder: home });
    return db.sql.prepare<[], { id: number; content: Buffer; own_turn: number | null }>('SELECT id, content, own_turn FROM photos').get(); // prettier-ignore
  };
  /** The file is in its place, and the journal and the photo are as they were a moment before. */
  const cutShort = async (state: 'writing' | 'undoing', photo: ReturnType<typeof row>) => {
    using db = openDatabases({ folder: home });
    db.sql.prepare('UPDATE write_files SET state = ?').run(state);
    db.sql.prepare('UPDATE photos SET content = ?, own_turn = ?').run(photo?.content, photo?.own_turn);
    await recover(createWritingJournal(db), path.join(home, 'originals'), Date.now());
  };
  {
    await using library = openTestLibrary(home);
    await library.folders.add(pictures);
    await library.work.settled();
    const [{ id } = { id: 0 }] = (await library.lists.open({})).cards;
    await library.turning.turn([id], 'left');
    await library.work.settled();
  }
  const inLibrary = row();
  expect(inLibrary?.own_turn).toBe(8);
  {
    await using library = openTestLibrary(home);
    const { planId } = await library.writing.plan([inLibrary?.id ?? 0], 'embedded', ['turn']);
    expect((await library.writing.write(planId)).writtenCount).toBe(1);
  }
  const inFile = row();
  expect([inFile?.id, inFile?.own_turn]).toEqual([inLibrary?.id, null]);
  expect(inFile?.content).not.toEqual(inLibrary?.content);
  await cutShort('writing', inLibrary);
  expect(row()).toEqual(inFile);
  fs.writeFileSync(file, bytes);
  await cutShort('undoing', inFile);
  expect(row()).toEqual(inLibrary);
});
