import fs from 'node:fs';
import path from 'node:path';
import { preciousFilesOf } from '../../../main/cli/backup-files.ts';
import { listCopies } from '../../../main/db/backups/copies.ts';
import { makeCopy } from '../../../main/db/backups/make-copy.ts';
import { connect } from '../../../main/db/connect.ts';
import { lockLibrary } from '../../../main/db/lock.ts';
import { restoreCopy } from '../../../main/db/mending/index.ts';
import { migrate } from '../../../main/db/migrate.ts';
import { migrations } from '../../../main/db/migrations/index.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { damagePage } from '../library-pages.ts';
import { fillLibrary, makePreciousLibrary, readKept } from '../precious-library.ts';
import { readPrecious } from '../read-precious.ts';
import type { Interrupted, Scene } from './scene.ts';

/** The first number of what is said while it may be interrupted. */
const saidFrom = 10_000;
const photoCount = 300;
const oldPhotos = 3_000;
const copies = 12;
const preciousName = 'precious.json';
const takenInName = 'taken-in.json';

const make = (made: string): Promise<void> => makePreciousLibrary(made, photoCount);
const libraryIn = (folder: string): string => path.join(folder, 'library');

/** One thing after the other is said of photos. */
export const saying: Scene = {
  name: 'saying',
  lines: 100,
  tailMs: 10,
  make,
  work(folder, say) {
    using db = openDatabases({ folder: libraryIn(folder) });
    say('ready');
    for (let n = saidFrom; n < saidFrom + 200; n++) {
      fillLibrary(db, { from: n, to: n + 1 });
      say(n);
    }
  },
  judge: nothingSaidIsGone,
};

export const backup: Scene = {
  name: 'backup',
  lines: 2 * copies,
  tailMs: 120,
  make,
  async work(folder, say) {
    using db = openDatabases({ folder: libraryIn(folder) });
    say('ready');
    for (let n = saidFrom; n < saidFrom + copies; n++) {
      fillLibrary(db, { from: n, to: n + 1 });
      say(n);
      const { name } = await makeCopy(libraryIn(folder), Date.now());
      say(name);
    }
  },
  judge(given) {
    const names = new Set(listCopies(libraryIn(given.folder)).map(({ name }) => name));
    const last = given.said.findLast((line) => line.startsWith('library-'));
    if (last !== undefined && !names.has(last)) return `the backup ${last} was made and is gone`;
    return nothingSaidIsGone(given);
  },
};

export const restore: Scene = {
  name: 'restore',
  lines: 1,
  tailMs: 200,
  make,
  work(folder, say) {
    const library = libraryIn(folder);
    const [copy] = listCopies(library);
    if (copy === undefined) throw new Error('there is no backup to restore');
    say('ready');
    using _lock = lockLibrary(library);
    restoreCopy({ folder: library, nowMs: Date.now() }, copy);
    say(copy.name);
  },
  /** It is the one or the other, whole. */
  judge({ db, made, said }) {
    const found = readPrecious(db.sql);
    const { backedUp, newest } = readKept(made);
    const is = (all: ReadonlyMap<string, string>) => found.size === all.size && lackingOf(all, found) === undefined;
    if (is(backedUp)) return undefined;
    if (said.length > 1) return 'it was said to be restored, and is not';
    return is(newest) ? undefined : 'it is neither the old one nor the backup';
  },
};

