/** What the person says of copies. */
export const notCopies = `
-- The person's word: these two are no copies of each other, whatever they look like. The lower id first.
CREATE TABLE not_copies (
  photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  other_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  at_ms    INTEGER NOT NULL,
  PRIMARY KEY (photo_id, other_id),
  CHECK (photo_id < other_id)
) STRICT, WITHOUT ROWID;
INSERT INTO precious_changes (kind) VALUES ('not_copies');
CREATE TRIGGER not_copies_counts_insert AFTER INSERT ON not_copies
  BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = 'not_copies'; END;
CREATE TRIGGER not_copies_counts_delete AFTER DELETE ON not_copies
  BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = 'not_copies'; END;
`;
