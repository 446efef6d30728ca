import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { jpegSaying, openFileLibrary, packetOf, replaceKeepingTimes, type Said } from '../fixtures/file-library.ts';
import { makePhoto, temporaryFolder } from '../fixtures/make-photos.ts';

const full: Said = {
  ...{ taken: '2012-03-04T05:06:07', stars: 5, words: ['Oma'], make: 'Acme', at: [48.85, 2.35] },
};
const known = {
  ...{ takenWallMs: Date.UTC(2012, 2, 4, 5, 6, 7), rating: 5, cameraMake: 'Acme', keywords: ['Oma'] },
  latitude: expect.closeTo(48.85, 4) as number,
};

async function setUp() {
  const folder = temporaryFolder();
  const photos = path.join(folder.path, 'photos');
  const at = (name: string) => path.join(photos, name);
  await makePhoto(at('plain.jpg'), 1);
  await makePhoto(at('crop.jpg'), 2);
  const plain = fs.readFileSync(at('plain.jpg'));
  const crop = fs.readFileSync(at('crop.jpg'));
  fs.rmSync(at('plain.jpg'));
  fs.rmSync(at('crop.jpg'));
  const library = openFileLibrary(path.join(folder.path, 'library'), photos);
  const write = (name: string, bytes: Buffer | string) => {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.writeFileSync(at(name), bytes);
  };
  return {
    ...{ library, plain, crop, at, write },
    says: (name: string) => library.photoAt(name)?.metadata,
    [Symbol.dispose]() {
      library[Symbol.dispose]();
      folder[Symbol.dispose]();
    },
  };
}

test('a copy that was deleted speaks no more', async () => {
  using it = await setUp();
  it.write('keep.jpg', jpegSaying(it.plain, { ...full, words: [] }));
  it.write(
    'copy.jpg',
    jpegSaying(it.plain, { taken: '2001-01-01T00:00:00', stars: 1, words: ['wrong'], caption: 'no' }),
  );
  await it.library.look();
  expect(it.library.photoCount()).toBe(1);
  fs.rmSync(it.at('copy.jpg'));
  await it.library.look();
  expect(it.says('keep.jpg')).toMatchObject({ ...known, keywords: [] });
  expect(it.says('keep.jpg')?.caption).toBeUndefined();
});

test('a copy without metadata wipes nothing, and neither does its end', async () => {
  using it = await setUp();
  it.write('orig.jpg', jpegSaying(it.plain, full));
  await it.library.look();
  it.write('clean.jpg', it.plain);
  await it.library.look();
  expect(it.says('orig.jpg')).toMatchObject(known);
  expect(it.library.photoAt('clean.jpg')?.id).toBe(it.library.photoAt('orig.jpg')?.id);
  fs.rmSync(it.at('clean.jpg'));
  await it.library.look();
  expect(it.says('orig.jpg')).toMatchObject(known);
});

test('the one that says most is heard where two copies disagree, and the one that changed its word where both say as much', async () => {
  using it = await setUp();
  it.write('a.jpg', jpegSaying(it.plain, { stars: 1 }));
  it.write('b.jpg', jpegSaying(it.plain, full));
  await it.library.look();
  expect(it.says('a.jpg')).toMatchObject(known);
  expect(it.library.photoAt('a.jpg')?.sources.rating).toEqual([it.at('b.jpg')]);
  fs.rmSync(it.at('a.jpg'));
  it.write('c.jpg', jpegSaying(it.plain, full));
  await it.library.look();
  it.write('c.jpg', jpegSaying(it.plain, { ...full, stars: 2 }));
  await it.library.look();
  expect(it.says('b.jpg')?.rating).toBe(2);
});

test.each(['open', 'closed'])(
  'what the person said stays through copy, delete and edit in place, in any order (%s)',
  async (how) => {
    for (const order of ['copy delete edit', 'copy edit delete', 'edit copy delete', 'copy delete-edit', 'move edit']) {
      using it = await setUp();
      it.write('card/IMG_1.jpg', it.plain);
      await it.library.look();
      const { id } = it.library.photoAt('card/IMG_1.jpg') ?? { id: 0 };
      it.library.tag(id, 'Oma');
      it.library.putInAlbum(id);
      it.library.photos.rate([id], 4);
      const steps: Record<string, () => void> = {
        copy: () => it.write('archive/IMG_1.jpg', fs.readFileSync(it.at('card/IMG_1.jpg'))),
        delete: () => fs.rmSync(it.at('card/IMG_1.jpg')),
        edit: () => it.write(fs.existsSync(it.at('archive')) ? 'archive/IMG_1.jpg' : 'card/IMG_1.jpg', it.crop),
        'delete-edit': () => {
          steps['delete']?.();
          steps['edit']?.();
        },
        move: () => {
          fs.mkdirSync(it.at('archive'));
          fs.renameSync(it.at('card/IMG_1.jpg'), it.at('archive/IMG_1.jpg'));
        },
      };
      const all = order.split(' ');
      for (const step of all) {
        steps[step]?.();
        // Closed: whatever can be told apart afterwards happens between two looks.
        if (how === 'open' || step === 'copy') await it.library.look();
      }
      await it.library.look();
      expect(it.library.photoAt('archive/IMG_1.jpg'), order).toMatchObject({
        ...{ tags: ['Oma'], isInAlbum: true, ownRating: 4 },
      });
      expect(it.library.photoCount()).toBe(1);
    }
  },
);

