import path from 'node:path';
import { isInside } from '../util/is-inside.ts';
import type { Db } from './open.ts';
import type { Folders } from './folders.ts';

/** The photo that a file shows, by the file's real path; undefined where the library does not know it (yet). */
export function createPhotoAt({ sql }: Pick<Db, 'sql'>, folders: Pick<Folders, 'list'>) {
  const find = sql
    .prepare<[number, string, string], number | null>(
      'SELECT photo_id FROM files WHERE folder_id = ? AND dir = ? AND name = ? AND missing_since_ms IS NULL',
    )
    .pluck();
  return (file: string): number | undefined => {
    for (const folder of folders.list()) {
      if (!isInside(folder.path, file)) continue;
      const below = path.relative(folder.path, path.dirname(file));
      return find.get(folder.id, below.split(path.sep).join('/'), path.basename(file)) ?? undefined;
    }
    return undefined;
  };
}
