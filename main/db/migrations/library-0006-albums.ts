/** Albums, by hand and smart. */
export const albums = `
-- Albums, by hand and smart.
`;
