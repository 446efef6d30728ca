/** Runs soon, then at most once in `everyMs`; the last call is never lost. */
export function throttle(run: () => void, everyMs: number): () => void {
  let timer: NodeJS.Timeout | undefined;
  let isAsked = false;
  const tick = () => {
    timer = undefined;
    if (isAsked) start();
  };
  const start = () => {
    isAsked = false;
    timer = setTimeout(tick, everyMs);
    timer.unref();
    queueMicrotask(run);
  };
  return () => {
    isAsked = true;
    if (timer === undefined) start();
  };
}
