/** What the person says of a photo. */
const own = [
  'own_rating',
  'own_caption',
  'own_taken_wall_ms',
  'own_taken_precision',
  'own_taken_offset_min',
  'own_latitude',
  'own_longitude',
];

/** What backups are known by, what was restored, and days that no wrong clock can make pass. */
export const nothingLost = `
-- How often what the person said was changed, by what it is: whether a backup has it all is told by these numbers, whatever
-- the clock says.
CREATE TABLE precious_changes (
  kind    TEXT    PRIMARY KEY,
  changes INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

${counted('tag_answers')}
${counted('tag_names')}
${counted('concepts')}
${counted('albums')}
${counted('album_photos')}
${counted('album_examples')}
${counted('searches', { insert: 'WHEN new.name IS NOT NULL', update: 'WHEN new.name IS NOT NULL', remove: 'WHEN old.name IS NOT NULL' })}
${counted('photos', {
  insert: `WHEN ${own.map((column) => `new.${column} IS NOT NULL`).join(' OR ')}`,
  update: `WHEN ${own.map((column) => `new.${column} IS NOT old.${column}`).join(' OR ')}`,
  of: `OF ${own.join(', ')}`,
  remove: `WHEN ${own.map((column) => `old.${column} IS NOT NULL`).join(' OR ')}`,
})}

-- What the person should know, e.g. what was put in the place of a damaged library. Told once, however often the app ends before.
CREATE TABLE notices (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  at_ms   INTEGER NOT NULL,
  -- JSON, as FailureReport.
  report  TEXT    NOT NULL CHECK (json_valid(report)),
  is_told INTEGER NOT NULL DEFAULT 0 CHECK (is_told IN (0, 1))
) STRICT;

-- [Note: Days of use] A clock that jumps ahead by years makes one day pass, not thousands.
CREATE TABLE days_of_use (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  count      INTEGER NOT NULL,
  -- The last day that was counted, in days since 1970.
  last_day   INTEGER NOT NULL
) STRICT;
INSERT INTO days_of_use VALUES (1, 0, 0);

ALTER TABLE albums ADD COLUMN deleted_on_day INTEGER;
UPDATE albums SET deleted_on_day = 0 WHERE deleted_at_ms IS NOT NULL;
CREATE TRIGGER albums_deleted_on AFTER UPDATE OF deleted_at_ms ON albums WHEN new.deleted_at_ms IS NOT NULL BEGIN
  UPDATE albums SET deleted_on_day = (SELECT count FROM days_of_use) WHERE id = new.id;
END;

ALTER TABLE files ADD COLUMN missing_on_day INTEGER;
UPDATE files SET missing_on_day = 0 WHERE missing_since_ms IS NOT NULL;
CREATE TRIGGER files_missing_on AFTER UPDATE OF missing_since_ms ON files WHEN new.missing_since_ms IS NOT NULL BEGIN
  UPDATE files SET missing_on_day = (SELECT count FROM days_of_use) WHERE id = new.id;
END;
`;

/** A row of precious_changes, and the triggers that raise it. */
function counted(
  table: string,
  {
    insert = '',
    update = '',
    of = '',
    remove = '',
  }: { insert?: string; update?: string; of?: string; remove?: string } = {},
): string {
  const raise = `BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = '${table}'; END;`;
  return `INSERT INTO precious_changes (kind) VALUES ('${table}');
CREATE TRIGGER ${table}_counts_insert AFTER INSERT ON ${table} ${insert} ${raise}
CREATE TRIGGER ${table}_counts_update AFTER UPDATE ${of} ON ${table} ${update} ${raise}
CREATE TRIGGER ${table}_counts_delete AFTER DELETE ON ${table} ${remove} ${raise}`;
}
