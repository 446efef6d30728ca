/** The journal of what was done with the person's files: trashed, moved, renamed, imported. */
export const filings = `
CREATE TABLE filings (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  kind         TEXT    NOT NULL CHECK (kind IN ('trash', 'move', 'rename', 'new-folder', 'import')),
  at_ms        INTEGER NOT NULL,
  ended_at_ms  INTEGER,
  undone_at_ms INTEGER
) STRICT;

-- One file of it. The row is there before the file is touched.
CREATE TABLE filing_steps (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  filing_id   INTEGER NOT NULL REFERENCES filings (id) ON DELETE CASCADE,
  kind        TEXT    NOT NULL CHECK (kind IN ('trash', 'move', 'copy', 'folder')),
  -- A picture, what lies beside it and goes along (sidecars, Live partners), or a folder.
  role        TEXT    NOT NULL CHECK (role IN ('photo', 'beside', 'folder')),
  photo_id    INTEGER,
  -- Absolute: where it lay, and where it lies after the step. Of a folder that is made both are its place.
  source      TEXT    NOT NULL,
  -- NULL: the system's trash has it and does not tell where.
  target      TEXT,
  -- Of a copy: it is made here, beside its target.
  temporary   TEXT,
  -- SHA-256 of a copy, hexadecimal.
  sha         TEXT,
  -- device:inode of what was moved, so that it is known in the trash.
  inode       TEXT    NOT NULL DEFAULT '',
  size_bytes  INTEGER NOT NULL DEFAULT 0,
  state       TEXT    NOT NULL CHECK (state IN ('doing', 'done', 'undoing', 'undone', 'lost'))
) STRICT;
CREATE INDEX filing_steps_by_filing ON filing_steps (filing_id, id);
CREATE INDEX filing_steps_open ON filing_steps (id) WHERE state IN ('doing', 'undoing');
CREATE INDEX filing_steps_trashed ON filing_steps (id DESC) WHERE kind = 'trash' AND state = 'done';
`;