test('an original that comes back after its copy was edited has what was said of it, and an edit taken back loses nothing', async () => {
  using it = await setUp();
  it.write('a.jpg', it.plain);
  await it.library.look();
  it.library.tag(it.library.photoAt('a.jpg')?.id ?? 0, 'Oma');
  it.write('b.jpg', it.plain);
  await it.library.look();
  fs.rmSync(it.at('a.jpg'));
  await it.library.look();
  it.write('b.jpg', it.crop);
  await it.library.look();
  it.write('a.jpg', it.plain);
  await it.library.look();
  expect(it.library.photoAt('a.jpg')?.tags).toEqual(['Oma']);
  expect(it.library.photoAt('b.jpg')?.tags).toEqual(['Oma']);
  expect(it.library.photoCount()).toBe(2);
  it.library.tag(it.library.photoAt('b.jpg')?.id ?? 0, 'cropped');
  it.write('b.jpg', it.plain);
  await it.library.look();
  expect(it.library.photoCount()).toBe(1);
  expect(it.library.photoAt('b.jpg')?.tags).toEqual(['Oma', 'cropped']);
});

const before: Said = { ...full, stars: 3, words: ['aaa'] };
const after: Said = { ...full, stars: 5, words: ['bbb'] };

test.each([
  ['another file in its place', (file: string, bytes: Buffer) => replaceKeepingTimes(file, bytes)],
  [
    'the same file with its old time',
    (file: string, bytes: Buffer) => {
      const { atime, mtime } = fs.statSync(file);
      fs.writeFileSync(file, bytes);
      fs.utimesSync(file, atime, mtime);
    },
  ],
])('a change that keeps size and time is seen: %s', async (_how, replace) => {
  using it = await setUp();
  it.write('r.jpg', jpegSaying(it.plain, before, 900));
  it.write('r.jpg.xmp', packetOf({ caption: 'one' }, 900));
  for (const name of ['r.jpg', 'r.jpg.xmp']) fs.utimesSync(it.at(name), 1_557_050_400, 1_557_050_400);
  await it.library.look();
  expect(it.says('r.jpg')).toMatchObject({ rating: 3, keywords: ['aaa'], caption: 'one' });
  replace(it.at('r.jpg'), jpegSaying(it.plain, after, 900));
  replace(it.at('r.jpg.xmp'), Buffer.from(packetOf({ caption: 'two' }, 900)));
  await it.library.look();
  expect(it.says('r.jpg')).toMatchObject({ rating: 5, keywords: ['bbb'], caption: 'two' });
});

test('files whose inodes are others, or whose ctime alone is, are not read again for ever', async () => {
  using it = await setUp();
  for (let i = 0; i < 5; i++) it.write(`d/${i}.jpg`, jpegSaying(it.plain, { ...full, stars: i }));
  it.write('d/0.jpg.xmp', packetOf({ caption: 'one' }));
  await it.library.look();
  const reads = it.library.reads();
  for (const way of ['mounted', 'mounted again', 'chmod']) {
    if (way === 'chmod') for (const name of fs.readdirSync(it.at('d'))) fs.chmodSync(it.at(`d/${name}`), 0o600);
    else {
      fs.cpSync(it.at('d'), it.at('copy'), { recursive: true, preserveTimestamps: true });
      fs.rmSync(it.at('d'), { recursive: true });
      fs.renameSync(it.at('copy'), it.at('d'));
    }
    await it.library.look();
    expect(it.library.reads(), way).toBe(reads);
    expect(it.says('d/0.jpg')?.caption).toBe('one');
  }
  const others = it.library.db.sql.prepare('SELECT has_passing_inodes FROM folders').pluck().get();
  expect(others).toBe(1);
  replaceKeepingTimes(it.at('d/3.jpg'), jpegSaying(it.plain, { ...full, stars: 5 }));
  await it.library.look();
  expect(it.library.reads()).toBe(reads + 1);
  expect(it.library.photoAt('d/3.jpg')?.metadata.rating).toBe(5);
});

