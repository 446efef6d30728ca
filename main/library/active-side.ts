import type { Embedder } from '../embedder/host.ts';
import type { Side } from './side.ts';

/**
 * The model that answers now. What asks its embedder asks the one of this moment; an embedder that was left ends when it
 * has answered.
 */
export function createActiveSide(first: Side) {
  let current = first;
  const busy = new Map<Side, number>();
  const left = new Set<Side>();

  const use = async <T>(ask: (embedder: Embedder) => Promise<T>): Promise<T> => {
    const side = current;
    busy.set(side, (busy.get(side) ?? 0) + 1);
    try {
      return await ask(side.embedder);
    } finally {
      busy.set(side, (busy.get(side) ?? 1) - 1);
      endIfLeft(side);
    }
  };

  function endIfLeft(side: Side): void {
    if (!left.has(side) || (busy.get(side) ?? 0) > 0) return;
    left.delete(side);
    busy.delete(side);
    void side.embedder.stop();
  }

  const embedder: Embedder = {
    embed: (...given) => use((it) => it.embed(...given)),
    partsOf: (...given) => use((it) => it.partsOf(...given)),
    embedRegion: (...given) => use((it) => it.embedRegion(...given)),
    heat: (...given) => use((it) => it.heat(...given)),
    motion: (...given) => use((it) => it.motion(...given)),
    look: (...given) => use((it) => it.look(...given)),
    isAnimated: (...given) => use((it) => it.isAnimated(...given)),
    tones: (...given) => use((it) => it.tones(...given)),
    preview: (...given) => use((it) => it.preview(...given)),
    render: (...given) => use((it) => it.render(...given)),
    turnJpeg: (...given) => use((it) => it.turnJpeg(...given)),
    engine: () => use((it) => it.engine()),
    restart: () => current.embedder.restart(),
    stop: async () => void (await Promise.all([current, ...left].map((side) => side.embedder.stop()))),
  };

  return {
    now: (): Side => current,
    embedder,
    /** From now on this one is asked. */
    take(side: Side): void {
      const before = current;
      current = side;
      left.add(before);
      endIfLeft(before);
    },
  };
}
export type ActiveSide = ReturnType<typeof createActiveSide>;
