import { wordForm } from '../util/word-form.ts';
import type { Db } from './open.ts';

/** Keeps the full-text index over file and folder names, captions, keywords and confirmed tags, these in every language. */
export function createTexts({ sql }: Pick<Db, 'sql'>) {
  const places = sql.prepare<[number], { dir: string; name: string; path: string }>(`
    SELECT f.dir, f.name, d.path FROM files f JOIN folders d ON d.id = f.folder_id
    WHERE f.photo_id = ? AND f.missing_since_ms IS NULL ORDER BY f.id`);
  const caption = sql
    .prepare<[number], (string | null)[]>(
      'SELECT coalesce(own_caption, caption), title, location, label FROM photos WHERE id = ?',
    )
    .raw();
  const keywords = sql
    .prepare<[number], string>('SELECT keyword FROM keywords WHERE photo_id = ? ORDER BY position')
    .pluck();
  const tagNames = sql
    .prepare<[number], string>(
      `SELECT DISTINCT n.name FROM given_tags a JOIN tag_names n ON n.tag_id = a.tag_id
       WHERE a.photo_id = ? ORDER BY n.tag_id, n.language, n.position`,
    )
    .pluck();
  const remove = sql.prepare<[number]>('DELETE FROM idx.texts WHERE rowid = ?');
  const insert = sql.prepare<[number, string, string, string, string]>(
    'INSERT INTO idx.texts (rowid, names, folders, captions, keywords) VALUES (?, ?, ?, ?, ?)',
  );

  return {
    /** Call it inside the transaction that changed the photo or its files. */
    index(photoId: number): void {
      remove.run(photoId);
      const rows = places.all(photoId);
      if (rows.length === 0) return;
      const names = new Set(rows.map((row) => row.name));
      const folders = new Set(rows.flatMap((row) => [lastPart(row.path), ...row.dir.split('/')]));
      insert.run(
        photoId,
        words(names),
        words(folders),
        words((caption.get(photoId) ?? []).map((text) => text ?? '')),
        words([...keywords.all(photoId), ...tagNames.all(photoId)]),
      );
    },
  };
}
export type Texts = ReturnType<typeof createTexts>;

export function words(texts: Iterable<string>): string {
  return [...texts].map(wordForm).join(' \n ');
}

function lastPart(path: string): string {
  return path.split(/[\\/]/).findLast((part) => part !== '') ?? '';
}
