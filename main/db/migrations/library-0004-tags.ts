/** What the person said that photos show, and what they said photos do not show. */
export const tags = `
-- A concept of a vocabulary, or (concept_id NULL) a tag in the person's own words.
CREATE TABLE tags (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  concept_id TEXT UNIQUE
) STRICT;

-- As they were when the tag was first given: the answer stays readable and findable without its vocabulary.
CREATE TABLE tag_names (
  tag_id   INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  -- BCP 47; '' for the person's own words.
  language TEXT    NOT NULL,
  position INTEGER NOT NULL,
  name     TEXT    NOT NULL,
  -- What two spellings of one name have in common.
  folded   TEXT    NOT NULL,
  PRIMARY KEY (tag_id, language, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_names_by_name ON tag_names (folded, tag_id);

-- Only the person writes here, never the machine.
CREATE TABLE tag_answers (
  photo_id     INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  tag_id       INTEGER NOT NULL REFERENCES tags (id),
  is_confirmed INTEGER NOT NULL CHECK (is_confirmed IN (0, 1)),
  at_ms        INTEGER NOT NULL,
  PRIMARY KEY (photo_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX tag_answers_by_tag ON tag_answers (tag_id, photo_id) WHERE is_confirmed = 1;
`;
