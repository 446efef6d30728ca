/** Suggested tags, as the last pass found them. */
export const suggestions = `
-- Suggested tags, as the last pass found them.
CREATE TABLE suggestions (
  model_key     TEXT NOT NULL,
  concept_id    TEXT NOT NULL,
  -- A digest of what they were reckoned from: the direction (words and examples) and the fit.
  reckoned_from TEXT NOT NULL,
  -- Photo ids as ascending unsigned 32-bit integers, little-endian; one byte of probability for each.
  photo_ids     BLOB NOT NULL,
  chances       BLOB NOT NULL,
  PRIMARY KEY (model_key, concept_id)
) STRICT, WITHOUT ROWID;

-- How far the rows above go: vectors up to this one, in a library of so many photos.
CREATE TABLE suggestion_passes (
  model_key      TEXT    PRIMARY KEY,
  last_vector_id INTEGER NOT NULL,
  photo_count    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;
