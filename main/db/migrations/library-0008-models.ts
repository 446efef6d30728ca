/** Models of the person, and the change from one to another. */
export const modelsChange = `
-- The change from one model to another: no row while there is none. Which model answers is the setting modelId.
CREATE TABLE model_change (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  -- filling: other is being filled; kept: other answered before; dropping: what is not the model that answers goes.
  stage      TEXT    NOT NULL CHECK (stage IN ('filling', 'kept', 'dropping')),
  other      TEXT    NOT NULL,
  is_paused  INTEGER NOT NULL DEFAULT 0 CHECK (is_paused IN (0, 1)),
  since_ms   INTEGER NOT NULL
) STRICT;
`;