test('a copy that was given the inode of a file that was replaced is not that file, moved', async () => {
  using it = await setUp();
  const [older, newer] = [
    { stars: 5, caption: 'one' },
    { stars: 2, caption: 'two' },
  ].map((said) => jpegSaying(it.plain, said, 900));
  it.write('z.jpg', older ?? '');
  await it.library.look();
  for (let tries = 0; tries < 20; tries++) {
    const { ino, atime, mtime } = fs.statSync(it.at('z.jpg'));
    const [now, then] = tries % 2 === 0 ? [newer, older] : [older, newer];
    replaceKeepingTimes(it.at('z.jpg'), now ?? Buffer.alloc(0));
    it.write('a.jpg', then ?? '');
    fs.utimesSync(it.at('a.jpg'), atime, mtime);
    const isReused = fs.statSync(it.at('a.jpg')).ino === ino;
    await it.library.look();
    expect(it.says('z.jpg'), `${tries}`).toMatchObject(tries % 2 === 0 ? { rating: 2 } : { rating: 5 });
    fs.rmSync(it.at('a.jpg'));
    await it.library.look();
    if (isReused) return;
  }
});

test('a sidecar that names one of several pictures is about that one alone', async () => {
  using it = await setUp();
  it.write('pair.jpg', it.plain);
  it.write('pair.png', await (await import('sharp')).default(it.crop).png().toBuffer());
  it.write('pair.xmp', packetOf({ stars: -1, forExtension: 'CR2' }));
  await it.library.look();
  expect(it.says('pair.jpg')?.rating).toBeUndefined();
  it.write('pair.xmp', packetOf({ stars: 4, forExtension: 'JPEG' }));
  await it.library.look();
  expect([it.says('pair.jpg')?.rating, it.says('pair.png')?.rating]).toEqual([4, undefined]);
  it.write('pair.xmp', packetOf({ stars: 3 }));
  await it.library.look();
  expect([it.says('pair.jpg')?.rating, it.says('pair.png')?.rating]).toEqual([3, 3]);
});

test('JSON of a Takeout speaks of the photo that it is nearest to, and JSON of other programs of none', async () => {
  using it = await setUp();
  const taken = (year: number) =>
    JSON.stringify({ title: 'x', photoTakenTime: { timestamp: String(Date.UTC(year, 0) / 1000) } });
  const third = await anotherPicture(3);
  const fourth = await anotherPicture(4);
  const year = (name: string) => {
    const { takenFrom, takenWallMs = 0 } = it.says(name) ?? {};
    return takenFrom === 'json' ? new Date(takenWallMs).getUTCFullYear() : takenFrom;
  };
  // Photos that Google knows without an ending, and one with the same stem that it knows whole.
  it.write('a/2234.jpg', it.plain);
  it.write('a/2234.png', await (await import('sharp')).default(it.crop).png().toBuffer());
  it.write('a/2234.png.json', taken(2002));
  it.write('a/2234.supplemental-metadata.json', taken(2001));
  it.write('a/PXL_1.MP.jpg', third);
  it.write('a/PXL_1.MP.supplemental-metadata.json', taken(2003));
  it.write('a/scan.jpg', fourth);
  it.write('a/scan.json', taken(2004));
  it.write('b/IMG_1.jpg', await anotherPicture(5));
  it.write('b/IMG_1.jpg.json', taken(2005));
  it.write('b/IMG_1-edited.jpg', await anotherPicture(6));
  it.write('b/IMG_1-edited-edited.jpg', await anotherPicture(7));
  await it.library.look();
  const all = [
    'a/2234.jpg',
    'a/2234.png',
    'a/PXL_1.MP.jpg',
    'a/scan.jpg',
    'b/IMG_1-edited.jpg',
    'b/IMG_1-edited-edited.jpg',
  ];
  expect(all.map(year)).toEqual([2001, 2002, 2003, 2004, 2005, 2005]);
  const reads = it.library.reads();
  it.write('b/IMG_1-edited.jpg.json', taken(2006));
  await it.library.look();
  expect(all.map(year)).toEqual([2001, 2002, 2003, 2004, 2006, 2006]);
  // What another program has in its place is no sidecar, and no trouble.
  it.write('a/scan.json', '{ "shapes": [], "imagePath": "scan.jpg" }');
  await it.library.look();
  expect(year('a/scan.jpg')).toBe('file');
  it.write('a/scan.json', '// settings\n{ "a": 1, }');
  it.write('a/config.json', 'no JSON at all');
  await it.library.look();
  const rows = it.library.db.sql.prepare<[], { name: string; problem: string | null }>(
    'SELECT name, problem FROM sidecars',
  );
  expect(rows.all().map(({ name }) => name)).not.toContain('config.json');
  expect(rows.all().filter(({ problem }) => problem !== null)).toEqual([]);
  expect(it.library.reads()).toBe(reads);
});

