import { expect, test } from 'vitest';
import { shotNameOf } from '../../../main/stacks/names.ts';
import { type StackFile, stacksOf } from '../../../main/stacks/stacks.ts';

const noonMs = Date.UTC(2024, 5, 1, 12);

function createRandom(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
}

test('names of the parts of a shot have one stem', () => {
  for (const [name, stem, isEdit] of [
    ['IMG_1234.HEIC', 'img_1234', false],
    ['IMG_E1234.JPG', 'img_1234', true],
    ['IMG_1234-edited.jpg', 'img_1234', true],
    ['IMG_1234~2.jpg', 'img_1234', true],
    ['PXL_20230101_120000123.RAW-01.COVER.jpg', 'pxl_20230101_120000123', false],
    ['PXL_20230101_120000123.RAW-02.ORIGINAL.dng', 'pxl_20230101_120000123', false],
    ['PXL_20230101_120000123.MP.jpg', 'pxl_20230101_120000123', false],
    ['.hidden', '.hidden', false],
  ] as const)
    expect(shotNameOf(name), name).toEqual({ stem, isEdit });
});

/** 10,000 files: shots of several parts, single ones, and 1,000 that have the names of others and are none of their shot. */
function madeFiles(seed: number) {
  const random = createRandom(seed);
  const files: StackFile[] = [];
  const shotOf = new Map<number, number>();
  let [shot, clashes] = [0, 0];
  const add = (file: Omit<StackFile, 'photoId'>, of: number) => {
    files.push({ ...file, photoId: files.length + 1 });
    shotOf.set(files.length, of);
  };
  while (files.length < 10_000) {
    shot++;
    const folder = `camera ${Math.floor(random() * 40)}`;
    const number = String(Math.floor(random() * 1e8)).padStart(8, '0');
    const stem = random() < 0.5 ? `IMG_${number}` : `PXL_${number}`;
    const camera = random() < 0.8 ? `Camera ${Math.floor(random() * 3)}` : undefined;
    const at = noonMs + shot * 20_000 + Math.floor(random() * 500);
    const picture = { folder, kind: 'image' as const, isRaw: false, takenWallMs: at, camera };
    const what = Math.floor(random() * 5);
    if (what === 0) {
      add({ ...picture, name: `${stem}.JPG` }, shot);
      add({ ...picture, name: `${stem}.CR3`, isRaw: true, takenWallMs: at + 100 }, shot);
    } else if (what === 1) {
      add({ ...picture, name: `${stem}.HEIC` }, shot);
      add({ ...picture, name: `${stem}.MOV`, kind: 'video', takenWallMs: at - 1_500 }, shot);
    } else if (what === 2) {
      add({ ...picture, name: `${stem}.jpg` }, shot);
      add({ ...picture, name: `${stem}${random() < 0.5 ? '-edited' : '~2'}.jpg` }, shot);
    } else if (what === 3) {
      add({ ...picture, name: `${stem}.RAW-01.COVER.jpg` }, shot);
      add({ ...picture, name: `${stem}.RAW-02.ORIGINAL.dng`, isRaw: true }, shot);
    } else add({ ...picture, name: `${stem}.jpg` }, shot);
    if (clashes < 1_000) {
      clashes++;
      // The name of that shot, in its folder; another hour, another camera, or nothing that tells.
      const other = [
        { takenWallMs: at + 3_600_000 },
        { takenWallMs: undefined },
        { takenWallMs: at + 4_000 },
        camera === undefined ? { takenWallMs: at - 86_400_000 } : { camera: 'Another camera' },
      ][Math.floor(random() * 4)];
      const [ending, isRaw] = random() < 0.5 ? (['png', false] as const) : (['nef', true] as const);
      add({ ...picture, name: `${stem}.${ending}`, isRaw, ...other }, -clashes);
    }
  }
  return { files, shotOf };
}

