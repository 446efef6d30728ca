/** What the change from one model to another needs. */
export const modelChange = `
-- With two models, those of one are no longer all there is: counted, read and dropped without meeting the other's.
CREATE INDEX vectors_by_model ON vectors (model_id);

-- Photos that a vector of this model could not be made for, while it was filled beside the model that answered.
CREATE TABLE model_failures (
  model_id INTEGER NOT NULL REFERENCES models (id),
  photo_id INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  message  TEXT    NOT NULL,
  PRIMARY KEY (model_id, photo_id)
) STRICT, WITHOUT ROWID;
`;
