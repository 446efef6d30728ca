/** thumbnails.db, a cache: JPEG, long edge 512 px at most. A file of its own keeps the vectors of index.db close together. */
export const thumbnailsStart = `
CREATE TABLE thumbnails (
  photo_id INTEGER PRIMARY KEY,
  jpeg     BLOB NOT NULL
) STRICT;
`;