/** Everything precious of another library is taken in. */
export const takingIn: Scene = {
  name: 'taking in',
  lines: 1,
  tailMs: 1_500,
  async make(made) {
    await makePreciousLibrary(made, photoCount);
    const file = path.join(made, preciousName);
    {
      using from = openDatabases({ folder: path.join(made, 'from') });
      fillLibrary(from, { from: photoCount, to: photoCount + 900 });
      await preciousFilesOf(from).precious.exportTo(file);
    }
    fs.cpSync(libraryIn(made), path.join(made, 'undisturbed'), { recursive: true });
    using db = openDatabases({ folder: path.join(made, 'undisturbed') });
    await takeIn(db, file);
    fs.writeFileSync(path.join(made, takenInName), JSON.stringify([...readPrecious(db.sql)]));
    // Each attack has a copy of the library alone.
    fs.copyFileSync(file, path.join(libraryIn(made), preciousName));
  },
  async work(folder, say) {
    using db = openDatabases({ folder: libraryIn(folder) });
    say('ready');
    await takeIn(db, path.join(libraryIn(folder), preciousName));
    say('taken in');
  },
  /** All or nothing, once the next start has gone on. */
  async judge({ db, made, said }) {
    const before = readKept(made).newest;
    await preciousFilesOf(db).precious.goOn();
    const found = readPrecious(db.sql);
    // Written above.
    const taken = new Map(JSON.parse(fs.readFileSync(path.join(made, takenInName), 'utf8')) as [string, string][]);
    const is = (all: ReadonlyMap<string, string>) => found.size === all.size && lackingOf(all, found) === undefined;
    if (is(taken)) return undefined;
    if (said.includes('taken in')) return 'it was said to be taken in, and is not';
    return is(before) ? undefined : 'it is neither all of it nor nothing';
  },
};

async function takeIn(db: Parameters<typeof preciousFilesOf>[0], file: string): Promise<void> {
  const { precious } = preciousFilesOf(db);
  await precious.apply((await precious.preview(file)).importId);
}

/** An old library is brought to this version. */
export const migration: Scene = {
  name: 'migration',
  lines: 1,
  tailMs: 200,
  make: (made) => makeOldLibrary(libraryIn(made)),
  work: openOnly,
  judge({ db }) {
    const query = "SELECT count(*) FROM photos WHERE own_rating = id % 6 AND own_caption = 'seen on day ' || id";
    const kept = db.sql.prepare<[], number>(query).pluck().get();
    return kept === oldPhotos ? undefined : `${kept} of ${oldPhotos} photos have their words`;
  },
};

/** A damaged index is built anew. */
export const rebuild: Scene = {
  name: 'rebuild',
  lines: 1,
  tailMs: 200,
  make,
  lay: (folder, random) =>
    damagePage(path.join(libraryIn(folder), 'index.db'), Math.floor(random() * 3), 'noise', random),
  work: openOnly,
  judge: nothingSaidIsGone,
};

function openOnly(folder: string, say: (what: string) => void): void {
  say('ready');
  using _db = openDatabases({ folder: libraryIn(folder) });
  say('opened');
}

function nothingSaidIsGone({ db, made, said }: Interrupted): string | undefined {
  const found = readPrecious(db.sql);
  const lacking = lackingOf(readKept(made).newest, found);
  if (lacking !== undefined) return `${lacking} is gone`;
  const names = [...found.keys()].filter((key) => key.startsWith('album Album of '));
  const numbers = names.map((key) => Number(key.slice('album Album of '.length))).filter((n) => n >= saidFrom);
  const half = numbers.find((n) => !found.has(`search Nights ${n}`));
  if (half !== undefined) return `of what was said together of ${half} a part is gone`;
  const gone = said.map(Number).find((n) => n >= saidFrom && !numbers.includes(n));
  return gone === undefined ? undefined : `${gone} was acknowledged, and is gone`;
}

function lackingOf(wanted: ReadonlyMap<string, string>, found: ReadonlyMap<string, string>): string | undefined {
  return [...wanted].find(([key, value]) => found.get(key) !== value)?.[0];
}

/** As the version with written metadata left one: photos with stars and captions of the person's. */
function makeOldLibrary(folder: string): void {
  fs.mkdirSync(folder, { recursive: true });
  const sql = connect(path.join(folder, 'library.db'));
  migrate(sql, migrations.library.slice(0, 8), 'library.db');
  const add = sql.prepare<[number, Buffer, number, string]>(
    `INSERT INTO photos (id, content, format, width, height, taken_wall_ms, taken_from, added_at_ms, own_rating, own_caption)
     VALUES (?, ?, 'jpeg', 4, 3, 0, 'file', 0, ?, ?)`,
  );
  sql.transaction(() => {
    for (let id = 1; id <= oldPhotos; id++) {
      const content = Buffer.alloc(32);
      content.writeUInt32BE(id);
      add.run(id, content, id % 6, `seen on day ${id}`);
    }
  })();
  sql.close();
}
