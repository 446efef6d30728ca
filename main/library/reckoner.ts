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
      .catch((error: unknown) => deps.log(`not reckoned: ${String(error)}`))
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
    /** Resolves when nothing is left to do. Somebody waits, so it does not rest. */
    async settled(): Promise<void> {
      while (!isStopped && (timer !== undefined || running !== undefined)) {
        if (running === undefined) {
          clearTimeout(timer);
          run();
        }
        await running;
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
