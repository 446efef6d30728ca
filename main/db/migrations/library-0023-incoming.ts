/** What is being taken in of another library, until all of it has been. */
export const incoming = `
-- A piece a row; the last one says that all of them are here, so that one that was cut short before is none. [Note: Taking in]
CREATE TABLE incoming (
  step  INTEGER PRIMARY KEY,
  kind  TEXT NOT NULL,
  -- JSON, deflated.
  items BLOB NOT NULL,
  -- How many of them have been taken in.
  done  INTEGER NOT NULL DEFAULT 0
) STRICT;
-- Which albums the numbers in the file have become.
CREATE TABLE incoming_albums (
  number   INTEGER PRIMARY KEY,
  album_id INTEGER NOT NULL REFERENCES albums (id) ON DELETE CASCADE
) STRICT;
`;
