/** Suggested tags, as the last pass found them. */
export const suggestions = `
-- Suggested tags, as the last pass found them.
`;
