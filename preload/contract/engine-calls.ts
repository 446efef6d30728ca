/** Changing from one model to another while the first one answers; engines and how much of the machine they may take. */
export const engineCalls = {} as const;
