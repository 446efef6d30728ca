/** How sharp and how bright pictures are; NULL: not measured yet. */
export const clearness = `
-- As pipeline/clearness.ts has them.
ALTER TABLE looks ADD COLUMN sharpness REAL;
ALTER TABLE looks ADD COLUMN brightness REAL;
`;
