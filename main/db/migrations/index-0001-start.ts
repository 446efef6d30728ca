/** index.db, rebuildable: everything here can be made again from the photos. Attached as \`idx\`. */
export const indexStart = `
CREATE TABLE models (
  id  INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE
) STRICT;

-- Unit vectors as IEEE 754 half floats, little-endian: dim * 2 bytes. [Note: Why half floats]
CREATE TABLE vectors (
  id       INTEGER PRIMARY KEY,
  model_id INTEGER NOT NULL REFERENCES models (id),
  photo_id INTEGER NOT NULL,
  vector   BLOB    NOT NULL,
  UNIQUE (photo_id, model_id)
) STRICT;

-- Files that could not become photos. A row stands only while the file is as it was then.
CREATE TABLE failures (
  file_id    INTEGER PRIMARY KEY,
  kind       TEXT    NOT NULL,
  message    TEXT    NOT NULL,
  details    TEXT    NOT NULL DEFAULT '{}' CHECK (json_valid(details)),
  attempts   INTEGER NOT NULL DEFAULT 1,
  at_ms      INTEGER NOT NULL
) STRICT;

-- rowid = photo id. CJK runs are stored letter by letter, so that any part of a word is found.
CREATE VIRTUAL TABLE texts USING fts5 (
  names, folders, captions, keywords,
  content = '', contentless_delete = 1, tokenize = "unicode61 remove_diacritics 2"
);
`;
