/** What photos can be tagged with: concepts, the app's and the person's own. */
export const vocabularyCalls = {} as const;
