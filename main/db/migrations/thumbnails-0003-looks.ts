/** Beside the thumbnails: pictures of 64 x 64 that decide whether two photos are copies, as copies/look.ts has them. */
export const looksInThumbnails = `
CREATE TABLE looks (
  photo_id INTEGER PRIMARY KEY,
  pixels   BLOB NOT NULL
) STRICT;
`;
