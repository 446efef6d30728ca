import fs from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createFolders } from '../../../main/db/folders.ts';
import { type Db, openDatabases } from '../../../main/db/open.ts';
import { createTags } from '../../../main/db/tags.ts';
import { createTexts } from '../../../main/db/texts.ts';
import { foldName } from '../../../main/tags/vocabulary.ts';
import { openTestLibrary } from '../../fixtures/open-library.ts';
import { measured, promised } from '../shared/report.ts';
import type { Bench } from '../shared/scale.ts';

/** What a click may wait for the main process. */
const longestMs = 50;
const filesPerDir = 1_000;

/**
 * Everything precious of one library taken into another with the same photos, by the real library with its real searcher: how
 * long the main process stands still at most, and how long it takes in all.
 */
export const preciousBench: Bench = async (scale, tell) => {
  const count = scale.isQuick ? 500 : 100_000;
  const [from, to] = ['from', 'to'].map((name) => path.join(scale.folder, `precious-${name}`));
  if (from === undefined || to === undefined) throw new Error('there are two folders');
  for (const folder of [from, to]) fs.rmSync(folder, { recursive: true, force: true });
  const file = path.join(scale.folder, 'precious.json');
  scale.say(`making two libraries of ${count.toLocaleString('en')} photos`);
  makeLibrary(from, path.join(scale.folder, 'precious-photos'), count, true);
  makeLibrary(to, path.join(scale.folder, 'precious-photos'), count, false);
  {
    await using library = openTestLibrary(from);
    await library.precious.exportTo(file);
  }
  await using library = openTestLibrary(to);
  await library.work.settled();
  const read = await watched(() => library.precious.preview(file));
  scale.say(`preview: ${JSON.stringify(read.result.adds)}`);
  const note = `${count} photos, ${read.result.holds.answers} answers, ${(fs.statSync(file).size / 1e6).toFixed(0)} MB`;
  tell(promised('longest that main stands still, looking', read.longestMs, 'ms', { below: longestMs }, note));
  tell(measured('of it the processor works', read.longestCpuMs, 'ms'));
  tell(measured('looking in all', read.seconds, 's'));
  const taken = await watched(() => library.precious.apply(read.result.importId));
  tell(promised('longest that main stands still, taking in', taken.longestMs, 'ms', { below: longestMs }));
  tell(measured('of it the processor works', taken.longestCpuMs, 'ms'));
  tell(measured('taking in, all', taken.seconds, 's', `${taken.result.answers} answers`));
};

interface Watched<T> {
  readonly result: T;
  readonly seconds: number;
  /** By the clock on the wall, and of the processor: what other programs take is not in that. */
  readonly longestMs: number;
  readonly longestCpuMs: number;
}

async function watched<T>(work: () => Promise<T>): Promise<Watched<T>> {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let [cpuMs, longestCpuMs] = [cpuNow(), 0];
  const timer = setInterval(() => {
    const now = cpuNow();
    longestCpuMs = Math.max(longestCpuMs, now - cpuMs);
    cpuMs = now;
  }, 1);
  delay.enable();
  const startedAt = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  // What stood still until the very end is counted when the next turn has come.
  await new Promise((resolve) => setTimeout(resolve, 20));
  delay.disable();
  clearInterval(timer);
  return { result, seconds, longestMs: delay.max / 1e6, longestCpuMs };
}

/** Of this thread alone. */
function cpuNow(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

/** Photos with files and words to be found by; where they are answered, two answers each, and a rating for every fifth. */
function makeLibrary(folder: string, photosFolder: string, count: number, isAnswered: boolean): void {
  using db = openDatabases({ folder });
  const folderId = createFolders(db).add(photosFolder, Date.now());
  for (let at = 0; at < count; at += filesPerDir) addPhotos(db, { folderId, from: at, isAnswered });
}

function addPhotos(
  db: Db,
  { folderId, from, isAnswered }: { folderId: number; from: number; isAnswered: boolean },
): void {
  const texts = createTexts(db);
  const tags = createTags(db, foldName);
  const addPhoto = db.sql
    .prepare<[Buffer, number, number | null], number>(
      `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, added_at_ms, own_rating)
       VALUES (?, 'jpeg', 4000, 3000, ?, 'exif', 1, ?) RETURNING id`,
    )
    .pluck();
  const addFile = db.sql.prepare<[number, string, string, number]>(
    `INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, inode, photo_id, is_waiting, found_at_ms)
     VALUES (?, ?, ?, 1000, 1, '', ?, 0, 1)`,
  );
  db.transaction(() => {
    for (let at = from; at < from + filesPerDir; at++) {
      const content = Buffer.alloc(32, at % 251);
      content.writeUInt32BE(at, 0);
      const id = addPhoto.get(content, at * 60_000, isAnswered && at % 5 === 0 ? at % 6 : null) ?? 0;
      addFile.run(folderId, `trip ${from / filesPerDir}`, `DSCF${at}.jpg`, id);
      const own = (name: string) => ({ is: 'own', name }) as const;
      if (isAnswered) {
        tags.decide([id], own(`Garden ${at % 30}`), 'confirmed', at + 1);
        tags.decide([id], own(`Boat ${at % 21}`), at % 9 === 0 ? 'rejected' : 'confirmed', at + 1);
      }
      texts.index(id);
    }
  });
}
