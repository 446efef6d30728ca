import type { Database } from 'better-sqlite3';
import type { FolderNode, FolderPlace } from '../../preload/contract/folder.ts';
import { createBitmap } from '../search/bitmap.ts';
import { type Hidden, noneHidden } from './hidden.ts';
import type { KeptList } from './lists.ts';
import type { Timeline } from './timeline.ts';

/** Photo ids read in one go; between two of them other questions are answered. */
const sliceOfIds = 4_000;

/** Which photos lie in which folder of the disk. */
export function createFolderDesk(sql: Database) {
  const inRoot = sql
    .prepare<[number], number>(
      'SELECT photo_id FROM files WHERE folder_id = ? AND missing_since_ms IS NULL AND photo_id IS NOT NULL',
    )
    .pluck();
  const inDir = sql
    .prepare<[number, string], number>(
      'SELECT photo_id FROM files WHERE folder_id = ? AND dir = ? AND missing_since_ms IS NULL AND photo_id IS NOT NULL',
    )
    .pluck();
  // '0' is the letter after '/': everything below `dir` lies between.
  const belowDir = sql
    .prepare<[number, string, string], number>(
      `SELECT photo_id FROM files WHERE folder_id = ? AND dir > ? || '/' AND dir < ? || '0'
         AND missing_since_ms IS NULL AND photo_id IS NOT NULL`,
    )
    .pluck();
  const greatest = sql.prepare<[], number | null>('SELECT max(id) FROM photos').pluck();
  const places = sql
    .prepare<[number, number], [number, number, string]>(
      `SELECT photo_id, folder_id, dir FROM files
       WHERE photo_id > ? AND photo_id <= ? AND missing_since_ms IS NULL ORDER BY photo_id`,
    )
    .raw();

  /** In no order; one that lies there twice is there twice. */
  const photosIn = ({ folderId, dir, isDeep }: FolderPlace): number[] => {
    if (isDeep && dir === '') return inRoot.all(folderId);
    return isDeep ? inDir.all(folderId, dir).concat(belowDir.all(folderId, dir, dir)) : inDir.all(folderId, dir);
  };
  const idsIn = (place: FolderPlace): Int32Array => Int32Array.from(new Set(photosIn(place))).sort();

  return {
    /** Ids ascending, each once. */
    idsIn,
    /** The photos of a folder, newest first. */
    open(place: FolderPlace, { photoIds, times }: Timeline): Omit<KeptList, 'id'> {
      const ids = photosIn(place);
      const inside = createBitmap(
        ids.reduce((most, id) => Math.max(most, id), 0),
        ids,
      );
      const keptIds = new Uint32Array(photoIds.length);
      const keptTimes = new Float64Array(photoIds.length);
      let length = 0;
      for (let at = 0; at < photoIds.length; at++) {
        const id = photoIds[at] ?? 0;
        if (!inside.has(id)) continue;
        keptIds[length] = id;
        keptTimes[length++] = times[at] ?? 0;
      }
      return {
        photoIds: keptIds.slice(0, length),
        times: keptTimes.slice(0, length),
        exactCount: 0,
        searchedCount: photoIds.length,
        sections: [{ band: 'all', count: length }],
      };
    },
    /** Every folder with photos in it or below it, without those that are hidden. A photo that lies twice in a folder is counted once there. */
    async tree(hidden: Pick<Hidden, 'has'> = noneHidden): Promise<FolderNode[]> {
      const nodes = new Map<string, { folderId: number; dir: string; photoCount: number; wholeCount: number }>();
      const nodeAt = (folderId: number, dir: string) => {
        const key = `${folderId}/${dir}`;
        const known = nodes.get(key);
        if (known !== undefined) return known;
        const node = { folderId, dir, photoCount: 0, wholeCount: 0 };
        nodes.set(key, node);
        return node;
      };
      const last = greatest.get() ?? 0;
      for (let from = 0; from < last; from += sliceOfIds) {
        for (const all of byPhoto(places.iterate(from, from + sliceOfIds))) {
          if (hidden.has(all[0]?.[0] ?? 0)) continue;
          const own = new Set(all.map(([, folderId, dir]) => nodeAt(folderId, dir)));
          const whole = new Set(all.flatMap(([, folderId, dir]) => waysUp(dir).map((up) => nodeAt(folderId, up))));
          for (const node of own) node.photoCount += 1;
          for (const node of whole) node.wholeCount += 1;
        }
        await new Promise(setImmediate);
      }
      return [...nodes.values()];
    },
  };
}
export type FolderDesk = ReturnType<typeof createFolderDesk>;

function* byPhoto(rows: Iterable<[number, number, string]>): Generator<[number, number, string][]> {
  let group: [number, number, string][] = [];
  for (const row of rows) {
    if (group[0] !== undefined && group[0][0] !== row[0]) {
      yield group;
      group = [];
    }
    group.push(row);
  }
  if (group.length > 0) yield group;
}

/** The directory itself, what it lies in, and so on up to the folder that was added. */
function waysUp(dir: string): string[] {
  const ways = [dir];
  for (let at = dir; at !== '';) {
    at = at.slice(0, Math.max(0, at.lastIndexOf('/')));
    ways.push(at);
  }
  return ways;
}
