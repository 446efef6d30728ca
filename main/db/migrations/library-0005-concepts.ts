/** What the person makes of the vocabularies: concepts of their own, and changes to the app's. */
export const concepts = `
-- Every tag is a concept from now on: those in the person's own words are called own-<number of the tag>.
CREATE TABLE concepts (
  id                TEXT    PRIMARY KEY,
  -- JSON {language: [name, synonyms...]}, '' for the person's own words. Languages that are not there, and NULL: as the
  -- vocabulary has them.
  names             TEXT    CHECK (names IS NULL OR json_valid(names)),
  -- NULL: as the vocabulary has it; '': none.
  parent            TEXT,
  -- JSON lists. NULL: as the vocabulary has them.
  exclusions        TEXT    CHECK (exclusions IS NULL OR json_valid(exclusions)),
  prompts           TEXT    CHECK (prompts IS NULL OR json_valid(prompts)),
  is_hidden         INTEGER NOT NULL DEFAULT 0 CHECK (is_hidden IN (0, 1)),
  merged_into       TEXT,
  -- Suggested from this probability on. NULL: the model's own threshold.
  suggest_at        REAL    CHECK (suggest_at BETWEEN 0 AND 1),
  -- Answers given before teach it no more.
  forgets_before_ms INTEGER,
  -- Made by tagging a photo in own words, and never touched since: it goes with its last answer.
  is_by_tagging     INTEGER NOT NULL DEFAULT 0 CHECK (is_by_tagging IN (0, 1)),
  changed_at_ms     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO concepts (id, is_by_tagging, names, changed_at_ms)
  SELECT 'own-' || t.id, 1,
    json_object('', json((SELECT json_group_array(n.name ORDER BY n.position) FROM tag_names n WHERE n.tag_id = t.id))),
    coalesce((SELECT min(at_ms) FROM tag_answers a WHERE a.tag_id = t.id), 0)
  FROM tags t WHERE t.concept_id IS NULL;
UPDATE tags SET concept_id = 'own-' || id WHERE concept_id IS NULL;

CREATE INDEX tag_answers_rejected ON tag_answers (tag_id, photo_id) WHERE is_confirmed = 0;
`;
