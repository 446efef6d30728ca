const count = "BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = 'photos'; END;";

/** Which photos the person picked and rejected, and what they left of a picture; no file is told. */
export const flagsAndCrops = `
ALTER TABLE photos ADD COLUMN own_flag INTEGER CHECK (own_flag IN (-1, 1));
-- Left, top, width and height as they are shown, in fractions: '0.1,0,0.5,0.8'. NULL: all of it.
ALTER TABLE photos ADD COLUMN own_crop TEXT;
CREATE INDEX photos_flag ON photos (own_flag) WHERE own_flag IS NOT NULL;
CREATE TRIGGER photos_counts_flags AFTER UPDATE OF own_flag, own_crop ON photos
  WHEN new.own_flag IS NOT old.own_flag OR new.own_crop IS NOT old.own_crop ${count}
CREATE TRIGGER photos_counts_flagged AFTER DELETE ON photos
  WHEN old.own_flag IS NOT NULL OR old.own_crop IS NOT NULL ${count}
`;
