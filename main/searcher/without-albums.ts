import type { Database } from 'better-sqlite3';
import { words as asIndexed } from '../db/texts.ts';
import { contentWords } from '../search/exact-words.ts';
import { foldSame } from '../search/parse/fold.ts';

/**
 * Whether words are found in a photo without the tags that albums gave to it. An album that took those for an answer to
 * its question would hold its photos for ever: it tags a photo "cat", and then finds the word.
 * @returns a test for photos that full text has found
 */
export function createWithoutAlbums(sql: Database): (photoId: number, text: string) => boolean {
  const hasAny = sql
    .prepare<[number], 1>('SELECT 1 FROM album_tags WHERE photo_id = ? AND is_applied = 1 LIMIT 1')
    .pluck();
  const texts = sql
    .prepare<[Record<'id', number>], string | null>(
      `SELECT f.name FROM files f WHERE f.photo_id = @id AND f.missing_since_ms IS NULL
       UNION ALL SELECT f.dir FROM files f WHERE f.photo_id = @id AND f.missing_since_ms IS NULL
       UNION ALL SELECT d.path FROM files f JOIN folders d ON d.id = f.folder_id WHERE f.photo_id = @id
       UNION ALL SELECT caption FROM photos WHERE id = @id
       UNION ALL SELECT keyword FROM keywords WHERE photo_id = @id
       UNION ALL SELECT n.name FROM tag_answers a JOIN tag_names n ON n.tag_id = a.tag_id
         WHERE a.photo_id = @id AND a.is_confirmed = 1`,
    )
    .pluck();
  return (photoId, text) => {
    if (hasAny.get(photoId) === undefined) return true;
    const found = spaced(asIndexed(texts.all({ id: photoId }).flatMap((one) => one ?? [])));
    return contentWords(text).every((word) => found.includes(spaced(word).trimEnd()));
  };
}

/** Words with one space before and behind each. */
function spaced(text: string): string {
  return ` ${foldSame(text.normalize('NFC'))
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()} `;
}
