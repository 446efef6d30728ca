/** What other programs wrote beside keywords, and the journal of what was written for the person. */
export const writtenMetadata = `
-- What other programs wrote beside keywords, and the journal of what was written for the person.
`;
