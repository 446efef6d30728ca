/** What was said of copies that went to the trash, and came to the one that was kept: so that it leaves it again with them. */
export const merges = `
CREATE TABLE merges (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  -- By which the others went. No reference: one that did nothing is no longer there.
  filing_id INTEGER NOT NULL,
  keep_id   INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  -- What was said of it before and after (JSON, db/merging.ts), and the tags that its files did not have.
  before    TEXT    NOT NULL,
  after     TEXT    NOT NULL,
  tags      TEXT    NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX merges_by_filing ON merges (filing_id);
CREATE INDEX merges_by_keeper ON merges (keep_id);

CREATE TABLE merged_photos (
  merge_id INTEGER NOT NULL REFERENCES merges (id) ON DELETE CASCADE,
  photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  PRIMARY KEY (merge_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_photos_by_photo ON merged_photos (photo_id);
`;
