/**
 * Bounded shared memory between the decoders and the inference threads: whoever has a picture waits until there is room
 * for it, so decoding never runs ahead of inference by more than these slots. Each holds one batch.
 */
export interface Slot {
  readonly index: number;
  /** The whole batch: `batchSize * bytesPerPicture` bytes. */
  readonly memory: SharedArrayBuffer;
}

export function createSlots(count: number, bytesEach: number) {
  const free: Slot[] = Array.from({ length: count }, (_, index) => ({
    index,
    memory: new SharedArrayBuffer(bytesEach),
  }));
  const waiting: ((slot: Slot) => void)[] = [];
  return {
    take(): Promise<Slot> {
      const slot = free.pop();
      return slot === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(slot);
    },
    give(slot: Slot): void {
      const next = waiting.shift();
      if (next === undefined) free.push(slot);
      else next(slot);
    },
  };
}
