const count = "BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = 'photos'; END;";

/** 0: neither picked nor rejected, whatever the file says. A column's check is not changed in its place. */
export const neitherFlag = `
DROP TRIGGER photos_counts_flags;
DROP TRIGGER photos_counts_flagged;
DROP INDEX photos_flag;
ALTER TABLE photos RENAME COLUMN own_flag TO former_flag;
ALTER TABLE photos ADD COLUMN own_flag INTEGER CHECK (own_flag IN (-1, 0, 1));
UPDATE photos SET own_flag = former_flag WHERE former_flag IS NOT NULL;
ALTER TABLE photos DROP COLUMN former_flag;
CREATE INDEX photos_flag ON photos (own_flag) WHERE own_flag IS NOT NULL;
CREATE TRIGGER photos_counts_flags AFTER UPDATE OF own_flag, own_crop ON photos
  WHEN new.own_flag IS NOT old.own_flag OR new.own_crop IS NOT old.own_crop ${count}
CREATE TRIGGER photos_counts_flagged AFTER DELETE ON photos
  WHEN old.own_flag IS NOT NULL OR old.own_crop IS NOT NULL ${count}
`;
