/** Photos that belong together as one shot. */
export const stacksOfShots = `
CREATE TABLE stacks (
  photo_id INTEGER PRIMARY KEY,
  -- The photo that stands for the shot; it has a row too.
  best_id  INTEGER NOT NULL,
  kind     TEXT    NOT NULL CHECK (kind IN ('raw', 'live', 'edit'))
) STRICT;
CREATE INDEX stacks_by_best ON stacks (best_id);
`;
