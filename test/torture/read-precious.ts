import type { Database } from 'better-sqlite3';

/**
 * Everything that cannot be made again from photos, one entry each, told by what it is about and not by row ids. SQL of
 * its own, so that no fault of the app's export hides one of the app's.
 */
export function readPrecious(sql: Database): Map<string, string> {
  const precious = new Map<string, string>();
  for (const [kind, query] of Object.entries(queries))
    for (const row of sql.prepare<[], [string, ...unknown[]]>(query).raw().all()) {
      const [key, ...value] = row;
      precious.set(`${kind} ${key}`, JSON.stringify(value));
    }
  return precious;
}

const queries = {
  answer: `SELECT hex(p.content) || ' ' || n.name, a.is_confirmed FROM tag_answers a JOIN photos p ON p.id = a.photo_id
    JOIN tag_names n ON n.tag_id = a.tag_id WHERE n.position = 0`,
  rating: `SELECT hex(content), own_rating FROM photos WHERE own_rating IS NOT NULL`,
  caption: `SELECT hex(content), own_caption FROM photos WHERE own_caption IS NOT NULL`,
  favourite: `SELECT hex(content), own_favourite FROM photos WHERE own_favourite IS NOT NULL`,
  hidden: `SELECT hex(content), own_hidden FROM photos WHERE own_hidden IS NOT NULL`,
  flag: `SELECT hex(content), own_flag FROM photos WHERE own_flag IS NOT NULL`,
  crop: `SELECT hex(content), own_crop FROM photos WHERE own_crop IS NOT NULL`,
  'own date': `SELECT hex(content), own_taken_wall_ms, own_taken_precision FROM photos WHERE own_taken_wall_ms IS NOT NULL`,
  'own place': `SELECT hex(content), own_latitude, own_longitude FROM photos WHERE own_latitude IS NOT NULL`,
  album: `SELECT a.name, a.kind, a.query, a.strictness, a.least_band, b.name FROM albums a LEFT JOIN albums b ON b.id = a.parent_id
    WHERE a.deleted_at_ms IS NULL`,
  'album photo': `SELECT a.name || ' ' || hex(p.content), 1 FROM album_photos x JOIN albums a ON a.id = x.album_id
    JOIN photos p ON p.id = x.photo_id`,
  'album example': `SELECT a.name || ' ' || hex(p.content), is_included FROM album_examples x JOIN albums a ON a.id = x.album_id
    JOIN photos p ON p.id = x.photo_id`,
  search: `SELECT name, text, kept_as_words FROM searches WHERE name IS NOT NULL`,
  concept: `SELECT id, names, parent, is_hidden, merged_into FROM concepts`,
  setting: `SELECT key, value FROM settings`,
  folder: `SELECT path, 1 FROM folders`,
} as const;
