/** How much of a date is known, and where the camera looked. */
export const partialDates = `
-- 'year', 'month', 'day': taken_wall_ms is the beginning of it. NULL: all is known, to the second.
ALTER TABLE photos ADD COLUMN taken_precision TEXT CHECK (taken_precision IN ('year', 'month', 'day'));
-- Clockwise from north.
ALTER TABLE photos ADD COLUMN direction_deg REAL;

-- Where it stands in the timeline. [Note: Places in the timeline]
ALTER TABLE photos ADD COLUMN timeline_at REAL GENERATED ALWAYS AS (
  CASE WHEN taken_from = 'file' THEN taken_wall_ms - 1e15
    WHEN taken_precision = 'year' THEN taken_wall_ms - 0.5
    WHEN taken_precision = 'month' THEN taken_wall_ms - 0.25 ELSE taken_wall_ms END) VIRTUAL;
CREATE INDEX photos_by_timeline ON photos (timeline_at DESC, id DESC) WHERE present > 0;

-- More dates and places are read than before: every file is asked for them once. Nothing is embedded again.
UPDATE files SET is_waiting = 1 WHERE photo_id IS NOT NULL;
UPDATE sidecars SET mtime_ms = -1;
`;
