import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFiles } from '../../main/db/files.ts';
import { createFilingJournal } from '../../main/db/filing.ts';
import { createFolders } from '../../main/db/folders.ts';
import { type Db, openDatabases } from '../../main/db/open.ts';
import { createTexts } from '../../main/db/texts.ts';
import { createFiling } from '../../main/library/filing.ts';
import { snapshot } from '../fixtures/disk.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { enterPhotos } from '../fixtures/photo-rows.ts';

let home: ReturnType<typeof temporaryFolder>;
let photos: string;
beforeEach(() => {
  home = temporaryFolder();
  photos = path.join(home.path, 'photos');
  vi.stubEnv('XDG_DATA_HOME', path.join(home.path, 'data'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  home[Symbol.dispose]();
});

function open(names: readonly string[]) {
  const files = names.map((name) => path.join(photos, name));
  const db = openDatabases({ folder: path.join(home.path, 'library') });
  if (!fs.existsSync(photos)) {
    fs.mkdirSync(photos);
    for (const [at, file] of files.entries()) fs.writeFileSync(file, `picture ${at}`);
    enterPhotos(db, photos, files, 4);
  }
  const filing = createFiling({
    ...{ db, files: createFiles(db), folders: createFolders(db), texts: createTexts(db), now: Date.now },
    ...{ systemTrash: undefined, onProgress: () => undefined, onChanged: () => undefined },
  });
  return { db, filing, [Symbol.dispose]: () => db[Symbol.dispose]() };
}

/** Where the library believes that photos lie, and whether it means to read one again. */
function known(db: Db): string[] {
  return db.sql
    .prepare<[], string>(
      `SELECT photo_id || ' ' || d.path || '|' || dir || '|' || name || CASE is_waiting WHEN 1 THEN ' waits' ELSE '' END
       FROM files f JOIN folders d ON d.id = f.folder_id WHERE missing_since_ms IS NULL ORDER BY photo_id, f.id`,
    )
    .pluck()
    .all()
    .map((row) => row.replace(photos, ''));
}

test('photos move into a folder with their sidecars, the library knows at once, nothing is read again, and all comes back', async () => {
  using it = open(['a.jpg', 'b.jpg', 'b.png', 'c.jpg']);
  fs.mkdirSync(path.join(photos, 'trip'));
  fs.writeFileSync(path.join(photos, 'a.jpg.xmp'), 'about a');
  fs.writeFileSync(path.join(photos, 'b.xmp'), 'about both of b');
  const before = snapshot(photos);
  const rows = known(it.db);
  const result = await it.filing.move({ photoIds: [1, 2] }, { folderId: 1, dir: 'trip' });
  expect(result).toMatchObject({ doneCount: 2, problems: [] });
  const after = snapshot(photos);
  expect(Object.keys(after)).toEqual([
    'b.png',
    'b.xmp',
    'c.jpg',
    'trip/a.jpg',
    'trip/a.jpg.xmp',
    'trip/b.jpg',
    'trip/b.xmp',
  ]);
  expect(after['trip/a.jpg']).toBe(before['a.jpg']);
  expect(known(it.db)).toEqual(['1 |trip|a.jpg', '2 |trip|b.jpg', '3 ||b.png', '4 ||c.jpg']);
  expect(await it.filing.undo(result.filingId ?? 0)).toMatchObject({ doneCount: 2, problems: [] });
  expect(snapshot(photos)).toEqual(before);
  expect(known(it.db)).toEqual(rows);
});

test('nothing is written over: a photo whose name is taken stays, with its sidecar, and the others go', async () => {
  using it = open(['a.jpg', 'b.jpg', 'c.jpg']);
  fs.mkdirSync(path.join(photos, 'trip'));
  fs.writeFileSync(path.join(photos, 'trip/a.jpg'), 'somebody else');
  fs.writeFileSync(path.join(photos, 'b.jpg.xmp'), 'about b');
  fs.writeFileSync(path.join(photos, 'trip/b.jpg.xmp'), 'of another b');
  const { doneCount, problems } = await it.filing.move({ photoIds: [1, 2, 3] }, { folderId: 1, dir: 'trip' });
  expect([doneCount, problems.map(({ problem }) => problem.kind)]).toEqual([1, ['name-taken', 'name-taken']]);
  expect(Object.keys(snapshot(photos))).toEqual([
    'a.jpg',
    'b.jpg',
    'b.jpg.xmp',
    'trip/a.jpg',
    'trip/b.jpg.xmp',
    'trip/c.jpg',
  ]);
  expect(fs.readFileSync(path.join(photos, 'trip/a.jpg'), 'utf8')).toBe('somebody else');
});

test('the subtitles of a film go with it, whatever their case, and those of another stay', async () => {
  using it = open(['Walk.mp4', 'Walk.jpg']);
  const beside = ['Walk.srt', 'Walk.en.srt', 'WALK.pt-BR.VTT', 'Walk home.srt', 'Walk.txt', 'walk.XMP'];
  for (const name of beside) fs.writeFileSync(path.join(photos, name), name);
  fs.mkdirSync(path.join(photos, 'trip'));
  const before = snapshot(photos);
  const moved = await it.filing.move({ photoIds: [1] }, { folderId: 1, dir: 'trip' });
  expect(Object.keys(snapshot(path.join(photos, 'trip'))).sort()).toEqual(
    ['WALK.pt-BR.VTT', 'Walk.en.srt', 'Walk.mp4', 'Walk.srt', 'walk.XMP'].sort(),
  );
  // The sidecar is the picture's too.
  expect(Object.keys(snapshot(photos))).toEqual(
    expect.arrayContaining(['Walk.jpg', 'walk.XMP', 'Walk home.srt', 'Walk.txt']),
  );
  await it.filing.undo(moved.filingId ?? 0);
  expect(snapshot(photos)).toEqual(before);
  fs.rmSync(path.join(photos, 'walk.XMP'));
  await it.filing.rename({ photoIds: [1] }, 'Porto');
  expect(Object.keys(snapshot(photos))).toEqual(
    expect.arrayContaining([
      'Porto.mp4',
      'Porto.srt',
      'Porto.en.srt',
      'Porto.pt-BR.VTT',
      'Walk home.srt',
      'Walk.txt',
      'Walk.jpg',
    ]),
  );
});

test('files of one shot are renamed together, each with its ending, and taken back together', async () => {
  using it = open(['a.jpg', 'a.nef', 'a-edited.jpg', 'b.jpg']);
  fs.writeFileSync(path.join(photos, 'a.xmp'), '{}');
  const first = snapshot(photos);
  const named = await it.filing.rename({ photoIds: [1, 2, 3, 4] }, 'bird');
  expect(named).toMatchObject({ doneCount: 2, problems: [] });
  expect(Object.keys(snapshot(photos)).sort()).toEqual(['a-edited.jpg', 'b.jpg', 'bird.jpg', 'bird.nef', 'bird.xmp']);
  await it.filing.undo(named.filingId ?? 0);
  expect(snapshot(photos)).toEqual(first);
});

test('a photo is renamed with what is named after it; a folder with all that lies in it; both are taken back', async () => {
  using it = open(['a.jpg', 'b.jpg']);
  for (const name of ['a.jpg.xmp', 'a.xmp', 'a.jpg.json']) fs.writeFileSync(path.join(photos, name), '{}');
  const first = snapshot(photos);
  const named = await it.filing.rename({ photoIds: [1] }, ' Lisboa 里斯本 ');
  expect(Object.keys(snapshot(photos)).sort()).toEqual(
    ['b.jpg', 'Lisboa 里斯本.jpg', 'Lisboa 里斯本.jpg.json', 'Lisboa 里斯本.jpg.xmp', 'Lisboa 里斯本.xmp'].sort(),
  );
  expect(known(it.db)[0]).toBe('1 ||Lisboa 里斯本.jpg');
  await it.filing.undo(named.filingId ?? 0);
  expect(snapshot(photos)).toEqual(first);
  for (const bad of ['', '..', 'a/b', 'a\\b', 'con', 'x:y', '.hidden', 'end.'])
    await expect(it.filing.makeFolder({ folderId: 1, dir: '' }, bad), bad).rejects.toMatchObject({
      kind: 'bad-name-given',
    });

  const made = await it.filing.makeFolder({ folderId: 1, dir: '' }, 'trip');
  expect(await it.filing.madeFolders()).toEqual([{ folderId: 1, dir: 'trip', photoCount: 0, wholeCount: 0 }]);
  expect((await it.filing.makeFolder({ folderId: 1, dir: '' }, 'trip')).problems).toMatchObject([
    { problem: { kind: 'name-taken' } },
  ]);
  await it.filing.move({ photoIds: [1] }, { folderId: 1, dir: 'trip' });
  expect((await it.filing.undo(made.filingId ?? 0)).problems).toMatchObject([{ problem: { kind: 'refused' } }]);
  const renamed = await it.filing.renameFolder({ folderId: 1, dir: 'trip' }, 'Porto');
  expect(known(it.db)).toEqual(['1 |Porto|a.jpg', '2 ||b.jpg']);
  expect(Object.keys(snapshot(photos))).toEqual([
    'Porto/a.jpg',
    'Porto/a.jpg.json',
    'Porto/a.jpg.xmp',
    'Porto/a.xmp',
    'b.jpg',
  ]);
  await it.filing.undo(renamed.filingId ?? 0);
  expect(known(it.db)).toEqual(['1 |trip|a.jpg', '2 ||b.jpg']);
  await expect(it.filing.move({ photoIds: [1] }, { folderId: 1, dir: '../..' })).rejects.toMatchObject({
    kind: 'not-found',
  });
});

const otherDrive = '/dev/shm';
const hasOtherDrive = process.platform === 'linux' && fs.existsSync(otherDrive);

test.runIf(hasOtherDrive)(
  'onto another drive a photo is copied, read back and then trashed; that is taken back too',
  async () => {
    using it = open(['a.jpg', 'b.jpg']);
    const far = fs.mkdtempSync(path.join(otherDrive, 'lumisift-'));
    try {
      fs.writeFileSync(path.join(photos, 'a.jpg.xmp'), 'about a');
      const before = snapshot(photos);
      const { mtimeMs } = fs.statSync(path.join(photos, 'a.jpg'));
      const folderId = createFolders(it.db).add(far, 1);
      const { filingId = 0, doneCount, problems } = await it.filing.move({ photoIds: [1] }, { folderId, dir: '' });
      expect([doneCount, problems]).toEqual([1, []]);
      expect(Object.keys(snapshot(photos))).toEqual(['b.jpg']);
      expect(snapshot(far)).toEqual({ 'a.jpg': before['a.jpg'], 'a.jpg.xmp': before['a.jpg.xmp'] });
      expect(Math.abs(fs.statSync(path.join(far, 'a.jpg')).mtimeMs - mtimeMs)).toBeLessThan(2);
      expect(known(it.db)[0]).toBe(`1 ${far}||a.jpg`);
      expect((await it.filing.undo(filingId)).problems).toEqual([]);
      expect(snapshot(photos)).toEqual(before);
      expect(Object.keys(snapshot(far))).toEqual([]);
    } finally {
      fs.rmSync(far, { recursive: true });
      const trash = path.join(otherDrive, `.Trash-${process.getuid?.()}`);
      if (fs.existsSync(trash))
        for (const name of ['files/a.jpg', 'files/a.jpg.xmp', 'info/a.jpg.trashinfo', 'info/a.jpg.xmp.trashinfo'])
          fs.rmSync(path.join(trash, name), { force: true });
    }
  },
);

test('killed at random moments of a move, every file lies in one of the two folders whole, and the journal knows in which', async () => {
  const names = Array.from({ length: 300 }, (_, at) => `photo-${at}.jpg`);
  let before: Record<string, string>;
  {
    using _ = open(names);
    fs.mkdirSync(path.join(photos, 'trip'));
    for (const name of names) fs.writeFileSync(path.join(photos, `${name}.xmp`), `about ${name}`);
    before = snapshot(photos);
  }
  let cut = 0;
  let movedCount = 0;
  for (let kill = 0; kill < 6; kill++) {
    await killed();
    using it = open(names);
    const journal = createFilingJournal(it.db);
    cut += journal.open().length;
    await it.filing.recovered;
    const now = snapshot(photos);
    const bare = Object.fromEntries(Object.entries(now).map(([name, sha]) => [path.basename(name), sha]));
    expect(Object.keys(now)).toHaveLength(Object.keys(before).length);
    expect(bare).toEqual(before);
    expect(journal.open()).toEqual([]);
    const done = journal
      .history()
      .flatMap(({ id }) => journal.stepsOf(id))
      .filter(({ state }) => state === 'done');
    const moved = Object.keys(now).filter((name) => name.startsWith('trip/'));
    movedCount += moved.length;
    expect(done.map(({ target = '' }) => path.relative(photos, target)).sort()).toEqual(moved.sort());
    for (const { id } of journal.history()) await it.filing.undo(id);
    expect(snapshot(photos)).toEqual(before);
  }
  console.log(`6 kills: ${movedCount} files had been moved, ${cut} were caught in the middle`);
  expect(movedCount).toBeGreaterThan(0);
});

async function killed(): Promise<void> {
  const process_ = path.join(import.meta.dirname, '../fixtures/filing-process.ts');
  const child = spawn(process.execPath, [process_, path.join(home.path, 'library'), 'trip'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const begun = () => fs.readdirSync(path.join(photos, 'trip')).length > 0;
  while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
  child.kill('SIGKILL');
  await ended;
}
