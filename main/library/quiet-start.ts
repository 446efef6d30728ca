/** The first screen of photos comes before everything that only keeps the disk busy. */
export function quietStart(mostMs: number | undefined): { readonly begun: Promise<void>; soon(): void; now(): void } {
  if (mostMs === undefined) return { begun: Promise.resolve(), soon: () => undefined, now: () => undefined };
  let begin: () => void = () => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  setTimeout(begin, mostMs).unref();
  // A moment for the pictures of that list.
  return { begun, soon: () => void setTimeout(begin, 500).unref(), now: begin };
}
