/** Albums, by hand and smart. */
export const albumCalls = {} as const;
