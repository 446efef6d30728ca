import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { afterEach, expect, test, vi } from 'vitest';
import type { ExportOptions } from '../../preload/contract/filing.ts';
import { createFilePlaces } from '../../main/db/file-places.ts';
import { createFiles } from '../../main/db/files.ts';
import { createFolders } from '../../main/db/folders.ts';
import { openDatabases } from '../../main/db/open.ts';
import { createTexts } from '../../main/db/texts.ts';
import { createFilmPage } from '../../main/embedder/frames/film-page.ts';
import { openHeadless } from '../../main/embedder/frames/headless.ts';
import { openFile } from '../../main/embedder/open-file.ts';
import { nameBy } from '../../main/filing/name-pattern.ts';
import { createExporting } from '../../main/library/exporting.ts';
import { createFiling } from '../../main/library/filing.ts';
import { renderPreview } from '../../main/pipeline/decode.ts';
import { createTool } from '../../main/writing/tool.ts';
import { snapshot } from '../fixtures/disk.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { enterPhotos } from '../fixtures/photo-rows.ts';

afterEach(() => void vi.unstubAllEnvs());

const asIs: ExportOptions = { format: 'original', longEdge: 1_024, quality: 80, metadata: 'keep', pattern: '{name}' };

test('photos go out as they are, smaller, and without what they say; nothing is written over, and they themselves stay', async () => {
  using home = temporaryFolder();
  const photos = path.join(home.path, 'photos');
  const out = path.join(home.path, 'out');
  fs.mkdirSync(photos);
  fs.mkdirSync(out);
  const files = ['a.jpg', 'b.jpg'].map((name) => path.join(photos, name));
  for (const [at, file] of files.entries())
    await sharp({ create: { width: 600, height: 400, channels: 3, background: { r: 200, g: at * 90, b: 10 } } })
      .withExif({
        IFD0: { Make: 'Camera' },
        IFD3: { GPSLatitude: '52/1 0/1 0/1', GPSLatitudeRef: 'N', GPSLongitude: '13/1 0/1 0/1', GPSLongitudeRef: 'E' },
      })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(file);
  using db = openDatabases({ folder: path.join(home.path, 'library') });
  enterPhotos(db, photos, files, 3);
  const exporting = createExporting({
    places: createFilePlaces(db, createFolders(db)),
    turnOf: () => undefined,
    cropOf: (photoId) => (photoId === 2 ? { x: 0.5, y: 0, w: 0.5, h: 0.25 } : undefined),
    takenOf: () => Date.UTC(2024, 7, 31, 12, 0, 5),
    embedder: { render: async (file, as) => renderPreview(await openFile(file, createFilmPage(openHeadless)), as) },
    now: Date.now,
    onProgress: () => undefined,
  });
  const tool = createTool();
  const said = async (name: string) =>
    tool.read(path.join(out, name), ['IFD0:Make', 'IFD0:Orientation', 'GPS:GPSLatitude']);
  const before = snapshot(photos);
  try {
    expect(await exporting.export([1, 2], out, asIs)).toMatchObject({ madeCount: 2, sameCount: 0, problems: [] });
    expect(snapshot(out)).toEqual(before);
    expect(await exporting.export([1, 2], out, asIs)).toMatchObject({ madeCount: 0, sameCount: 2 });
    fs.writeFileSync(path.join(out, 'a.jpg'), 'of somebody else');
    expect(await exporting.export([1], out, asIs)).toMatchObject({ madeCount: 1 });
    expect(fs.readFileSync(path.join(out, 'a.jpg'), 'utf8')).toBe('of somebody else');
    expect(snapshot(out)['a (2).jpg']).toBe(before['a.jpg']);

    for (const format of ['jpeg', 'png', 'webp', 'avif'] as const) {
      const made = await exporting.export([1], out, {
        ...asIs,
        format,
        longEdge: 64,
        pattern: `{date} ${format} {number}`,
      });
      expect([format, made]).toMatchObject([format, { madeCount: 1, problems: [] }]);
      const name = `2024-08-31 ${format} 1.${format === 'jpeg' ? 'jpg' : format}`;
      const seen = await sharp(fs.readFileSync(path.join(out, name)))
        .autoOrient()
        .toBuffer({ resolveWithObject: true });
      // Turned upright once, and not once more.
      expect([seen.info.width, seen.info.height]).toEqual([43, 64]);
      expect((await said(name))['IFD0:Make']).toBe('Camera');
      expect((await said(name))['GPS:GPSLatitude']).toBeDefined();
      const none = { ...asIs, format, longEdge: 64, metadata: 'none' as const, pattern: `none ${format}` };
      await exporting.export([1], out, none);
      expect(
        (await said(path.basename(name).replace('2024-08-31', 'none').replace(' 1.', '.')))['IFD0:Make'],
      ).toBeUndefined();
      await exporting.export([1], out, { ...none, metadata: 'without-place', pattern: `no place ${format}` });
      const placeless = await said(name.replace('2024-08-31', 'no place').replace(' 1.', '.'));
      expect([placeless['IFD0:Make'], placeless['GPS:GPSLatitude']]).toEqual(['Camera', undefined]);
    }
    // What is left of a cropped photo, and its original whole.
    await exporting.export([2], out, { ...asIs, format: 'png', pattern: 'cropped' });
    const cropped = await sharp(fs.readFileSync(path.join(out, 'cropped.png'))).metadata();
    expect([cropped.width, cropped.height]).toEqual([200, 150]);
    await exporting.export([1], out, { ...asIs, metadata: 'without-place', pattern: 'bare' });
    expect((await said('bare.jpg'))['GPS:GPSLatitude']).toBeUndefined();
    expect((await said('bare.jpg'))['IFD0:Make']).toBe('Camera');
    await exporting.export([1], out, { ...asIs, metadata: 'none', pattern: 'barer' });
    const barer = await said('barer.jpg');
    expect([barer['IFD0:Make'], barer['IFD0:Orientation']]).toEqual([
      undefined,
      (await said('bare.jpg'))['IFD0:Orientation'],
    ]);
    expect(snapshot(photos)).toEqual(before);
    expect(fs.readdirSync(out).filter((name) => name.startsWith('.'))).toEqual([]);

    fs.rmSync(files[1] ?? '');
    const gone = await exporting.export([2], out, asIs);
    expect(gone.problems.map(({ problem }) => problem.kind)).toEqual(['gone']);
  } finally {
    await tool.stop();
  }
});

