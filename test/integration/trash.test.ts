import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFiles } from '../../main/db/files.ts';
import { createFilingJournal } from '../../main/db/filing.ts';
import { createFolders } from '../../main/db/folders.ts';
import { openDatabases } from '../../main/db/open.ts';
import { createTexts } from '../../main/db/texts.ts';
import { createFiling } from '../../main/library/filing.ts';
import { snapshot } from '../fixtures/disk.ts';
import { temporaryFolder } from '../fixtures/make-photos.ts';
import { enterPhotos } from '../fixtures/photo-rows.ts';

const root = path.join(import.meta.dirname, '../..');
const onLinux = process.platform === 'linux';

let home: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  home = temporaryFolder();
  vi.stubEnv('XDG_DATA_HOME', path.join(home.path, 'data'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  home[Symbol.dispose]();
});

/** A library of these files, as it is on the disk, and what is done with them. */
function open(names: readonly string[], options: { systemTrash?: (file: string) => Promise<void> } = {}) {
  const photos = path.join(home.path, 'photos');
  const files = names.map((name) => path.join(photos, name));
  const db = openDatabases({ folder: path.join(home.path, 'library') });
  if (!fs.existsSync(photos)) {
    fs.mkdirSync(photos);
    for (const [at, file] of files.entries()) fs.writeFileSync(file, `picture ${at}`);
    enterPhotos(db, photos, files, 4);
  }
  const changed: number[] = [];
  const filing = createFiling({
    ...{ db, files: createFiles(db), folders: createFolders(db), texts: createTexts(db), now: Date.now },
    systemTrash: options.systemTrash,
    onProgress: () => undefined,
    onChanged: (ids) => void changed.push(...ids),
  });
  const present = () => db.sql.prepare<[], number>('SELECT id FROM photos WHERE present > 0 ORDER BY id').pluck().all();
  return { db, filing, photos, files, changed, present, [Symbol.dispose]: () => db[Symbol.dispose]() };
}

test.runIf(onLinux)(
  'photos go to the trash with what lies beside them, and come back byte for byte with what was said of them',
  async () => {
    using it = open(['a.jpg', 'b.jpg', 'b.png', 'c.jpg']);
    const at = (name: string) => path.join(it.photos, name);
    fs.writeFileSync(at('a.jpg.xmp'), 'about a');
    fs.writeFileSync(at('a.xmp'), 'about a too');
    fs.writeFileSync(at('b.xmp'), 'about both of b');
    fs.writeFileSync(at('a.aae'), 'an edit');
    fs.writeFileSync(at('a.mov'), 'some film of the same name');
    const before = snapshot(it.photos);
    const plan = await it.filing.planTrash({ photoIds: [1, 2] });
    expect(plan).toEqual({
      ...{
        photoCount: 2,
        fileCount: 2,
        totalBytes: 18,
        besideCount: 3,
        elsewhereCount: 0,
        offlineCount: 0,
        withoutTrash: [],
      },
    });
    expect(snapshot(it.photos)).toEqual(before);
    const { filingId, doneCount, problems } = await it.filing.trash({ photoIds: [1, 2] }, false);
    expect([doneCount, problems]).toEqual([2, []]);
    expect(Object.keys(snapshot(it.photos))).toEqual(['a.mov', 'b.png', 'b.xmp', 'c.jpg']);
    expect(it.present()).toEqual([3, 4]);
    expect(new Set(it.changed)).toEqual(new Set([1, 2]));
    // As other programs read it.
    const trash = path.join(home.path, 'data/Trash');
    expect(fs.readdirSync(path.join(trash, 'files')).sort()).toEqual(['a.aae', 'a.jpg', 'a.jpg.xmp', 'a.xmp', 'b.jpg']);
    expect(fs.readFileSync(path.join(trash, 'info/a.jpg.trashinfo'), 'utf8')).toMatch(
      /^\[Trash Info\]\nPath=\/.*\/photos\/a\.jpg\nDeletionDate=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\n$/,
    );
    const { count, files } = await it.filing.trashed(0, 10);
    expect([count, files.map((file) => [path.basename(file.path), file.state])]).toEqual([
      2,
      [
        ['b.jpg', 'there'],
        ['a.jpg', 'there'],
      ],
    ]);
    expect((await it.filing.undo(filingId ?? 0)).doneCount).toBe(2);
    expect(snapshot(it.photos)).toEqual(before);
    expect(snapshot(trash)).toEqual({});
    expect(it.present()).toEqual([1, 2, 3, 4]);
    expect(it.db.sql.prepare('SELECT count(*) FROM photos WHERE own_rating = 4').pluck().get()).toBe(4);
    expect(it.db.sql.prepare('SELECT count(*) FROM files WHERE is_waiting = 1').pluck().get()).toBe(0);
  },
);

