/** Pictures that were taken with a film. */
export const motion = `
ALTER TABLE photos ADD COLUMN has_motion INTEGER NOT NULL DEFAULT 0;
CREATE INDEX photos_with_motion ON photos (id) WHERE has_motion = 1;
`;
