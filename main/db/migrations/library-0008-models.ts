/** Models of the person, and the change from one to another. */
export const modelsChange = `
-- Models of the person, and the change from one to another.
`;
