import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { openDatabases } from '../../main/db/open.ts';
import { createTexts } from '../../main/db/texts.ts';
import { createSources } from '../../main/db/sources.ts';
import { createWritingJournal } from '../../main/db/writing.ts';
import { readSidecar } from '../../main/formats/metadata/sidecar.ts';
import { createWriting } from '../../main/library/writing.ts';
import { recover } from '../../main/writing/recover.ts';
import { makePhotos, temporaryFolder } from '../fixtures/make-photos.ts';
import { enterPhotos } from '../fixtures/photo-rows.ts';

const root = path.join(import.meta.dirname, '../..');
/** A share of them; `npm run torture` does many more. */
const moments = 6;
const count = 150;

const old = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>theirs</rdf:li>
  </rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`;

test('killed at random moments of a write, every file is the old or the new one, and the journal knows which', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  const library = path.join(folder.path, 'library');
  fs.mkdirSync(pictures);
  const files = Array.from({ length: count }, (_, i) => path.join(pictures, `photo-${i}.jpg`));
  for (const file of files) fs.writeFileSync(file, 'a picture that nobody reads here');
  const reset = () => {
    for (const [i, file] of files.entries())
      if (i % 2 === 0) fs.writeFileSync(`${file}.xmp`, old);
      else fs.rmSync(`${file}.xmp`, { force: true });
  };
  reset();
  {
    using db = openDatabases({ folder: library });
    enterPhotos(db, pictures, files, 4);
  }
  let news = 0;
  let cutShort = 0;
  for (let moment = 0; moment < moments; moment++) {
    await killedWrite(library, () => fs.existsSync(path.join(pictures, 'photo-1.jpg.xmp')), Math.random());
    using db = openDatabases({ folder: library });
    const journal = createWritingJournal(db);
    cutShort += journal.open().length;
    await recover(journal, path.join(library, 'originals'), Date.now());
    expect(journal.open()).toEqual([]);
    expect(fs.readdirSync(pictures).filter((name) => name.startsWith('.'))).toEqual([]);
    const written = new Map(
      db.sql
        .prepare<[], { path: string; after_sha: string }>(
          "SELECT path, after_sha FROM write_files WHERE state = 'written'",
        )
        .all()
        .map((row) => [row.path, row.after_sha]),
    );
    for (const [i, file] of files.entries()) {
      const sidecar = `${file}.xmp`;
      const bytes = fs.existsSync(sidecar) ? fs.readFileSync(sidecar) : undefined;
      const isOld = i % 2 === 0 ? bytes?.toString() === old : bytes === undefined;
      if (isOld) expect([sidecar, written.has(sidecar)]).toEqual([sidecar, false]);
      else {
        news += 1;
        expect(readSidecar('xmp', bytes ?? Buffer.of())).toEqual({
          keywords: i % 2 === 0 ? ['theirs'] : [],
          rating: 4,
        });
        expect(written.get(sidecar)).toBe(
          createHash('sha256')
            .update(bytes ?? '')
            .digest('hex'),
        );
      }
    }
    // All anew for the next moment.
    reset();
    db.sql.exec('DELETE FROM writes; DELETE FROM own_words');
  }
  console.log(`${moments} kills: ${news} files were new, ${cutShort} were caught in the middle`);
  expect(news).toBeGreaterThan(0);
});

test('killed while it writes into photos, every photo is the old or the new one, and undo gives the old ones back', async () => {
  using folder = temporaryFolder();
  const pictures = path.join(folder.path, 'pictures');
  const library = path.join(folder.path, 'library');
  const files = await makePhotos(pictures, 60);
  const before = files.map((file) => fs.readFileSync(file));
  {
    using db = openDatabases({ folder: library });
    enterPhotos(db, pictures, files, 4);
  }
  const first = files[0] ?? '';
  const size = fs.statSync(first).size;
  await killedWrite(library, () => fs.statSync(first).size !== size, Math.random() / 4, ['--embedded']);
  using db = openDatabases({ folder: library });
  const writing = createWriting({
    ...{ db, texts: createTexts(db), sources: createSources(db), now: Date.now },
    tagPaths: async () => Promise.resolve([]),
    onProgress: () => undefined,
    onChanged: () => undefined,
  });
  await writing.recovered;
  const written = new Set(
    db.sql.prepare<[], string>("SELECT path FROM write_files WHERE state = 'written'").pluck().all(),
  );
  for (const [i, file] of files.entries())
    expect([file, fs.readFileSync(file).equals(before[i] ?? Buffer.of())]).toEqual([file, !written.has(file)]);
  expect(written.size).toBeGreaterThan(0);
  expect(fs.readdirSync(pictures).filter((name) => name.startsWith('.'))).toEqual([]);
  const [last] = await writing.history();
  expect(await writing.undo(last?.id ?? 0)).toMatchObject({ writtenCount: written.size, problems: [] });
  expect(files.map((file) => fs.readFileSync(file))).toEqual(before);
  await writing.stop();
});

/** Kills the command some time after its first file, somewhere in the first two thirds of the write. */
async function killedWrite(
  library: string,
  hasBegun: () => boolean,
  moment: number,
  args: readonly string[] = [],
): Promise<void> {
  const child = spawn(
    path.join(root, 'node_modules/.bin/node'),
    ['main/cli.ts', '--library', library, 'tag', 'write', '--all', '--fields', 'rating', ...args],
    { cwd: root, stdio: 'ignore', detached: true },
  );
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  while (!hasBegun() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 1));
  await new Promise((resolve) => setTimeout(resolve, moment * 1_200));
  // The whole group: ExifTool would go on writing the copy it was given.
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL');
  await ended;
}
