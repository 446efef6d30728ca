/** What the change from one model to another needs. */
export const modelChange = `
-- Photos that a vector of this model could not be made for, while it was filled beside the model that answered.
CREATE TABLE model_failures (
  model_id INTEGER NOT NULL REFERENCES models (id),
  photo_id INTEGER NOT NULL,
  kind     TEXT    NOT NULL,
  message  TEXT    NOT NULL,
  PRIMARY KEY (model_id, photo_id)
) STRICT, WITHOUT ROWID;
`;
