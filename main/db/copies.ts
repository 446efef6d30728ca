import type { Copy } from '../../preload/contract/copies.ts';
import type { FolderAt } from '../../preload/contract/folder.ts';
import { liesIn } from '../util/lies-in.ts';
import { fullPath } from './full-path.ts';
import type { Db } from './open.ts';
import { rawFormatList } from './raw-formats.ts';

/** Some milliseconds. */
const pairsAtOnce = 300;

/** Photos that show the same picture, as they were found. */
export function createCopies({ sql }: Pick<Db, 'sql'>) {
  const pairs = sql
    .prepare<[{ one: number; other: number }], [number, number]>(
      `SELECT c.photo_id, c.other_id FROM idx.copy_pairs c
       JOIN photos a ON a.id = c.photo_id AND a.present > 0 JOIN photos b ON b.id = c.other_id AND b.present > 0
       WHERE (c.photo_id, c.other_id) > (@one, @other) AND c.photo_id < c.other_id
         -- Of a shot's files the one that stands for it is compared: the others are parts, whatever they look like.
         AND NOT EXISTS (SELECT 1 FROM idx.stacks s WHERE s.photo_id IN (c.photo_id, c.other_id) AND s.best_id <> s.photo_id)
         AND NOT EXISTS (SELECT 1 FROM not_copies n WHERE n.photo_id = c.photo_id AND n.other_id = c.other_id)
       ORDER BY c.photo_id, c.other_id LIMIT ${pairsAtOnce}`,
    )
    .raw();
  const one = sql.prepare<[number], Row>(`
    SELECT p.id, p.format, p.width, p.height, p.version,
      p.has_motion = 1 OR EXISTS (SELECT 1 FROM idx.stacks s WHERE s.photo_id = p.id AND s.kind = 'live') has_film, p.taken_wall_ms, p.taken_from, p.camera_make, p.camera_model,
      p.latitude, max(0, coalesce(p.own_rating, p.rating, 0)) rating, coalesce(p.own_caption, p.caption) caption,
      (SELECT count(*) FROM given_tags g WHERE g.photo_id = p.id)
        + (SELECT count(*) FROM keywords k WHERE k.photo_id = p.id) tags,
      (SELECT count(*) FROM album_photos a JOIN albums b ON b.id = a.album_id AND b.deleted_at_ms IS NULL
        WHERE a.photo_id = p.id) albums,
      (SELECT count(*) FROM files f WHERE f.photo_id = p.id AND f.missing_since_ms IS NULL) files,
      (SELECT l.sharpness FROM idx.looks l WHERE l.photo_id = p.id) sharpness,
      d.path, f.folder_id, f.dir, f.name, f.size_bytes, f.mtime_ms, d.offline_since_ms IS NOT NULL is_offline
    FROM photos p JOIN files f ON f.id = (
      SELECT f.id FROM files f JOIN folders d ON d.id = f.folder_id WHERE f.photo_id = p.id AND f.missing_since_ms IS NULL
      ORDER BY d.offline_since_ms IS NOT NULL, f.id LIMIT 1)
    JOIN folders d ON d.id = f.folder_id WHERE p.id = ?`);
  // Where a shot has several files, one of them alone can't be thrown away.
  const bursts = sql
    .prepare<[], [number, number]>(
      `SELECT s.best_id, s.photo_id FROM idx.stacks s JOIN photos p ON p.id = s.photo_id AND p.present > 0
       WHERE s.kind = 'burst' AND NOT EXISTS (
         SELECT 1 FROM idx.stacks o JOIN photos q ON q.id = o.photo_id
         WHERE o.best_id = s.best_id AND (q.kind <> 'image' OR q.format IN ${rawFormatList}))
       ORDER BY s.best_id, s.photo_id`,
    )
    .raw();
  const rootOf = sql.prepare<[number], string>('SELECT path FROM folders WHERE id = ?').pluck();
  const unmatched = sql.prepare<[], number>('SELECT count(*) FROM idx.looks WHERE is_matched = 0').pluck();
  const part = sql.prepare<[number, number, number]>(
    'INSERT OR IGNORE INTO not_copies (photo_id, other_id, at_ms) VALUES (?, ?, ?)',
  );
  const unpart = sql.prepare<[number, number]>('DELETE FROM not_copies WHERE photo_id = ? AND other_id = ?');

  return {
    /**
     * Ids of photos that are the same picture, by group, in no order.
     * @param breathe awaited between pieces of some milliseconds
     */
    async groups(breathe: () => Promise<void>): Promise<number[][]> {
      const all: [number, number][] = [];
      for (let some = pairs.all({ one: 0, other: 0 }); ; some = pairs.all(placeOf(all.at(-1)))) {
        all.push(...some);
        if (some.length < pairsAtOnce) return joined(all);
        await breathe();
      }
    },
    /** Ids of photos that were taken one after the other and look alike, by group. */
    series(): number[][] {
      return joined(bursts.all().filter(([best, id]) => best !== id));
    },
    /** @returns undefined for a photo that is gone */
    one(photoId: number, preferred: FolderAt | null = null): Copy | undefined {
      const row = one.get(photoId);
      return row && copyOf(row, preferred);
    },
    /** Absolute; undefined for a folder that is no longer of the library. */
    pathOf({ folderId, dir }: FolderAt): string | undefined {
      const root = rootOf.get(folderId);
      return root && folderPath(root, dir);
    },
    unmatchedCount: (): number => unmatched.get() ?? 0,
    /** The person says that these are no copies of each other, or (`isApart` false) takes it back. */
    part(photoIds: readonly number[], isApart: boolean, nowMs: number): void {
      for (const [low, high] of pairsOf(photoIds)) {
        if (isApart) part.run(low, high, nowMs);
        else unpart.run(low, high);
      }
    },
  };
}
export type Copies = ReturnType<typeof createCopies>;