test.runIf(onLinux)(
  'two files of one name are both kept, and one that is in the way is never written over',
  async () => {
    using it = open(['a.jpg']);
    const [a = ''] = it.files;
    await it.filing.trashFiles([a], false);
    fs.writeFileSync(a, 'another picture');
    it.db.sql.exec('UPDATE files SET missing_since_ms = NULL');
    const second = await it.filing.trashFiles([a], false);
    fs.writeFileSync(a, 'a third one');
    const refused = await it.filing.undo(second.filingId ?? 0);
    expect(refused.problems.map(({ problem }) => problem.kind)).toEqual(['name-taken']);
    expect(fs.readFileSync(a, 'utf8')).toBe('a third one');
    fs.rmSync(a);
    await it.filing.undo(second.filingId ?? 0);
    expect(fs.readFileSync(a, 'utf8')).toBe('another picture');
    const { files } = await it.filing.trashed(0, 10);
    fs.rmSync(a);
    await it.filing.restore(files.map(({ stepId }) => stepId));
    expect(fs.readFileSync(a, 'utf8')).toBe('picture 0');
  },
);

test.runIf(onLinux)('what was taken out of the trash by others is told, and nothing is invented', async () => {
  using it = open(['a.jpg', 'b.jpg']);
  const { filingId = 0 } = await it.filing.trash({ photoIds: [1, 2] }, false);
  fs.rmSync(path.join(home.path, 'data/Trash/files/a.jpg'));
  expect((await it.filing.trashed(0, 10)).files.map(({ state }) => state)).toEqual(['there', 'gone']);
  const result = await it.filing.undo(filingId);
  expect(result.doneCount).toBe(1);
  expect(result.problems.map(({ problem }) => problem.kind)).toEqual(['not-in-trash']);
  expect(Object.keys(snapshot(it.photos))).toEqual(['b.jpg']);
});

test.runIf(onLinux)(
  'only the copies in a folder go where that is asked; what may not be moved stays and is told',
  async () => {
    using it = open(['a.jpg', 'b.jpg']);
    const inner = path.join(it.photos, 'inner');
    fs.mkdirSync(inner);
    fs.copyFileSync(it.files[0] ?? '', path.join(inner, 'copy.jpg'));
    it.db.sql
      .exec(`INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, inode, photo_id, is_waiting, found_at_ms)
    VALUES (1, 'inner', 'copy.jpg', 9, 0, '', 1, 0, 0)`);
    const within = { folderId: 1, dir: 'inner', isDeep: true };
    expect(await it.filing.planTrash({ photoIds: [1], within })).toMatchObject({ fileCount: 1, elsewhereCount: 1 });
    await it.filing.trash({ photoIds: [1], within }, false);
    expect(Object.keys(snapshot(it.photos))).toEqual(['a.jpg', 'b.jpg']);
    expect(it.present()).toEqual([1, 2]);
    await expect(it.filing.trashFiles([path.join(home.path, 'data')], false)).rejects.toMatchObject({
      kind: 'not-found',
    });
  },
);

test.runIf(onLinux)(
  'a drive without a trash is told; agreed to, a folder of its own takes the files, which no scan sees',
  async () => {
    using it = open(['a.jpg']);
    // The home's trash can't be made, nor one at the top of the drive: both are files.
    vi.stubEnv('XDG_DATA_HOME', path.join(home.path, 'photos', 'a.jpg'));
    const top = topOf(it.photos);
    const blocked = path.join(top, `.Trash-${process.getuid?.()}`);
    const had = fs.existsSync(blocked);
    if (had) return; // a drive that has one shows nothing here
    fs.writeFileSync(blocked, '');
    try {
      expect((await it.filing.planTrash({ photoIds: [1] })).withoutTrash).toEqual([it.photos]);
      const refused = await it.filing.trash({ photoIds: [1] }, false);
      expect(refused.problems.map(({ problem }) => problem.kind)).toEqual(['no-trash']);
      expect(Object.keys(snapshot(it.photos))).toEqual(['a.jpg']);
      const { filingId = 0 } = await it.filing.trash({ photoIds: [1] }, true);
      expect(Object.keys(snapshot(it.photos))).toEqual([
        '.lumisift-trash/files/a.jpg',
        '.lumisift-trash/info/a.jpg.trashinfo',
      ]);
      expect((await it.filing.trashed(0, 1)).files).toMatchObject([{ isOwn: true, state: 'there' }]);
      await it.filing.undo(filingId);
      expect(Object.keys(snapshot(it.photos))).toEqual(['a.jpg']);
    } finally {
      fs.rmSync(blocked);
    }
  },
);