test.each([1, 2, 3])('10,000 files with 1,000 clashing names: no wrong link, and every right one (%i)', (seed) => {
  const { files, shotOf } = madeFiles(seed);
  const stacks = stacksOf(files);
  const wrong = stacks.filter(({ photoIds }) => new Set(photoIds.map((id) => shotOf.get(id))).size > 1);
  expect(wrong).toEqual([]);
  const wanted = new Map<number, number>();
  for (const shot of shotOf.values()) wanted.set(shot, (wanted.get(shot) ?? 0) + 1);
  const links = [...wanted.values()].reduce((sum, count) => sum + count - 1, 0);
  const found = stacks.reduce((sum, { photoIds }) => sum + photoIds.length - 1, 0);
  expect(links).toBeGreaterThan(3_000);
  expect(found / links).toBeGreaterThanOrEqual(0.99);
});

test('parts that are moved, renamed or deleted leave no photo in a stack that is not its own, and none in two', () => {
  const random = createRandom(9);
  const { files: made, shotOf } = madeFiles(4);
  let files = made;
  for (let round = 0; round < 20; round++) {
    files = files.flatMap((file) => {
      const dice = random();
      if (dice < 0.01) return [];
      if (dice < 0.02) return [{ ...file, folder: `moved ${round}` }];
      return dice < 0.03 ? [{ ...file, name: `renamed ${round} ${file.name}` }] : [file];
    });
    const stacks = stacksOf(files);
    const members = stacks.flatMap(({ photoIds }) => photoIds);
    expect(new Set(members).size).toBe(members.length);
    const there = new Set(files.map(({ photoId }) => photoId));
    expect(members.every((id) => there.has(id))).toBe(true);
    expect(stacks.every(({ photoIds }) => new Set(photoIds.map((id) => shotOf.get(id))).size === 1)).toBe(true);
  }
});

test('an edit stands for its shot, then the picture; a RAW or a film never does', () => {
  const part = (photoId: number, name: string, more: Partial<StackFile> = {}): StackFile => ({
    ...{ photoId, name, folder: 'a', kind: 'image', isRaw: false, takenWallMs: noonMs, camera: 'A' },
    ...more,
  });
  expect(
    stacksOf([
      part(1, 'IMG_0001.DNG', { isRaw: true }),
      part(2, 'IMG_0001.MOV', { kind: 'video', camera: undefined }),
      part(3, 'IMG_0001.HEIC'),
      part(4, 'IMG_E0001.JPG'),
    ]),
  ).toEqual([{ kind: 'live', photoIds: [4, 1, 2, 3] }]);
  const film = part(3, 'a.mov', { kind: 'video', camera: undefined });
  expect(stacksOf([part(1, 'a.jpg'), film])).toEqual([{ kind: 'live', photoIds: [1, 3] }]);
  expect(stacksOf([part(1, 'a.jpg'), part(2, 'a.png', { camera: 'B' }), film])).toEqual([]);
  expect(stacksOf([part(1, 'a.jpg', { takenWallMs: undefined }), part(2, 'a.nef', { isRaw: true })])).toEqual([]);
});

test("Apple's identifier links a film with its picture whatever their names and clocks say, and keeps others apart", () => {
  const part = (photoId: number, name: string, live: string | undefined, more: Partial<StackFile> = {}): StackFile => ({
    ...{
      photoId,
      name,
      folder: 'a',
      kind: name.endsWith('MOV') ? 'video' : 'image',
      isRaw: false,
      takenWallMs: noonMs,
    },
    ...{ camera: undefined, shot: live === undefined ? undefined : { live }, ...more },
  });
  const hourLater = { takenWallMs: noonMs + 3_600_000 };
  expect(
    stacksOf([part(1, 'IMG_1.HEIC', 'A'), part(2, 'IMG_7.MOV', 'A', hourLater), part(3, 'IMG_1.MOV', 'B')]),
  ).toEqual([{ kind: 'live', photoIds: [1, 2] }]);
  // In another folder it is a film by itself.
  expect(stacksOf([part(1, 'IMG_1.HEIC', 'A'), part(2, 'IMG_1.MOV', 'A', { folder: 'b' })])).toEqual([]);
  expect(stacksOf([part(1, 'IMG_1.HEIC', 'A'), part(2, 'IMG_1.MOV', undefined, hourLater)])).toEqual([]);
  expect(stacksOf([part(1, 'IMG_1.HEIC', 'A'), part(2, 'IMG_1.MOV', undefined)])).toHaveLength(1);
});
