import fs from 'node:fs';
import path from 'node:path';
import { hashBytes, pixelBytes } from '../../../main/copies/look.ts';
import { createFiles } from '../../../main/db/files.ts';
import { createFolders } from '../../../main/db/folders.ts';
import { createLooks } from '../../../main/db/looks.ts';
import { openDatabases } from '../../../main/db/open.ts';
import { createPhotos } from '../../../main/db/photos.ts';
import { createTexts } from '../../../main/db/texts.ts';
import { createVectors } from '../../../main/db/vectors.ts';
import { createLibraryCopies } from '../../../main/library/copies.ts';
import { measured } from '../shared/report.ts';
import type { Bench } from '../shared/scale.ts';
import { madeHashes } from './made-hashes.ts';

/**
 * What finding, keeping and listing copies of 100,000 photos costs whoever clicks meanwhile: the library's own code over its own
 * tables, the comparing in its thread.
 */
export const mainWaitsBench: Bench = async (scale, tell) => {
  const count = scale.isQuick ? 2_000 : 100_000;
  const folder = path.join(scale.folder, `copies-${count}`);
  fs.rmSync(folder, { recursive: true, force: true });
  scale.say(`making a library of ${count} photos`);
  using db = openDatabases({ folder });
  fill(db, count);
  // What filling left to do is none of this.
  for (const schema of ['main', 'idx', 'thumbs']) db.sql.pragma(`${schema}.wal_checkpoint(TRUNCATE)`);
  const copies = createLibraryCopies({
    db,
    looks: createLooks(db),
    vectors: createVectors(db),
    embedder: { look: () => Promise.reject(new Error('every photo was looked at')) },
    isBusy: () => false,
    preferredFolder: () => null,
    now: Date.now,
    log: scale.say,
    onChanged: () => undefined,
  });
  const found = await timed(async () => {
    copies.poke();
    await copies.settled();
  });
  const about = 'of computing at a stretch';
  tell(measured(`finding copies of ${count} in a library`, found.tookS, 's', 'read, found and kept; by the clock'));
  tell(measured('meanwhile main is busy for at most', found.longestMs, 'ms', about));
  const listed = await timed(() => copies.list());
  tell(measured('listing them', listed.tookS, 's', `${listed.result.groupCount} pictures`));
  tell(measured('meanwhile main is busy for at most', listed.longestMs, 'ms', about));
  await copies.stop();
};

function fill(db: ReturnType<typeof openDatabases>, count: number): void {
  const [files, photos, looks] = [createFiles(db), createPhotos(db, createTexts(db)), createLooks(db)];
  const folderId = createFolders(db).add('/photos', Date.now());
  const hashes = madeHashes(count);
  // The same picture for all: whoever has a near hash is a copy.
  const pixels = Uint8Array.from({ length: pixelBytes }, (_, at) => 128 + 100 * Math.sin(at / 7) * Math.cos(at / 150));
  const atOnce = 1_000;
  for (let from = 0; from < count; from += atOnce)
    db.transaction(() => {
      const stamps = Array.from({ length: atOnce }, (_, at) => ({ name: `${from + at}.jpg`, sizeBytes: 1e6 + from + at, mtimeMs: 1e12, ctimeMs: 1e12, inode: `${from + at}`, bornMs: 1e12 })); // prettier-ignore
      files.apply(
        stamps.map((stamp) => ({ is: 'added', folderId, dir: `${from}`, ...stamp })),
        Date.now(),
      );
      for (const { fileId, name } of files.waiting(atOnce)) {
        const content = Buffer.alloc(32);
        content.writeUInt32LE(fileId);
        const { photoId } = photos.store({ fileId, content, kind: 'image', format: 'jpeg', width: 4_000, height: 3_000, metadata: { takenWallMs: 1e12, takenFrom: 'file', keywords: [] } }, Date.now()); // prettier-ignore
        const at = Number.parseInt(name, 10);
        looks.put(photoId, {
          hash: hashes.subarray(at * hashBytes, (at + 1) * hashBytes),
          pixels,
          sharpness: 1,
          brightness: 1,
        });
      }
    });
}

/** @returns `longestMs`: the most that this thread computed from one timer of 1 ms to the next; others' turns on its core are not counted */
async function timed<T>(work: () => Promise<T>): Promise<{ result: T; tookS: number; longestMs: number }> {
  const startedAt = performance.now();
  let [before, longestMs] = [computedMs(), 0];
  const timer = setInterval(() => {
    const now = computedMs();
    longestMs = Math.max(longestMs, now - before);
    before = now;
  }, 1);
  const result = await work();
  clearInterval(timer);
  return { result, tookS: (performance.now() - startedAt) / 1000, longestMs };
}

function computedMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