function pairsOf(ids: readonly number[]): [number, number][] {
  const sorted = [...new Set(ids)].sort((a, b) => a - b);
  return sorted.flatMap((low, at) => sorted.slice(at + 1).map((high): [number, number] => [low, high]));
}

function placeOf([one, other]: readonly [number, number] = [0, 0]) {
  return { one, other };
}

/** What hangs together by pairs. */
function joined(pairs: readonly (readonly [number, number])[]): number[][] {
  const headOf = new Map<number, number>();
  const find = (id: number): number => {
    let head = id;
    for (let next = headOf.get(head); next !== undefined && next !== head; next = headOf.get(head)) head = next;
    headOf.set(id, head);
    return head;
  };
  for (const [one, other] of pairs) headOf.set(find(one), find(other));
  const groups = new Map<number, number[]>();
  for (const id of headOf.keys()) {
    const group = groups.get(find(id));
    if (group === undefined) groups.set(find(id), [id]);
    else group.push(id);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}

interface Row {
  id: number;
  format: string;
  width: number;
  height: number;
  version: number;
  has_film: 0 | 1;
  taken_wall_ms: number;
  taken_from: string;
  camera_make: string | null;
  camera_model: string | null;
  latitude: number | null;
  rating: number;
  caption: string | null;
  tags: number;
  albums: number;
  files: number;
  path: string;
  folder_id: number;
  dir: string;
  name: string;
  size_bytes: number;
  mtime_ms: number;
  is_offline: 0 | 1;
  sharpness: number | null;
}

function folderPath(root: string, dir: string): string {
  return fullPath({ path: root, dir, name: '' }).replace(/(?<=.)[\\/]$/, '');
}

function copyOf(row: Row, preferred: FolderAt | null): Copy {
  const camera = row.camera_model ?? row.camera_make;
  return {
    photoId: row.id,
    name: row.name,
    folder: folderPath(row.path, row.dir),
    place: { folderId: row.folder_id, dir: row.dir },
    isPreferred:
      preferred !== null && liesIn({ folderId: row.folder_id, dir: row.dir }, { ...preferred, isDeep: true }),
    fileCount: row.files,
    format: row.format,
    width: row.width,
    height: row.height,
    sizeBytes: row.size_bytes,
    modifiedAtMs: row.mtime_ms,
    takenWallMs: row.taken_wall_ms,
    isFileDate: row.taken_from === 'file',
    ...(camera !== null && { camera }),
    hasPlace: row.latitude !== null,
    rating: row.rating,
    tagCount: row.tags,
    albumCount: row.albums,
    hasCaption: row.caption !== null && row.caption !== '',
    hasFilm: row.has_film === 1,
    isOffline: row.is_offline === 1,
    version: row.version,
    ...(row.sharpness !== null && { sharpness: row.sharpness }),
  };
}
