/** What pictures look like, for finding copies. */
export const looks = `
-- 256 bits of each picture, as copies/look.ts has them.
CREATE TABLE looks (
  photo_id   INTEGER PRIMARY KEY,
  hash       BLOB    NOT NULL CHECK (length(hash) = 32),
  -- Compared with all the others.
  is_matched INTEGER NOT NULL DEFAULT 0 CHECK (is_matched IN (0, 1))
) STRICT;
CREATE INDEX looks_unmatched ON looks (photo_id) WHERE is_matched = 0;

-- Photos that show the same picture; each pair both ways.
CREATE TABLE copy_pairs (
  photo_id INTEGER NOT NULL,
  other_id INTEGER NOT NULL,
  PRIMARY KEY (photo_id, other_id)
) STRICT, WITHOUT ROWID;
`;
