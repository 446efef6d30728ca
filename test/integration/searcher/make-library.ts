import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { openDatabases } from '../../../main/db/open.ts';
import { createTexts } from '../../../main/db/texts.ts';
import { createVectors, type Part } from '../../../main/db/vectors.ts';

export interface TestPhoto {
  readonly name: string;
  readonly dir?: string;
  readonly takenWallMs: number;
  readonly caption?: string;
  readonly keywords?: readonly string[];
  /** Unit length; absent: not embedded yet. */
  readonly vector?: Float32Array;
  /** A film with these moments, in place of a photo. */
  readonly parts?: readonly Part[];
}

export interface TestLibrary extends Disposable {
  readonly files: { readonly libraryFile: string; readonly indexFile: string };
  add(photo: TestPhoto): number;
  setVector(id: number, ...parts: Float32Array[]): void;
  removeFile(name: string): void;
  setOffline(): void;
  transaction<T>(work: () => T): T;
}

/** A library written through the real tables. Photo ids are 1, 2, 3... in the order of adding. */
export function makeLibrary(folder: string, modelKey: string): TestLibrary {
  const db = openDatabases({ folder });
  const { sql } = db;
  const texts = createTexts(db);
  const vectors = createVectors(db);
  const model = vectors.modelNumber(modelKey);
  const folderId = Number(
    sql.prepare('INSERT INTO folders (path, added_at_ms) VALUES (?, 0)').run('/photos/Holidays').lastInsertRowid,
  );
  const addPhoto = sql.prepare(
    `INSERT INTO photos (content, format, width, height, taken_wall_ms, taken_from, caption, added_at_ms)
     VALUES (?, 'jpeg', 640, 480, ?, 'exif', ?, 0)`,
  );
  const addFile = sql.prepare(
    `INSERT INTO files (folder_id, dir, name, size_bytes, mtime_ms, inode, photo_id, is_waiting, found_at_ms)
     VALUES (?, ?, ?, 1, 1, '', ?, 0, 0)`,
  );
  const addKeyword = sql.prepare('INSERT INTO keywords (photo_id, keyword, position) VALUES (?, ?, ?)');
  return {
    files: { libraryFile: join(folder, 'library.db'), indexFile: join(folder, 'index.db') },
    add(photo: TestPhoto): number {
      const content = createHash('sha256').update(`${photo.dir}/${photo.name}`).digest();
      const id = Number(addPhoto.run(content, photo.takenWallMs, photo.caption ?? null).lastInsertRowid);
      addFile.run(folderId, photo.dir ?? '', photo.name, id);
      photo.keywords?.forEach((keyword, i) => addKeyword.run(id, keyword, i));
      texts.index(id);
      if (photo.vector) vectors.put(model, id, [{ vector: photo.vector }]);
      if (photo.parts) {
        vectors.put(model, id, photo.parts);
        sql.prepare("UPDATE photos SET kind = 'video' WHERE id = ?").run(id);
      }
      return id;
    },
    setVector: (id, ...parts) =>
      vectors.put(
        model,
        id,
        parts.map((vector) => ({ vector })),
      ),
    removeFile(name: string): void {
      sql.prepare('UPDATE files SET missing_since_ms = 1 WHERE name = ?').run(name);
    },
    setOffline: (): void => void sql.prepare('UPDATE folders SET offline_since_ms = 1').run(),
    transaction: db.transaction,
    [Symbol.dispose]: () => db[Symbol.dispose](),
  };
}
