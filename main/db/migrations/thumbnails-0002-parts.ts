/** Pictures of the parts of a photo that has several, the first one too: the moments of a film. */
export const thumbnailParts = `
CREATE TABLE part_thumbnails (
  id       INTEGER PRIMARY KEY,
  photo_id INTEGER NOT NULL,
  part     INTEGER NOT NULL,
  jpeg     BLOB    NOT NULL,
  UNIQUE (photo_id, part)
) STRICT;
`;
