/** Tags, ratings and captions, written into sidecars and files when asked. */
export const writingCalls = {} as const;
