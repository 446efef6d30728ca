const count = "BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = 'photos'; END;";

/** How the person turned a photo; no file is told. */
export const turns = `
-- As Exif counts, besides how the file says that it is turned. NULL: not at all. Width and height are as it is shown.
ALTER TABLE photos ADD COLUMN own_turn INTEGER CHECK (own_turn BETWEEN 2 AND 8);
CREATE TRIGGER photos_counts_turns AFTER UPDATE OF own_turn ON photos WHEN new.own_turn IS NOT old.own_turn ${count}
CREATE TRIGGER photos_counts_turned AFTER DELETE ON photos WHEN old.own_turn IS NOT NULL ${count}
`;
