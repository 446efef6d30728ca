/** Listeners by event name, typed by `Events`. A listener that throws is a bug and is not hidden. */
export function createEmitter<Events extends object>() {
  const listeners = new Map<keyof Events, Set<(value: never) => void>>();
  return {
    on<N extends keyof Events>(name: N, listener: (value: Events[N]) => void): () => void {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set);
      set.add(listener);
      return () => void set.delete(listener);
    },
    emit<N extends keyof Events>(name: N, value: Events[N]): void {
      // Only `on` puts listeners in, under the name whose value they take.
      for (const listener of listeners.get(name) ?? []) (listener as (value: Events[N]) => void)(value);
    },
  };
}
export type Emitter<Events extends object> = ReturnType<typeof createEmitter<Events>>;
