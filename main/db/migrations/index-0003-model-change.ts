/** What the change from one model to another needs. */
export const modelChange = `
-- What the change from one model to another needs.
`;
