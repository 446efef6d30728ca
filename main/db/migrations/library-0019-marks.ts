const isMarked = (row: 'new' | 'old') => `${row}.own_favourite IS NOT NULL OR ${row}.own_hidden IS NOT NULL`;
const count = "BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = 'photos'; END;";

/** What the person marked a photo as: a favourite, or hidden from the photos that are shown. */
export const marks = `
-- 1, or NULL for what is not marked.
ALTER TABLE photos ADD COLUMN own_favourite INTEGER CHECK (own_favourite = 1);
-- It is left out wherever hidden photos are not asked for.
ALTER TABLE photos ADD COLUMN own_hidden INTEGER CHECK (own_hidden = 1);
CREATE INDEX photos_favourite ON photos (own_favourite) WHERE own_favourite IS NOT NULL;
CREATE INDEX photos_hidden ON photos (own_hidden) WHERE own_hidden IS NOT NULL;
CREATE TRIGGER photos_counts_marked AFTER INSERT ON photos WHEN ${isMarked('new')} ${count}
CREATE TRIGGER photos_counts_marks AFTER UPDATE OF own_favourite, own_hidden ON photos
  WHEN new.own_favourite IS NOT old.own_favourite OR new.own_hidden IS NOT old.own_hidden ${count}
CREATE TRIGGER photos_counts_unmarked AFTER DELETE ON photos WHEN ${isMarked('old')} ${count}
`;