test.runIf(onLinux)(
  'killed at random moments, no file is lost or there twice, the journal knows each, and all comes back',
  async () => {
    const names = Array.from({ length: 300 }, (_, at) => `photo-${at}.jpg`);
    let before: Record<string, string>;
    {
      using it = open(names);
      for (const name of names) fs.writeFileSync(path.join(it.photos, `${name}.xmp`), `about ${name}`);
      before = snapshot(it.photos);
    }
    const photos = path.join(home.path, 'photos');
    const trash = path.join(home.path, 'data/Trash');
    let cut = 0;
    for (let kill = 0; kill < 6; kill++) {
      await killed(['trash', ...names.map((name) => path.join(photos, name))], trash);
      using it = open(names);
      cut += createFilingJournal(it.db).open().length;
      await it.filing.recovered;
      const inTrash = Object.fromEntries(
        Object.entries(fs.existsSync(trash) ? snapshot(trash) : {})
          .filter(([name]) => name.startsWith('files/'))
          .map(([name, sha]) => [path.basename(name), sha]),
      );
      const there = snapshot(photos);
      expect({ ...there, ...inTrash }).toEqual(before);
      expect(Object.keys(there).filter((name) => name in inTrash)).toEqual([]);
      const journal = createFilingJournal(it.db);
      expect(journal.open()).toEqual([]);
      const known = journal
        .history()
        .flatMap(({ id }) => journal.stepsOf(id))
        .filter(({ state }) => state === 'done');
      expect(known.map(({ target }) => path.basename(target ?? '')).sort()).toEqual(Object.keys(inTrash).sort());
      for (const { id } of journal.history()) await it.filing.undo(id);
      expect(snapshot(photos)).toEqual(before);
      expect(snapshot(trash)).toEqual({});
      it.db.sql.exec('UPDATE files SET missing_since_ms = NULL');
    }
    console.log(`6 kills, ${cut} files were caught in the middle`);
  },
);

test('where the system puts files into its trash and hides them, that is said, and the file is not looked for elsewhere', async () => {
  using it = open(['a.jpg'], { systemTrash: async (file) => fs.rmSync(file) });
  const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  try {
    vi.stubEnv('HOME', home.path);
    const { filingId = 0, doneCount } = await it.filing.trash({ photoIds: [1] }, false);
    expect(doneCount).toBe(1);
    expect((await it.filing.trashed(0, 1)).files).toMatchObject([{ state: 'hidden' }]);
    expect((await it.filing.undo(filingId)).problems).toMatchObject([{ problem: { kind: 'not-in-trash' } }]);
  } finally {
    platform.mockRestore();
  }
});

test('a file that macOS or Windows put into the trash is found there by what the file system knows it by', async () => {
  const bin = path.join(home.path, '.Trash');
  fs.mkdirSync(bin);
  fs.writeFileSync(path.join(bin, 'other.jpg'), 'x');
  using it = open(['a.jpg'], { systemTrash: async (file) => fs.renameSync(file, path.join(bin, 'a 12.34.jpg')) });
  const platform = vi.spyOn(process, 'platform', 'get').mockReturnValue('darwin');
  try {
    vi.stubEnv('HOME', home.path);
    const { filingId = 0 } = await it.filing.trash({ photoIds: [1] }, false);
    expect((await it.filing.undo(filingId)).doneCount).toBe(1);
    expect(Object.keys(snapshot(it.photos))).toEqual(['a.jpg']);
  } finally {
    platform.mockRestore();
  }
});

test.runIf(onLinux)('from a terminal: trashed, listed, and put back', () => {
  const it = open(['a.jpg']);
  it.db[Symbol.dispose]();
  const run = (...args: string[]) =>
    JSON.parse(
      execFileSync(
        process.execPath,
        ['main/cli.ts', '--json', '--library', path.join(home.path, 'library'), 'trash', ...args],
        { cwd: root, encoding: 'utf8' },
      ),
    );
  expect(run(it.files[0] ?? '')).toMatchObject({ ok: true, doneCount: 1 });
  expect(fs.existsSync(it.files[0] ?? '')).toBe(false);
  expect(run('list')).toMatchObject({ count: 1, files: [{ path: it.files[0], state: 'there' }] });
  expect(run('restore')).toMatchObject({ ok: true, doneCount: 1 });
  expect(fs.existsSync(it.files[0] ?? '')).toBe(true);
  expect(run('list')).toMatchObject({ count: 0, files: [] });
});

/** Runs a command and kills it (-9) a while after the first file has come to `trash`. */
async function killed(args: readonly string[], trash: string): Promise<void> {
  const child = spawn(process.execPath, ['main/cli.ts', '--library', path.join(home.path, 'library'), ...args], {
    cwd: root,
    stdio: 'ignore',
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const begun = () => fs.existsSync(path.join(trash, 'files')) && fs.readdirSync(path.join(trash, 'files')).length > 0;
  while (!begun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 2));
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
  child.kill('SIGKILL');
  await ended;
}

function topOf(folder: string): string {
  const { dev } = fs.statSync(folder);
  let at = folder;
  while (path.dirname(at) !== at && fs.statSync(path.dirname(at)).dev === dev) at = path.dirname(at);
  return at;
}
