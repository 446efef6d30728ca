/** library.db, precious. Times are UTC milliseconds; `wall` times are camera clock readings taken as if UTC. */
export const libraryStart = `
CREATE TABLE folders (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  path             TEXT    NOT NULL UNIQUE,
  added_at_ms      INTEGER NOT NULL,
  scanned_at_ms    INTEGER,
  offline_since_ms INTEGER
) STRICT;

-- A photo is its content. [Note: Why content, not paths]
CREATE TABLE photos (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  content          BLOB    NOT NULL UNIQUE CHECK (length(content) = 32),
  kind             TEXT    NOT NULL DEFAULT 'image' CHECK (kind IN ('image', 'video')),
  format           TEXT    NOT NULL,
  width            INTEGER NOT NULL,
  height           INTEGER NOT NULL,
  taken_wall_ms    INTEGER NOT NULL,
  taken_offset_min INTEGER,
  taken_from       TEXT    NOT NULL,
  camera_make      TEXT,
  camera_model     TEXT,
  lens             TEXT,
  focal_length_mm  REAL,
  aperture         REAL,
  exposure_s       REAL,
  iso              REAL,
  latitude         REAL,
  longitude        REAL,
  altitude_m       REAL,
  rating           INTEGER,
  caption          TEXT,
  added_at_ms      INTEGER NOT NULL,
  -- Raised whenever the picture or its thumbnail is made again.
  version          INTEGER NOT NULL DEFAULT 1,
  -- Files that are there (or on a drive that is away); kept by the triggers below.
  present          INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX photos_by_time ON photos (taken_wall_ms DESC, id DESC) WHERE present > 0;

CREATE TABLE files (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id        INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  -- Below the folder, with '/' between names, '' for the folder itself.
  dir              TEXT    NOT NULL,
  name             TEXT    NOT NULL,
  size_bytes       INTEGER NOT NULL,
  mtime_ms         INTEGER NOT NULL,
  -- device:inode, decimal. Empty where the file system has none.
  inode            TEXT    NOT NULL,
  photo_id         INTEGER REFERENCES photos (id),
  -- New, or changed since it was identified: the pipeline has work here.
  is_waiting       INTEGER NOT NULL DEFAULT 1 CHECK (is_waiting IN (0, 1)),
  found_at_ms      INTEGER NOT NULL,
  missing_since_ms INTEGER,
  UNIQUE (folder_id, dir, name)
) STRICT;
CREATE INDEX files_by_photo ON files (photo_id);
CREATE INDEX files_by_inode ON files (inode, size_bytes, mtime_ms);
CREATE INDEX files_waiting ON files (mtime_ms DESC, id DESC) WHERE is_waiting = 1 AND missing_since_ms IS NULL;

CREATE TRIGGER files_come AFTER INSERT ON files WHEN new.photo_id IS NOT NULL AND new.missing_since_ms IS NULL BEGIN
  UPDATE photos SET present = present + 1 WHERE id = new.photo_id;
END;
CREATE TRIGGER files_go AFTER DELETE ON files WHEN old.photo_id IS NOT NULL AND old.missing_since_ms IS NULL BEGIN
  UPDATE photos SET present = present - 1 WHERE id = old.photo_id;
END;
CREATE TRIGGER files_change AFTER UPDATE OF photo_id, missing_since_ms ON files BEGIN
  UPDATE photos SET present = present - 1
    WHERE id = old.photo_id AND old.missing_since_ms IS NULL;
  UPDATE photos SET present = present + 1
    WHERE id = new.photo_id AND new.missing_since_ms IS NULL;
END;

-- Keywords that other programs wrote into the photo's files.
CREATE TABLE keywords (
  photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  keyword  TEXT    NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (photo_id, keyword)
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;
`;