test('what an export made goes to the trash again; what was changed since, and what was there before, stays', async () => {
  using home = temporaryFolder();
  vi.stubEnv('XDG_DATA_HOME', path.join(home.path, 'data'));
  const photos = path.join(home.path, 'photos');
  const out = path.join(home.path, 'out');
  await makePhotos(photos, 3);
  fs.mkdirSync(out);
  const files = [1, 2, 3].map((number) => path.join(photos, `photo-${number}.jpg`));
  using db = openDatabases({ folder: path.join(home.path, 'library') });
  enterPhotos(db, photos, files, 3);
  fs.copyFileSync(files[2] ?? '', path.join(out, 'photo-3.jpg'));
  const before = snapshot(out);
  const exporting = createExporting({
    places: createFilePlaces(db, createFolders(db)),
    ...{ turnOf: () => undefined, cropOf: () => undefined, takenOf: () => 0, now: Date.now },
    embedder: { render: () => Promise.reject(new Error('nothing is made anew')) },
    onProgress: () => undefined,
  });
  const filing = createFiling({
    ...{ db, files: createFiles(db), folders: createFolders(db), texts: createTexts(db), now: Date.now },
    ...{ systemTrash: undefined, onProgress: () => undefined, onChanged: () => undefined },
  });
  const { exportId = 0, madeCount, sameCount } = await exporting.export([1, 2, 3], out, asIs);
  expect([madeCount, sameCount]).toEqual([2, 1]);
  fs.appendFileSync(path.join(out, 'photo-2.jpg'), 'worked on');
  const undone = await filing.trashMade(exporting.madeBy(exportId));
  expect(undone).toMatchObject({ doneCount: 1, problems: [{ problem: { kind: 'changed' } }] });
  expect(Object.keys(snapshot(out))).toEqual(['photo-2.jpg', 'photo-3.jpg']);
  expect(snapshot(out)['photo-3.jpg']).toBe(before['photo-3.jpg']);
  // It is in the trash, and can be had back.
  const { files: trashed } = await filing.trashed(0, 10);
  expect(trashed).toMatchObject([{ path: path.join(out, 'photo-1.jpg'), state: 'there' }]);
  expect((await filing.restore(trashed.map(({ stepId }) => stepId))).problems).toEqual([]);
  expect(Object.keys(snapshot(out))).toContain('photo-1.jpg');
  expect(() => exporting.madeBy(7)).toThrow('before Lumisift was started');
  // Nothing was made: there is nothing to take back.
  expect((await exporting.export([1], out, asIs)).exportId).toBeUndefined();
});

test('a pattern is filled, and what no system takes in a name is none', () => {
  const parts = { name: 'IMG 1', takenWallMs: Date.UTC(2024, 0, 2, 3, 4, 5), number: 7, of: 120 };
  expect(nameBy('{date}_{time} {name}', parts)).toBe('2024-01-02_03-04-05 IMG 1');
  expect(nameBy('{number} {year}{month}{day} {unknown}', parts)).toBe('007 20240102 {unknown}');
  expect(nameBy('../a:b?', parts)).toBe('__a_b_');
  expect(nameBy('con', parts)).toBe('_con');
  expect(nameBy('{year}/{month}//x', parts, true)).toBe('2024/01/x');
  expect(nameBy('../../{name}.', parts, true)).toBe('_/_/IMG 1');
});
