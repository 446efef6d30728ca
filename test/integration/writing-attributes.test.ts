import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { openTestLibrary } from '../fixtures/open-library.ts';

/** Numbers of the calls (Linux): Perl is there for ExifTool, and asks the system itself. */
const calls = { x64: { set: 188, get: 191 }, arm64: { set: 5, get: 8 } } as const;
const call = process.arch === 'x64' || process.arch === 'arm64' ? calls[process.arch] : undefined;

function setAttribute(file: string, name: string, value: string): boolean {
  const script = `my ($f, $n, $v) = @ARGV; exit(syscall(${call?.set}, $f, $n, $v, length $v, 0) == 0 ? 0 : 1)`;
  try {
    execFileSync('perl', ['-e', script, file, name, value], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function attributeOf(file: string, name: string): string {
  const script = `my ($f, $n) = @ARGV; my $v = "\\0" x 256; my $l = syscall(${call?.get}, $f, $n, $v, 256); print substr($v, 0, $l) if $l > 0`;
  return execFileSync('perl', ['-e', script, file, name], { encoding: 'utf8' });
}

const stampOf = (file: string) => {
  const { uid, gid, mode, mtimeMs } = fs.statSync(file);
  return { uid, gid, mode, mtimeS: Math.floor(mtimeMs / 1000) };
};

test('a write and its undo keep mode, owner, times and links, and a file of several names is refused with the reason', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const [plain = '', linked = '', real = ''] = await makePhotos(photos.path, 3);
  const elsewhere = path.join(photos.path, 'elsewhere');
  fs.mkdirSync(elsewhere);
  fs.renameSync(real, path.join(elsewhere, 'real.jpg'));
  fs.symlinkSync(path.join(elsewhere, 'real.jpg'), real);
  fs.linkSync(linked, path.join(photos.path, 'second-name.txt'));
  const target = path.join(elsewhere, 'real.jpg');
  for (const [at, file] of [plain, target].entries()) {
    fs.chmodSync(file, at === 0 ? 0o640 : 0o604);
    fs.utimesSync(file, 1_000_000_000, 1_100_000_000 + at);
    if (process.getuid?.() === 0) fs.chownSync(file, 1234, 4321);
  }
  const before = [plain, target].map(stampOf);
  const bytes = [plain, target].map((file) => fs.readFileSync(file));

  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const ids = (await library.lists.open({})).cards.map(({ id }) => id);
  library.photos.rate(ids, 5);
  const plan = await library.writing.plan(ids, 'embedded', ['rating']);
  expect(plan.changedCount).toBe(2);
  expect(library.writing.planned(plan.planId, 0, 10)[0]?.problem).toMatchObject({
    kind: 'write-refused',
    message: expect.stringMatching(/2 names.*sidecar/),
  });
  const { writeId, writtenCount, problems } = await library.writing.write(plan.planId);
  expect([writtenCount, problems]).toEqual([2, []]);
  expect([plain, target].map(stampOf)).toEqual(before);
  expect(fs.readFileSync(plain).equals(bytes[0] ?? Buffer.alloc(0))).toBe(false);
  expect(fs.lstatSync(real).isSymbolicLink()).toBe(true);
  expect(fs.statSync(linked).nlink).toBe(2);

  await library.writing.undo(writeId ?? 0);
  expect([plain, target].map(stampOf)).toEqual(before);
  expect([plain, target].map((file) => fs.readFileSync(file))).toEqual(bytes);
  expect(fs.lstatSync(real).isSymbolicLink()).toBe(true);
});

test('a sidecar that is a link stays one', async () => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const [photo = ''] = await makePhotos(photos.path, 1);
  const kept = path.join(photos.path, 'kept.xmp');
  fs.writeFileSync(
    kept,
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""/></rdf:RDF></x:xmpmeta>',
  );
  fs.symlinkSync(kept, `${photo}.xmp`);
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const ids = (await library.lists.open({})).cards.map(({ id }) => id);
  library.photos.rate(ids, 3);
  const plan = await library.writing.plan(ids, 'sidecar', ['rating']);
  expect((await library.writing.write(plan.planId)).writtenCount).toBe(1);
  expect(fs.lstatSync(`${photo}.xmp`).isSymbolicLink()).toBe(true);
  expect(fs.readFileSync(kept, 'utf8')).toMatch(/Rating/);
});

test("extended attributes, as KDE's tags and ratings, survive a write and its undo", async (context) => {
  using photos = temporaryFolder();
  using home = temporaryFolder();
  const [photo = ''] = await makePhotos(photos.path, 1);
  if (call === undefined || process.platform !== 'linux' || !setAttribute(photo, 'user.xdg.tags', 'grandma,cake'))
    return context.skip('no extended attributes can be set here');
  setAttribute(photo, 'user.baloo.rating', '8');
  await using library = openTestLibrary(home.path);
  await library.folders.add(photos.path);
  await library.work.settled();
  const ids = (await library.lists.open({})).cards.map(({ id }) => id);
  library.photos.rate(ids, 2);
  const plan = await library.writing.plan(ids, 'embedded', ['rating']);
  const { writeId } = await library.writing.write(plan.planId);
  const all = () => ['user.xdg.tags', 'user.baloo.rating'].map((name) => attributeOf(photo, name));
  expect(all()).toEqual(['grandma,cake', '8']);
  await library.writing.undo(writeId ?? 0);
  expect(all()).toEqual(['grandma,cake', '8']);
});
