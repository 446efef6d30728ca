/**
 * Does something in the background whenever it was poked at, never twice at once, and rests in between: at least
 * `everyMs`, and four times as long as it took, so that it takes a fifth of a core at most.
 */
export function createReckoner(deps: {
  everyMs: number;
  isNeeded: () => boolean;
  reckon: () => Promise<void>;
  log: (line: string) => void;
}) {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let isAsked = false;
  let isStopped = false;
  let restUntilMs = 0;

  const run = (): void => {
    timer = undefined;
    isAsked = false;
    const startedAt = performance.now();
    running = Promise.resolve()
      .then(() => (deps.isNeeded() ? deps.reckon() : undefined))
      // The searcher may be on its way up: the next change asks again.
      .catch((error: unknown) => deps.log(`albums were not reckoned: ${String(error)}`))
      .finally(() => {
        running = undefined;
        restUntilMs = performance.now() + Math.max(deps.everyMs, 4 * (performance.now() - startedAt));
        if (isAsked) start();
      });
  };
  const start = (): void => {
    if (isStopped || timer !== undefined || running !== undefined) return;
    timer = setTimeout(run, Math.max(0, restUntilMs - performance.now()));
    timer.unref();
  };

  return {
    poke(): void {
      isAsked = true;
      start();
    },
    async settled(): Promise<void> {
      while (!isStopped && (isAsked || running !== undefined)) {
        await running;
        if (isAsked) await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    /** Resolves when it no longer works. */
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
