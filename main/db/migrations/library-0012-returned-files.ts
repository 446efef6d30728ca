/** A file that came back to a place that was empty. */
export const returnedFiles = `
-- Nothing lay there for a while: what lies there now need not be what lay there before, only under the same name.
ALTER TABLE files ADD COLUMN was_missing INTEGER NOT NULL DEFAULT 0 CHECK (was_missing IN (0, 1));
`;
