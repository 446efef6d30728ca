import fs from 'node:fs';
import path from 'node:path';
import type { FailureReport } from '../../../preload/contract/failure.ts';
import { createFiles } from '../../../main/db/files.ts';
import { createFilingJournal } from '../../../main/db/filing.ts';
import { createFolders } from '../../../main/db/folders.ts';
import { type Db, openDatabases } from '../../../main/db/open.ts';
import { createSources } from '../../../main/db/sources.ts';
import { createTexts } from '../../../main/db/texts.ts';
import { createWritingJournal } from '../../../main/db/writing.ts';
import { createFiling } from '../../../main/library/filing.ts';
import { createWriting } from '../../../main/library/writing.ts';
import { Failure } from '../../../main/util/failure.ts';
import { snapshot } from '../../fixtures/disk.ts';
import { makePhotos } from '../../fixtures/make-photos.ts';
import { enterPhotos } from '../../fixtures/photo-rows.ts';
import type { Interrupted, Scene } from './scene.ts';

const photoCount = 12;
const stars = 4;
const imported = 20;
const theirs = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:subject><rdf:Bag><rdf:li>theirs</rdf:li>
  </rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`;

/** Stars of every photo are written, into sidecars of which half are there already. */
export const writingSidecars: Scene = writing('writing sidecars', 'sidecar');
/** They are written into the photos themselves. */
export const writingPhotos: Scene = writing('writing photos', 'embedded');

/** A write into photos is taken back. */
export const undo: Scene = {
  name: 'undo',
  lines: 1,
  tailMs: 250,
  async make(made) {
    await makeWritable(made);
    fs.cpSync(path.join(made, 'photos'), path.join(made, 'before'), { recursive: true, preserveTimestamps: true });
    using db = openDatabases({ folder: path.join(made, 'library') });
    await using open = openWriting(db);
    await writeAll(db, open, 'embedded', () => undefined);
  },
  hasOwnFiles: true,
  lay: moveHere,
  async work(folder, say) {
    using db = openDatabases({ folder: path.join(folder, 'library') });
    await using open = openWriting(db);
    const [last] = await open.history();
    say('ready');
    const { problems } = await open.undo(last?.id ?? 0);
    refuse(problems);
  },
  judge: (given) => filesAreWhole(given, path.join(given.made, 'before')),
};

/** What is on a card is copied into the library. */
export const importing: Scene = {
  name: 'import',
  lines: 1,
  tailMs: 400,
  async make(made) {
    fs.mkdirSync(path.join(made, 'photos'), { recursive: true });
    await makePhotos(path.join(made, 'card', 'DCIM'), imported);
    for (const number of [3, 7, 11]) fs.writeFileSync(path.join(made, 'card', 'DCIM', `photo-${number}.xmp`), theirs);
    using db = openDatabases({ folder: path.join(made, 'library') });
    createFolders(db).add(path.join(made, 'photos'), 1);
  },
  hasOwnFiles: true,
  lay: moveHere,
  async work(folder, say) {
    using db = openDatabases({ folder: path.join(folder, 'library') });
    const filing = openFiling(db);
    await filing.recovered;
    say('ready');
    const { problems } = await filing.import(path.join(folder, 'card'), { folderId: 1, dir: '' }, '{name}');
    refuse(problems);
  },
  async judge({ db, folder, made }) {
    const filing = openFiling(db);
    await filing.recovered;
    const card = snapshot(path.join(made, 'card', 'DCIM'));
    const photos = path.join(folder, 'photos');
    const now = snapshot(photos);
    const half = Object.entries(now).find(([name, sha]) => card[name] !== sha);
    if (half !== undefined) return `${half[0]} lies in the library and is not as on the card`;
    const journal = createFilingJournal(db);
    if (journal.open().length > 0) return 'the journal does not know what became of a file';
    const known = new Set(
      journal.history().flatMap(({ id }) => journal.stepsOf(id).map(({ target = '' }) => path.basename(target))),
    );
    const unknown = Object.keys(now).find((name) => !known.has(name));
    if (unknown !== undefined) return `${unknown} was imported, and the journal does not know it`;
    // Once more: it brings the rest, and nothing twice.
    const again = await filing.import(path.join(folder, 'card'), { folderId: 1, dir: '' }, '{name}');
    if (again.problems.length > 0) return `another import said: ${again.problems[0]?.problem.message}`;
    const missing = Object.entries(card).find(([name, sha]) => snapshot(photos)[name] !== sha);
    if (missing !== undefined) return `${missing[0]} did not come with another import`;
    const doubled = Object.keys(snapshot(photos)).find((name) => !(name in card));
    if (doubled !== undefined) return `another import made ${doubled} of what was there`;
    const gone = Object.entries(card).find(([name, sha]) => snapshot(path.join(folder, 'card', 'DCIM'))[name] !== sha);
    return gone === undefined ? undefined : `${gone[0]} on the card is not as it was`;
  },
};

function writing(name: string, target: 'sidecar' | 'embedded'): Scene {
  return {
    name,
    lines: 1,
    tailMs: 600,
    make: makeWritable,
    hasOwnFiles: true,
    lay: moveHere,
    async work(folder, say) {
      using db = openDatabases({ folder: path.join(folder, 'library') });
      await using open = openWriting(db);
      await writeAll(db, open, target, () => say('ready'));
    },
    judge: (given) => filesAreWhole(given, path.join(given.made, 'photos')),
  };
}

/** Each is the old one or the one that the journal knows, and taking it back makes all of them the old ones. */
async function filesAreWhole({ db, folder }: Interrupted, before: string): Promise<string | undefined> {
  await using open = openWriting(db);
  await open.recovered;
  const photos = path.join(folder, 'photos');
  if (createWritingJournal(db).open().length > 0) return 'the journal does not know what became of a file';
  const written = new Map(
    db.sql
      .prepare<[], [string, string]>("SELECT path, after_sha FROM write_files WHERE state = 'written'")
      .raw()
      .all()
      .map(([file, sha]) => [path.basename(file), sha.slice(0, 16)]),
  );
  const old = snapshot(before);
  const now = snapshot(photos);
  for (const name of new Set([...Object.keys(old), ...Object.keys(now), ...written.keys()])) {
    const wanted = written.get(name) ?? old[name];
    if (now[name] !== wanted) return `${name} is neither the old nor the new file`;
  }
  for (const { id } of await open.history()) {
    const { problems } = await open.undo(id);
    if (problems.length > 0) return `it could not be taken back: ${problems[0]?.problem.message}`;
  }
  const back = snapshot(photos);
  const other = Object.keys({ ...old, ...back }).find((name) => old[name] !== back[name]);
  if (other !== undefined) return `${other} is not as it was after it was taken back`;
  const left = fs.existsSync(path.join(folder, 'library/originals'))
    ? Object.keys(snapshot(path.join(folder, 'library/originals')))
    : [];
  return left.length === 0 ? undefined : `${left.length} originals are kept that nothing needs`;
}

async function makeWritable(made: string): Promise<void> {
  const photos = path.join(made, 'photos');
  const files = await makePhotos(photos, photoCount);
  for (const [at, file] of files.entries()) if (at % 2 === 0) fs.writeFileSync(`${file}.xmp`, theirs);
  using db = openDatabases({ folder: path.join(made, 'library') });
  enterPhotos(db, photos, files, stars);
}

/** The rows name files by where they lie, and a copy lies elsewhere. */
function moveHere(folder: string): void {
  using db = openDatabases({ folder: path.join(folder, 'library') });
  const from = db.sql.prepare<[], string>('SELECT path FROM folders').pluck().get() ?? '';
  const to = path.join(folder, 'photos');
  db.transaction(() => {
    db.sql.prepare('UPDATE folders SET path = ?').run(to);
    db.sql
      .prepare('UPDATE write_files SET path = replace(path, @from, @to), temporary = replace(temporary, @from, @to)')
      .run({ from, to });
  });
}

function openWriting(db: Db) {
  const open = createWriting({
    ...{ db, texts: createTexts(db), sources: createSources(db, () => ['en']), now: Date.now },
    tagPaths: () => Promise.resolve([]),
    onProgress: () => undefined,
    onChanged: () => undefined,
  });
  return Object.assign(open, { [Symbol.asyncDispose]: () => open.stop() });
}

async function writeAll(
  db: Db,
  open: ReturnType<typeof openWriting>,
  target: 'sidecar' | 'embedded',
  onReady: () => void,
): Promise<void> {
  const ids = db.sql.prepare<[], number>('SELECT id FROM photos').pluck().all();
  const plan = await open.plan(ids, target, ['rating']);
  onReady();
  const { problems } = await open.write(plan.planId);
  refuse(problems);
}

/** What is told of one file is told of all that is done. */
function refuse(problems: readonly { problem: FailureReport }[]): void {
  const [first] = problems;
  if (first !== undefined) throw new Failure(first.problem.kind, first.problem.message);
}

function openFiling(db: Db) {
  return createFiling({
    ...{
      db,
      files: createFiles(
        db,
        createSources(db, () => ['en']),
      ),
      folders: createFolders(db),
      texts: createTexts(db),
    },
    ...{ now: Date.now, systemTrash: undefined, onProgress: () => undefined, onChanged: () => undefined },
  });
}
