import fs from 'node:fs';
import path from 'node:path';
import { createAlbumPhotos } from '../../main/db/album-photos.ts';
import { createAlbums } from '../../main/db/albums.ts';
import { makeCopy } from '../../main/db/backups/make-copy.ts';
import { type Db, openDatabases } from '../../main/db/open.ts';
import { createSearches } from '../../main/db/searches.ts';
import { createSettings } from '../../main/db/settings.ts';
import { createTags } from '../../main/db/tags.ts';
import { foldName } from '../../main/tags/vocabulary.ts';
import { readPrecious } from './read-precious.ts';

const usualCount = 1_500;

/**
 * A library with everything in it that is precious, a backup, and some more that came after the backup: `library` as it
 * lies after a clean end, `killed` as it lies after a kill, `backed-up.json`, `between.json` and `newest.json` with what was precious
 * then, after the first of the two transactions that followed, and is now.
 */
export async function makePreciousLibrary(shared: string, photoCount = usualCount): Promise<void> {
  const folder = path.join(shared, 'library');
  {
    using db = openDatabases({ folder });
    fillLibrary(db, { from: 0, to: photoCount });
    await makeCopy(folder, Date.now());
    keep('backed-up.json', db);
  }
  {
    using db = openDatabases({ folder });
    fillLibrary(db, { from: photoCount, to: photoCount + 60 });
    keep('between.json', db);
    changeItsMind(db);
    keep('newest.json', db);
    // As a kill leaves it: the newest is in the log.
    fs.cpSync(folder, path.join(shared, 'killed'), { recursive: true });
  }
  function keep(name: string, db: Db): void {
    fs.writeFileSync(path.join(shared, name), JSON.stringify(Object.fromEntries(readPrecious(db.sql))));
  }
}

export interface Kept {
  readonly backedUp: ReadonlyMap<string, string>;
  readonly between: ReadonlyMap<string, string>;
  readonly newest: ReadonlyMap<string, string>;
}

export function readKept(shared: string): Kept {
  // Written above.
  const read = (name: string) =>
    new Map(Object.entries(JSON.parse(fs.readFileSync(path.join(shared, name), 'utf8')) as Record<string, string>));
  return { backedUp: read('backed-up.json'), between: read('between.json'), newest: read('newest.json') };
}

/** Photos with answers, ratings, captions, marks, albums, searches and words of the person's own; the same for the same numbers. */
export function fillLibrary(db: Db, { from, to }: { from: number; to: number }): void {
  const { sql } = db;
  const tags = createTags(db, foldName);
  const albums = createAlbums(db);
  const inAlbum = createAlbumPhotos(db);
  const addFolder = sql.prepare<[string]>('INSERT OR IGNORE INTO folders (path, added_at_ms) VALUES (?, 1)');
  const folderId = sql.prepare<[string], number>('SELECT id FROM folders WHERE path = ?').pluck();
  const addPhoto = sql
    .prepare<[Buffer, number, string], number>(
      `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, camera_make, camera_model, added_at_ms)
       VALUES (?, 'jpeg', 4000, 3000, ?, 'exif', 'Fuji', ?, 1) RETURNING id`,
    )
    .pluck();
  const addFile = sql.prepare<[number | undefined, string, string, number]>(
    `INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, inode, photo_id, is_waiting, found_at_ms)
     VALUES (?, ?, ?, 1000, 1, '', ?, 0, 1)`,
  );
  const addKeyword = sql.prepare<[number, string]>(
    'INSERT INTO keywords (photo_id, keyword, position) VALUES (?, ?, 0)',
  );
  const rate = sql.prepare<[number, string, number]>('UPDATE photos SET own_rating = ?, own_caption = ? WHERE id = ?');
  const mark = sql.prepare<[number | null, number | null, number | null, string | null, number]>(
    'UPDATE photos SET own_favourite = ?, own_hidden = ?, own_flag = ?, own_crop = ? WHERE id = ?',
  );
  const place = sql.prepare<[number, number, number]>(
    'UPDATE photos SET own_taken_wall_ms = ?, own_latitude = ?, own_longitude = 9.5 WHERE id = ?',
  );
  db.transaction(() => {
    addFolder.run('/photos');
    const folder = folderId.get('/photos');
    const album = albums.create(`Album of ${from}`, 'manual', undefined, from + 1);
    const smart = albums.create(`Smart of ${from}`, 'smart', album, from + 1);
    albums.change(
      smart,
      { rule: { text: `beach ${from} -people`, keptAsWords: [], least: 'likely', strictness: 0.1 } },
      2,
    );
    for (let n = from; n < to; n++) {
      const content = Buffer.alloc(32, n % 251);
      content.writeUInt32BE(n, 0);
      const id = addPhoto.get(content, 1_600_000_000_000 + n * 60_000, `X-T${n % 7}`) ?? 0;
      addFile.run(folder, `trip ${n % 12}`, `DSCF${n}.jpg`, id);
      addKeyword.run(id, `keyword ${n % 40}`);
      const source = (word: string) => ({ is: 'own', name: word }) as const;
      if (n % 2 === 0) tags.decide([id], source(`Oma's garden ${n % 30}`), 'confirmed', n + 1);
      if (n % 3 === 0) tags.decide([id], source(`Boat ${n % 21}`), n % 9 === 0 ? 'rejected' : 'confirmed', n + 1);
      if (n % 5 === 0) rate.run(n % 6, `What was seen on day ${n}, 草莓`, id);
      if (n % 8 === 2) {
        const flag = n % 16 === 2 ? -1 : 1;
        mark.run(
          n % 16 === 2 ? 1 : null,
          n % 24 === 2 ? 1 : null,
          flag,
          n % 24 === 2 ? `0.1,0,0.5,${n / 1e5}` : null,
          id,
        );
      }
      if (n % 10 === 1) place.run(n * 1_000, n / 100, id);
      if (n % 4 === 0) inAlbum.add(album, [id], n + 1);
      if (n % 60 === 0)
        sql
          .prepare('INSERT INTO album_examples (album_id, photo_id, is_included, at_ms) VALUES (?, ?, ?, ?)')
          .run(smart, id, n % 120 === 0 ? 1 : 0, n + 1);
    }
    createSearches(db).save(`harbour at night ${from}`, [], `Nights ${from}`, from + 1);
    createSettings(db).change({ theme: from === 0 ? 'dark' : 'light' });
  });
}

/** Some of what was said before is said otherwise. */
function changeItsMind(db: Db): void {
  db.transaction(() => {
    db.sql
      .prepare('UPDATE tag_answers SET is_confirmed = 1 - is_confirmed, at_ms = 100000 WHERE photo_id % 50 = 3')
      .run();
    db.sql.prepare('DELETE FROM tag_answers WHERE photo_id % 50 = 7').run();
    db.sql.prepare('UPDATE photos SET own_rating = 5 WHERE id % 90 = 1').run();
  });
}
