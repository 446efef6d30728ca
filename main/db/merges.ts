import type { Said } from './merging.ts';
import type { Db } from './open.ts';

/** What was said of some photos, and came to another one when they went to the trash. */
export interface Merge {
  readonly id: number;
  readonly filingId: number;
  readonly keepId: number;
  readonly otherIds: readonly number[];
  readonly before: Said;
  readonly after: Said;
  /** Tags that it got from keywords in the files of the others. */
  readonly tags: readonly MergedTag[];
}

export interface MergedTag {
  readonly tagId: number;
  readonly name: string;
}

/** The journal of what was merged. Call what changes it inside a transaction, with what it tells of. */
export function createMerges({ sql }: Pick<Db, 'sql'>) {
  const add = sql
    .prepare<[number, number, string], number>(
      `INSERT INTO merges (filing_id, keep_id, before, after) VALUES (?, ?, ?, '{}') RETURNING id`,
    )
    .pluck();
  const addPhoto = sql.prepare<[number, number]>('INSERT OR IGNORE INTO merged_photos (merge_id, photo_id) VALUES (?, ?)'); // prettier-ignore
  const setAfter = sql.prepare<[string, string, number]>('UPDATE merges SET after = ?, tags = ? WHERE id = ?');
  const drop = sql.prepare<[number]>('DELETE FROM merges WHERE id = ?');
  const filingIds = sql.prepare<[], number>('SELECT DISTINCT filing_id FROM merges ORDER BY filing_id DESC').pluck();
  const ofFiling = sql.prepare<[number], MergeRow>('SELECT * FROM merges WHERE filing_id = ? ORDER BY id DESC');
  const photosOf = sql.prepare<[number], number>('SELECT photo_id FROM merged_photos WHERE merge_id = ? ORDER BY photo_id').pluck(); // prettier-ignore
  // What lies in neither place is not back.
  const away = sql
    .prepare<[number], number>(
      `SELECT DISTINCT photo_id FROM filing_steps
       WHERE filing_id = ? AND kind = 'trash' AND role = 'photo' AND state <> 'undone' AND photo_id IS NOT NULL`,
    )
    .pluck();
  const keeper = sql
    .prepare<[{ filingId: number; photoId: number }], string>(
      `SELECT f.name FROM merges m JOIN merged_photos p ON p.merge_id = m.id JOIN files f ON f.photo_id = m.keep_id
       WHERE m.filing_id = @filingId AND p.photo_id = @photoId ORDER BY f.missing_since_ms IS NOT NULL, f.id LIMIT 1`,
    )
    .pluck();

  return {
    begin(filingId: number, keepId: number, otherIds: readonly number[], before: Said): number {
      const id = add.get(filingId, keepId, JSON.stringify(before));
      if (id === undefined) throw new Error('a merge was begun without an id');
      for (const otherId of otherIds) addPhoto.run(id, otherId);
      return id;
    },
    setAfter: (id: number, after: Said, tags: readonly MergedTag[]): void =>
      void setAfter.run(JSON.stringify(after), JSON.stringify(tags), id),
    drop: (id: number): void => void drop.run(id),
    /** The newest first. */
    filingIds: (): number[] => filingIds.all(),
    /** The last one first. */
    ofFiling: (filingId: number): Merge[] =>
      ofFiling.all(filingId).map((row) => ({
        ...{ id: row.id, filingId: row.filing_id, keepId: row.keep_id, otherIds: photosOf.all(row.id) },
        before: JSON.parse(row.before) as Said, // written above
        after: JSON.parse(row.after) as Said, // written above
        tags: JSON.parse(row.tags) as MergedTag[], // written above
      })),
    /** Photos that a filing put into the trash and that are not back. */
    awayBy: (filingId: number): Set<number> => new Set(away.all(filingId)),
    /** The name of the file that was kept in place of this one; undefined: it did not go as a copy. */
    keptInPlaceOf: (filingId: number, photoId: number): string | undefined => keeper.get({ filingId, photoId }),
  };
}

interface MergeRow {
  id: number;
  filing_id: number;
  keep_id: number;
  before: string;
  after: string;
  tags: string;
}
