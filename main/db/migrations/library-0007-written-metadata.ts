/** What other programs wrote beside keywords, and the journal of what was written for the person. */
export const writtenMetadata = `
ALTER TABLE photos ADD COLUMN title TEXT;
ALTER TABLE photos ADD COLUMN label TEXT;
ALTER TABLE photos ADD COLUMN location TEXT;
-- The person's own caption, apart from what files say.
ALTER TABLE photos ADD COLUMN own_caption TEXT;
CREATE INDEX photos_by_label ON photos (label) WHERE label IS NOT NULL;

-- What a photo's own file says of it (JSON, as Words), so that a sidecar can come and go beside it.
CREATE TABLE file_words (
  photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
  says     TEXT NOT NULL CHECK (json_valid(says))
) STRICT;

-- Files beside photos that speak of them: XMP, and the JSON of exports.
CREATE TABLE sidecars (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id  INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  dir        TEXT    NOT NULL,
  name       TEXT    NOT NULL,
  size_bytes INTEGER NOT NULL,
  mtime_ms   INTEGER NOT NULL,
  kind       TEXT    NOT NULL CHECK (kind IN ('xmp', 'json')),
  -- In lower case: a photo's name or its stem; where the name was cut, its start.
  about      TEXT    NOT NULL,
  is_start   INTEGER NOT NULL CHECK (is_start IN (0, 1)),
  -- JSON, as Words. NULL: it could not be read.
  says       TEXT    CHECK (says IS NULL OR json_valid(says)),
  -- JSON, as FailureReport.
  problem    TEXT    CHECK (problem IS NULL OR json_valid(problem)),
  at_ms      INTEGER NOT NULL,
  UNIQUE (folder_id, dir, name)
) STRICT;
CREATE INDEX sidecars_by_about ON sidecars (folder_id, dir, about);
CREATE INDEX sidecars_with_problem ON sidecars (at_ms) WHERE problem IS NOT NULL;
CREATE INDEX files_by_lower_name ON files (folder_id, dir, lower(name));

-- A write into files, as the person asked for it.
CREATE TABLE writes (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  target      TEXT    NOT NULL CHECK (target IN ('sidecar', 'embedded')),
  -- JSON list: tags, rating, caption.
  fields      TEXT    NOT NULL CHECK (json_valid(fields)),
  at_ms       INTEGER NOT NULL,
  ended_at_ms INTEGER,
  undone_at_ms INTEGER,
  -- What undoing needs was thrown away.
  is_dropped  INTEGER NOT NULL DEFAULT 0 CHECK (is_dropped IN (0, 1))
) STRICT;

-- One file of a write. The row is there before the file is touched.
CREATE TABLE write_files (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  write_id      INTEGER NOT NULL REFERENCES writes (id) ON DELETE CASCADE,
  file_id       INTEGER NOT NULL,
  photo_id      INTEGER NOT NULL,
  -- The file that is written, absolute.
  path          TEXT    NOT NULL,
  -- The new bytes are made here, beside it.
  temporary     TEXT    NOT NULL,
  state         TEXT    NOT NULL CHECK (state IN ('writing', 'written', 'not-written', 'undoing', 'undone', 'lost')),
  -- SHA-256, hexadecimal. NULL: there was no file.
  before_sha    TEXT,
  after_sha     TEXT,
  -- A sidecar's bytes as they were.
  before_bytes  BLOB,
  -- The original of a picture that was written into, in the library's folder.
  backup        TEXT,
  before_mtime_ms REAL,
  -- JSON: what Lumisift has written into this file, before and after.
  own_before    TEXT    NOT NULL CHECK (json_valid(own_before)),
  own_after     TEXT    NOT NULL CHECK (json_valid(own_after)),
  problem       TEXT    CHECK (problem IS NULL OR json_valid(problem))
) STRICT;
CREATE INDEX write_files_by_write ON write_files (write_id, id);
CREATE INDEX write_files_open ON write_files (id) WHERE state IN ('writing', 'undoing');

-- What of a file's metadata Lumisift has written: only that is taken out of it again.
CREATE TABLE own_words (
  file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
  target  TEXT    NOT NULL CHECK (target IN ('sidecar', 'embedded')),
  -- JSON {tags: [path...], rating, caption}
  says    TEXT    NOT NULL CHECK (json_valid(says)),
  PRIMARY KEY (file_id, target)
) STRICT, WITHOUT ROWID;

-- Names, labels, titles and places are new to the library: every file is asked for them once. Nothing is embedded again.
UPDATE files SET is_waiting = 1 WHERE photo_id IS NOT NULL;
`;
