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

-- What a merged concept's answers were, and what those of the other were for the same photos: for undoing it.
CREATE TABLE merged_answers (
  concept_id       TEXT    NOT NULL,
  photo_id         INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
  is_confirmed     INTEGER NOT NULL CHECK (is_confirmed IN (0, 1)),
  at_ms            INTEGER NOT NULL,
  other_was        INTEGER CHECK (other_was IN (0, 1)),
  other_was_at_ms  INTEGER,
  PRIMARY KEY (concept_id, photo_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX merged_answers_by_photo ON merged_answers (photo_id);

-- 1: its names changed, so photos that have it are written into the full text anew; 2: its answers are being taken
-- back. Both go on after an end in the middle.
ALTER TABLE tags ADD COLUMN is_pending INTEGER NOT NULL DEFAULT 0 CHECK (is_pending IN (0, 1, 2));

-- Tells the person's own-1 from that of another library, in a file that came from there.
CREATE TABLE own_concepts_of (library TEXT NOT NULL) STRICT;
INSERT INTO own_concepts_of VALUES (lower(hex(randomblob(4))));

CREATE INDEX tag_answers_rejected ON tag_answers (tag_id, photo_id) WHERE is_confirmed = 0;
`;
