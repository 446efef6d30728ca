/** Several vectors of one photo: a film has one for each of its moments. */
export const indexParts = `
-- Unit vectors as IEEE 754 half floats, little-endian: dim * 2 bytes. [Note: Why half floats]
-- Part n of so many of one photo: all of them are there, one behind the other, or none. A picture has one, part 0.
CREATE TABLE vectors_of_parts (
  id         INTEGER PRIMARY KEY,
  model_id   INTEGER NOT NULL REFERENCES models (id),
  photo_id   INTEGER NOT NULL,
  part       INTEGER NOT NULL DEFAULT 0,
  part_count INTEGER NOT NULL DEFAULT 1,
  -- Where in a film it is; NULL for a picture.
  at_ms      INTEGER,
  vector     BLOB    NOT NULL,
  UNIQUE (photo_id, model_id, part)
) STRICT;
INSERT INTO vectors_of_parts (id, model_id, photo_id, vector)
  SELECT id, model_id, photo_id, vector FROM vectors ORDER BY id;
DROP TABLE vectors;
ALTER TABLE vectors_of_parts RENAME TO vectors;

CREATE INDEX vectors_by_model ON vectors (model_id);
-- Photos of a model, counted and drawn by their first part; and whether any of them has a second one.
CREATE INDEX first_parts ON vectors (model_id) WHERE part = 0;
CREATE INDEX second_parts ON vectors (model_id) WHERE part = 1;
`;
