/** Runs what it is given one after the other, in the order it came: the next begins when the one before has ended. */
export function createInOrder(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // A failure is its caller's; the next in line begins all the same.
    last = mine.catch(() => undefined);
    return mine;
  };
}
