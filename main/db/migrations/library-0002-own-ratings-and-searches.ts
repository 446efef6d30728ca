/** The person's own ratings, apart from what files say; searches of the past and those with a name. */
export const ownRatingsAndSearches = `
ALTER TABLE photos ADD COLUMN own_rating INTEGER CHECK (own_rating BETWEEN 0 AND 5);

CREATE TABLE searches (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  text          TEXT    NOT NULL,
  -- JSON list: words given back to the meaning.
  kept_as_words TEXT    NOT NULL DEFAULT '[]' CHECK (json_valid(kept_as_words)),
  -- NULL: a recent search.
  name          TEXT,
  at_ms         INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX searches_recent ON searches (text, kept_as_words) WHERE name IS NULL;
`;
