/** Albums, by hand and smart, and the tags that albums give to their photos. */
export const albums = `
CREATE TABLE albums (
  id             INTEGER PRIMARY KEY AUTOINCREMENT,
  parent_id      INTEGER REFERENCES albums (id),
  name           TEXT    NOT NULL CHECK (name <> ''),
  kind           TEXT    NOT NULL CHECK (kind IN ('manual', 'smart')),
  -- Among its siblings. See db/positions.ts.
  position       REAL    NOT NULL,
  -- NULL: its first photo.
  cover_photo_id INTEGER REFERENCES photos (id) ON DELETE SET NULL,
  -- own: by hand, or best first; date: newest first.
  sort           TEXT    NOT NULL DEFAULT 'own' CHECK (sort IN ('own', 'date')),
  -- The question of a smart album, as it was typed: it is read anew each time, so "last summer" stays the last one.
  query          TEXT    NOT NULL DEFAULT '',
  -- JSON list: words given back to the meaning.
  kept_as_words  TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(kept_as_words)),
  -- How sure a photo must be to belong to it.
  least_band     TEXT    NOT NULL DEFAULT 'likely' CHECK (least_band IN ('sure', 'likely')),
  strictness     REAL    NOT NULL DEFAULT 0 CHECK (strictness BETWEEN -1 AND 1),
  -- What its photos are tagged with.
  tag_id         INTEGER REFERENCES tags (id),
  tag_mode       TEXT    NOT NULL DEFAULT 'off' CHECK (tag_mode IN ('off', 'suggest', 'apply')),
  -- Tagged from this probability on; those below are suggestions.
  tag_least      REAL    NOT NULL DEFAULT 0.9 CHECK (tag_least BETWEEN 0 AND 1),
  created_at_ms  INTEGER NOT NULL,
  changed_at_ms  INTEGER NOT NULL,
  -- A deleted album can be brought back for some weeks; what lies in it was deleted with it, at the same time.
  deleted_at_ms  INTEGER
) STRICT;
CREATE INDEX albums_by_parent ON albums (parent_id, position) WHERE deleted_at_ms IS NULL;

-- A photo is its content: it stays in its albums wherever its files go.
CREATE TABLE album_photos (
  album_id    INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
  photo_id    INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  position    REAL    NOT NULL,
  added_at_ms INTEGER NOT NULL,
  PRIMARY KEY (album_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_photos_by_position ON album_photos (album_id, position, photo_id);
CREATE INDEX album_photos_by_photo ON album_photos (photo_id);

-- The person's word on what belongs to a smart album, whatever its question says.
CREATE TABLE album_examples (
  album_id    INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
  photo_id    INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  is_included INTEGER NOT NULL CHECK (is_included IN (0, 1)),
  at_ms       INTEGER NOT NULL,
  PRIMARY KEY (album_id, photo_id)
) STRICT, WITHOUT ROWID;

-- Tags that photos have, or are suggested (is_applied = 0), because they are in an album. The machine writes here and
-- never into tag_answers; the person's answer, either way, takes the place of these.
CREATE TABLE album_tags (
  photo_id    INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  tag_id      INTEGER NOT NULL REFERENCES tags (id),
  album_id    INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
  is_applied  INTEGER NOT NULL CHECK (is_applied IN (0, 1)),
  probability REAL    NOT NULL,
  at_ms       INTEGER NOT NULL,
  PRIMARY KEY (photo_id, tag_id, album_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_tags_by_tag ON album_tags (tag_id, photo_id) WHERE is_applied = 1;
CREATE INDEX album_tags_by_album ON album_tags (album_id);

-- Whoever gave them.
CREATE VIEW given_tags (photo_id, tag_id) AS
  SELECT photo_id, tag_id FROM tag_answers WHERE is_confirmed = 1
  UNION ALL SELECT photo_id, tag_id FROM album_tags WHERE is_applied = 1;

CREATE TRIGGER album_tags_yield AFTER INSERT ON tag_answers BEGIN
  DELETE FROM album_tags WHERE photo_id = new.photo_id AND tag_id = new.tag_id;
END;
CREATE TRIGGER album_tags_yield_again AFTER UPDATE OF tag_id, is_confirmed ON tag_answers BEGIN
  DELETE FROM album_tags WHERE photo_id = new.photo_id AND tag_id = new.tag_id;
END;
-- A tag without answers is dropped; not one that an album gives.
CREATE TRIGGER tags_of_albums_stay BEFORE DELETE ON tags
  WHEN EXISTS (SELECT 1 FROM albums WHERE tag_id = old.id) OR EXISTS (SELECT 1 FROM album_tags WHERE tag_id = old.id)
BEGIN
  SELECT raise(IGNORE);
END;
`;
