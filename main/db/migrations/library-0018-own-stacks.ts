/** What the person says of stacks: together, apart, and which photo stands for one. */
export const ownStacks = `
-- Photos with one number are one stack, whatever is found; without a number it stands by itself.
CREATE TABLE own_stacks (
  photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
  stack    INTEGER,
  at_ms    INTEGER NOT NULL
) STRICT;
CREATE INDEX own_stacks_by_stack ON own_stacks (stack);
-- Of several in one stack, the latest stands for it.
CREATE TABLE stack_bests (
  photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
  at_ms    INTEGER NOT NULL
) STRICT;
INSERT INTO precious_changes (kind) VALUES ('own_stacks'), ('stack_bests');
${['own_stacks', 'stack_bests']
  .flatMap((table) =>
    ['INSERT', 'UPDATE', 'DELETE'].map(
      (what) => `CREATE TRIGGER ${table}_counts_${what.toLowerCase()} AFTER ${what} ON ${table}
  BEGIN UPDATE precious_changes SET changes = changes + 1 WHERE kind = '${table}'; END;`,
    ),
  )
  .join('\n')}
`;
