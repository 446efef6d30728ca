import fs from 'node:fs';
import path from 'node:path';
import { createFolders } from '../../../main/db/folders.ts';
import { type Db, openDatabases } from '../../../main/db/open.ts';
import { createLibrary } from '../../../main/library/index.ts';
import { vectorKey } from '../../../main/models/index.ts';
import { starter } from '../../../main/models/starter.ts';
import { Failure } from '../../../main/util/failure.ts';
import { dumpLibrary } from '../../fixtures/dump-library.ts';
import { bringSecondModel } from '../../fixtures/second-model.ts';
import { playedFork } from './played-fork.ts';
import type { Scene } from './scene.ts';

const photoCount = 80;
const second = 'own-second';
const dumpName = 'undisturbed.json';

/** A folder of photos is looked through and embedded. */
export const indexing: Scene = {
  name: 'indexing',
  lines: photoCount,
  tailMs: 30,
  async make(made) {
    makeFiles(made);
    await indexed(path.join(made, 'undisturbed'));
    const dump = dumpLibrary(path.join(made, 'undisturbed'));
    fs.writeFileSync(path.join(made, dumpName), JSON.stringify(dump));
    withFolder(path.join(made, 'library'), path.join(made, 'photos'));
    function indexed(library: string): Promise<void> {
      withFolder(library, path.join(made, 'photos'));
      return settle(openDatabases({ folder: library }), () => undefined);
    }
  },
  work: (folder, say) => settle(openDatabases({ folder: path.join(folder, 'library') }), say),
  async judge({ db, folder, made }) {
    const why = halfIn(db);
    if (why !== undefined) return why;
    await settle(db, () => undefined);
    const dump = JSON.parse(JSON.stringify(dumpLibrary(path.join(folder, 'library')))) as Record<string, unknown[]>;
    // Written above.
    const wanted = JSON.parse(fs.readFileSync(path.join(made, dumpName), 'utf8')) as Record<string, unknown[]>;
    const other = Object.keys(wanted).find((key) => JSON.stringify(dump[key]) !== JSON.stringify(wanted[key]));
    return other === undefined ? undefined : `gone on with, ${other} are not those of a library that nobody disturbed`;
  },
};

/** Every photo gets a vector of another model, which then answers; the one before is let go. */
export const modelChange: Scene = {
  name: 'model change',
  lines: photoCount,
  tailMs: 60,
  async make(made) {
    makeFiles(made);
    const library = path.join(made, 'library');
    withFolder(library, path.join(made, 'photos'));
    await settle(openDatabases({ folder: library }), () => undefined);
    bringSecondModel(library, second);
  },
  work: (folder, say) => change(openDatabases({ folder: path.join(folder, 'library') }), say),
  async judge({ db }) {
    const why = halfIn(db) ?? answersWithHoles(db);
    if (why !== undefined) return why;
    const before = vectorsByModel(db);
    const kept = db.sql.prepare<[], string>('SELECT stage FROM model_change').pluck().get();
    const former = before[vectorKey(starter)] ?? 0;
    if (former !== photoCount && kept !== 'dropping' && kept !== undefined)
      return `${photoCount - former} vectors of the former model are gone, and nobody let them go`;
    const { folder } = db;
    await change(db, () => undefined);
    using again = openDatabases({ folder });
    const after = vectorsByModel(again);
    return JSON.stringify(after) === JSON.stringify({ [`${second}@1`]: photoCount })
      ? answersWithHoles(again)
      : `gone on with, the vectors are ${JSON.stringify(after)}`;
  },
};

/** Not pictures: the embedder is played, and whatever has such a name is one to the scan. */
function makeFiles(made: string): void {
  const folder = path.join(made, 'photos');
  fs.mkdirSync(folder, { recursive: true });
  for (let number = 1; number <= photoCount; number++) {
    const file = path.join(folder, `photo-${number}.jpg`);
    fs.writeFileSync(file, `picture ${number}`);
    fs.utimesSync(file, 1_600_000_000 + number, 1_600_000_000 + number);
  }
}

function withFolder(library: string, photos: string): void {
  using db = openDatabases({ folder: library });
  createFolders(db).add(photos, 1);
}

function open(db: Db, onEmbedded: () => void) {
  return createLibrary({
    ...{ db, fork: playedFork(onEmbedded), cores: 1, now: Date.now, log: () => undefined },
    resourcesFolder: path.join(import.meta.dirname, '../../../resources'),
    languages: () => ['en'],
  });
}

async function settle(db: Db, say: (what: string) => void): Promise<void> {
  const library = open(db, () => say('embedded'));
  say('ready');
  await library.work.settled();
  const stopped = library.work.stoppedBy();
  await library.stop();
  if (stopped !== undefined) throw new Failure(stopped.kind, stopped.message);
}

async function change(db: Db, say: (what: string) => void): Promise<void> {
  const library = open(db, () => say('embedded'));
  await library.work.settled();
  say('ready');
  if (library.settings.get().modelId !== second) library.engine.switchTo(second);
  await library.work.settled();
  const state = library.engine.switchState();
  const trouble = library.work.stoppedBy() ?? (state.is === 'filling' ? state.trouble : undefined);
  if (trouble === undefined) await library.engine.dropOld();
  await library.stop();
  if (trouble !== undefined) throw new Failure(trouble.kind, trouble.message);
}

function halfIn(db: Db): string | undefined {
  const count = (query: string) => db.sql.prepare<[], number>(query).pluck().get() ?? 0;
  if (count('SELECT count(*) FROM idx.vectors WHERE photo_id NOT IN (SELECT id FROM photos)') > 0)
    return 'there are vectors of photos that are not there';
  if (count('SELECT count(*) FROM thumbs.thumbnails WHERE photo_id NOT IN (SELECT id FROM photos)') > 0)
    return 'there are thumbnails of photos that are not there';
  const half = `SELECT count(*) FROM files f WHERE f.is_waiting = 0 AND f.photo_id IS NULL
    AND f.id NOT IN (SELECT file_id FROM idx.failures)`;
  return count(half) > 0 ? 'files wait no more, and are no photos' : undefined;
}

/** The model that is chosen has a vector of every photo, always. */
function answersWithHoles(db: Db): string | undefined {
  const chosen = db.sql.prepare<[], string>("SELECT value FROM settings WHERE key = 'modelId'").pluck().get();
  const key = chosen === JSON.stringify(second) ? `${second}@1` : vectorKey(starter);
  const has = vectorsByModel(db)[key] ?? 0;
  return has === photoCount ? undefined : `${key} answers, and has ${has} of ${photoCount} photos`;
}

function vectorsByModel(db: Db): Record<string, number> {
  return Object.fromEntries(
    db.sql
      .prepare<[], [string, number]>(
        'SELECT m.key, count(*) FROM idx.vectors v JOIN idx.models m ON m.id = v.model_id GROUP BY m.key ORDER BY m.key',
      )
      .raw()
      .all(),
  );
}
