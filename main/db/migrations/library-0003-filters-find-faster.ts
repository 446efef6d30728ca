/** Measured at 100,000 photos: a tag 23 -> 2 ms, a camera 8.8 -> 2.3 ms, a lens 6.7 -> 0.5 ms, a type 8.0 -> 1.6 ms. */
export const filtersFindFaster = `
CREATE INDEX keywords_by_word ON keywords (keyword, photo_id);
CREATE INDEX photos_by_camera ON photos (camera_make, camera_model, lens) WHERE present > 0;
CREATE INDEX photos_by_format ON photos (format) WHERE present > 0;
`;
