/** What a scan met and could not look into. */
export const unreadablePlaces = `
-- Folders that may not be read, and files whose names can't be opened: told until a scan finds them readable or gone.
CREATE TABLE unreadable_places (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  folder_id INTEGER NOT NULL REFERENCES folders (id) ON DELETE CASCADE,
  -- Absolute; a name that is not valid Unicode as well as it can be written.
  path      TEXT    NOT NULL,
  kind      TEXT    NOT NULL CHECK (kind IN ('bad-name', 'no-permission', 'io')),
  at_ms     INTEGER NOT NULL,
  UNIQUE (folder_id, path)
) STRICT;
`;
