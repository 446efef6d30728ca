/** More kinds of stacks; they are found again from the files, so nothing is taken over. */
export const moreStacks = `
DROP TABLE stacks;
CREATE TABLE stacks (
  photo_id INTEGER PRIMARY KEY,
  -- The photo that stands for the stack; it has a row too.
  best_id  INTEGER NOT NULL,
  -- main/stacks/stacks.ts has the kinds.
  kind     TEXT    NOT NULL
) STRICT;
CREATE INDEX stacks_by_best ON stacks (best_id);
`;
