const isMarked = (row: 'new' | 'old') => `${row}.own_favourite IS NOT NULL OR ${row}.own_hidden IS NOT NULL`;
const count = "BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = 'photos'; END;";

/** What files say of being a favourite (1), and the person's word against it (0). A column's check is not changed in its place. */
export const favouritesInFiles = `
DROP TRIGGER photos_counts_marked;
DROP TRIGGER photos_counts_marks;
DROP TRIGGER photos_counts_unmarked;
DROP INDEX photos_favourite;
ALTER TABLE photos RENAME COLUMN own_favourite TO former_favourite;
ALTER TABLE photos ADD COLUMN own_favourite INTEGER CHECK (own_favourite IN (0, 1));
UPDATE photos SET own_favourite = former_favourite WHERE former_favourite IS NOT NULL;
ALTER TABLE photos DROP COLUMN former_favourite;
ALTER TABLE photos ADD COLUMN favourite INTEGER CHECK (favourite = 1);
CREATE INDEX photos_favourite ON photos (own_favourite) WHERE own_favourite IS NOT NULL;
CREATE TRIGGER photos_counts_marked AFTER INSERT ON photos WHEN ${isMarked('new')} ${count}
CREATE TRIGGER photos_counts_marks AFTER UPDATE OF own_favourite, own_hidden ON photos
  WHEN new.own_favourite IS NOT old.own_favourite OR new.own_hidden IS NOT old.own_hidden ${count}
CREATE TRIGGER photos_counts_unmarked AFTER DELETE ON photos WHEN ${isMarked('old')} ${count}
`;
