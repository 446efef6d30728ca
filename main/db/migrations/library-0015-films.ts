/** What a film is beside its picture; NULL, all three, for a picture and where a film does not tell. */
export const films = `
ALTER TABLE photos ADD COLUMN duration_ms INTEGER;
-- Pictures a second.
ALTER TABLE photos ADD COLUMN frame_rate REAL;
-- As people call it: H.264.
ALTER TABLE photos ADD COLUMN codec TEXT;
CREATE INDEX photos_by_duration ON photos (duration_ms) WHERE duration_ms IS NOT NULL;
`;
