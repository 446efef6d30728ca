/** The full text's parts are merged in small steps by db/merge-words.ts, and no more when SQLite thinks it time. */
export const mergingWords = `
INSERT INTO texts (texts, rank) VALUES ('automerge', 0);
`;
