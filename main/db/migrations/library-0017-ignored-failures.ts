/** What the person does not want to hear of any more. */
export const ignoredFailures = `
-- By the number that a failure has in the list (main/db/failures.ts); \`stamp\` is what it was like then: a file that has changed
-- since is no longer ignored.
CREATE TABLE ignored_failures (
  number INTEGER PRIMARY KEY,
  stamp  TEXT    NOT NULL,
  at_ms  INTEGER NOT NULL
) STRICT;
`;