test('JSON whose name was cut is heard also where it comes after its photo: namesakes, edited copies, cut endings', async () => {
  using it = await setUp();
  const stem = 'a holiday in the mountains with all of us';
  const photos = [`${stem} x(1).jpg`, `${stem} y-edited.jpg`, `${stem}z.jpeg`];
  for (const [seed, name] of photos.entries()) it.write(name, await anotherPicture(20 + seed));
  await it.library.look();
  const taken = JSON.stringify({ title: 'x', photoTakenTime: { timestamp: String(Date.UTC(2003, 0) / 1000) } });
  for (const cut of [`${stem} x.jp(1)`, `${stem} y.jp`, `${stem}z.jpe`]) it.write(`${cut}.json`, taken);
  await it.library.look();
  expect(photos.map((name) => it.says(name)?.takenFrom)).toEqual(['json', 'json', 'json']);
});

test('a drive that is away still speaks, and a file on it that was changed meanwhile speaks anew', async () => {
  using it = await setUp();
  it.write('a.jpg', jpegSaying(it.plain, full));
  await it.library.look();
  const away = `${path.dirname(it.at('a.jpg'))}-away`;
  fs.renameSync(path.dirname(it.at('a.jpg')), away);
  expect(await it.library.look()).toBe(false);
  expect(it.says('a.jpg')).toMatchObject(known);
  fs.renameSync(away, path.dirname(it.at('a.jpg')));
  it.write('a.jpg', it.plain);
  await it.library.look();
  expect(it.says('a.jpg')).toMatchObject({ takenFrom: 'file', keywords: [] });
  expect(it.says('a.jpg')?.rating).toBeUndefined();
});

test('a namesake of a photo that was deleted is another photo; the same shot that comes back edited is not', async () => {
  using it = await setUp();
  it.write('other.jpg', await anotherPicture(4));
  it.write('IMG_1.jpg', jpegSaying(it.plain, full));
  await it.library.look();
  it.library.tag(it.library.photoAt('IMG_1.jpg')?.id ?? 0, 'Oma');
  fs.rmSync(it.at('IMG_1.jpg'));
  await it.library.look();
  it.write('IMG_1.jpg', jpegSaying(it.crop, { ...full, taken: '2019-03-04T05:06:07' }));
  await it.library.look();
  expect(it.library.photoAt('IMG_1.jpg')?.tags).toEqual([]);
  it.write('IMG_1.jpg', jpegSaying(it.plain, full));
  await it.library.look();
  expect(it.library.photoAt('IMG_1.jpg')?.tags).toEqual(['Oma']);
  fs.rmSync(it.at('IMG_1.jpg'));
  await it.library.look();
  it.write('IMG_1.jpg', jpegSaying(await anotherPicture(3), full));
  await it.library.look();
  expect(it.library.photoAt('IMG_1.jpg')?.tags).toEqual(['Oma']);
});

async function anotherPicture(seed: number): Promise<Buffer> {
  using folder = temporaryFolder();
  await makePhoto(path.join(folder.path, 'third.jpg'), seed);
  return fs.readFileSync(path.join(folder.path, 'third.jpg'));
}

test('a renamed file has the date of its name now, not of its old one', async () => {
  using it = await setUp();
  it.write('IMG_20190203_101112.jpg', it.plain);
  it.write('2001-05-06.jpg', it.crop);
  await it.library.look();
  expect(it.says('IMG_20190203_101112.jpg')).toMatchObject({
    ...{ takenFrom: 'name', takenWallMs: Date.UTC(2019, 1, 3, 10, 11, 12) },
  });
  fs.renameSync(it.at('IMG_20190203_101112.jpg'), it.at('IMG_20200405_060708.jpg'));
  fs.renameSync(it.at('2001-05-06.jpg'), it.at('beach.jpg'));
  await it.library.look();
  expect(it.says('IMG_20200405_060708.jpg')).toMatchObject({
    ...{ takenFrom: 'name', takenWallMs: Date.UTC(2020, 3, 5, 6, 7, 8) },
  });
  expect(it.says('beach.jpg')).toMatchObject({ takenFrom: 'file' });
  expect(it.says('beach.jpg')?.takenPrecision).toBeUndefined();
  expect(it.library.photoCount()).toBe(2);
});
