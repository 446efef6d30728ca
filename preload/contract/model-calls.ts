/** Models: which there are, downloading, changing to another one. */
export const modelCalls = {} as const;
