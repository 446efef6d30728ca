/** What each file says, by file; how a change of a file is known; and the person's own dates and places. */
export const whatFilesSay = `
-- What one file by itself says of its picture (JSON, as Metadata). The photo's values are derived from what all its files
-- and their sidecars say: docs/metadata.md has the rule.
CREATE TABLE file_says (
  file_id       INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
  says          TEXT    NOT NULL CHECK (json_valid(says)),
  -- When it came to say something else than before. 0: it has said the same ever since it was found.
  changed_at_ms INTEGER NOT NULL
) STRICT;

-- Until its files are read again, one of them says what the photo was known by.
INSERT INTO file_says (file_id, says, changed_at_ms)
  SELECT f.id, json_patch(coalesce(w.says, '{"keywords":[]}'), json_object(
      'takenWallMs', p.taken_wall_ms, 'takenOffsetMin', p.taken_offset_min, 'takenFrom', p.taken_from,
      'takenPrecision', p.taken_precision, 'directionDeg', p.direction_deg,
      'cameraMake', p.camera_make, 'cameraModel', p.camera_model, 'lens', p.lens, 'focalLengthMm', p.focal_length_mm,
      'aperture', p.aperture, 'exposureS', p.exposure_s, 'iso', p.iso, 'latitude', p.latitude,
      'longitude', p.longitude, 'altitudeM', p.altitude_m)), 0
  FROM photos p LEFT JOIN file_words w ON w.photo_id = p.id
  JOIN files f ON f.id = (
    SELECT id FROM files WHERE photo_id = p.id ORDER BY missing_since_ms IS NOT NULL, mtime_ms DESC, id LIMIT 1);
DROP TABLE file_words;

-- NULL, all four: not known yet.
ALTER TABLE files ADD COLUMN ctime_ms INTEGER;
-- Two files that had the same inode one after the other were not made at the same time.
ALTER TABLE files ADD COLUMN born_ms INTEGER;
-- Of its bytes, as pipeline/fingerprint.ts has it.
ALTER TABLE files ADD COLUMN fingerprint BLOB;
ALTER TABLE files ADD COLUMN read_at_ms INTEGER;
ALTER TABLE sidecars ADD COLUMN inode TEXT NOT NULL DEFAULT '';
ALTER TABLE sidecars ADD COLUMN ctime_ms INTEGER;
ALTER TABLE sidecars ADD COLUMN changed_at_ms INTEGER NOT NULL DEFAULT 0;
-- In lower case: of several pictures of one stem, the sidecar is about the one with this ending.
ALTER TABLE sidecars ADD COLUMN for_extension TEXT;
-- A drive whose inodes are others each time that it is mounted, and tell nothing.
ALTER TABLE folders ADD COLUMN has_passing_inodes INTEGER NOT NULL DEFAULT 0 CHECK (has_passing_inodes IN (0, 1));

-- What the person says of a photo, apart from what files say.
ALTER TABLE photos ADD COLUMN own_taken_wall_ms INTEGER;
-- What of it is known, where that is not all.
ALTER TABLE photos ADD COLUMN own_taken_precision TEXT CHECK (own_taken_precision IN ('year', 'month', 'day'));
ALTER TABLE photos ADD COLUMN own_taken_offset_min INTEGER;
ALTER TABLE photos ADD COLUMN own_latitude REAL;
ALTER TABLE photos ADD COLUMN own_longitude REAL;

-- Other states of the picture: what a photo was before it was edited, or what became of it in another file.
CREATE TABLE kindred_pictures (
  content  BLOB    NOT NULL CHECK (length(content) = 32),
  photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  at_ms    INTEGER NOT NULL,
  PRIMARY KEY (content, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX kindred_pictures_by_photo ON kindred_pictures (photo_id);

-- Every file and sidecar is read once more, so that each speaks for itself. Nothing is embedded again.
UPDATE files SET is_waiting = 1 WHERE photo_id IS NOT NULL;
UPDATE sidecars SET mtime_ms = -1;
`;
