/** Long work on a thread that others wait for, in slices: whenever so much time was spent, they are let have their turn. */
export function createBreathing(mostMs = 4) {
  let since = performance.now();
  const isDue = () => performance.now() - since >= mostMs;
  return {
    /** For work that cannot wait in between, such as a transaction: it ends where this is so. */
    isDue,
    /** To be awaited between the pieces of the work; at once, where it is not due. */
    async breathe(): Promise<void> {
      if (!isDue()) return;
      await new Promise((resolve) => setImmediate(resolve));
      since = performance.now();
    },
  };
}
export type Breathing = ReturnType<typeof createBreathing>;
