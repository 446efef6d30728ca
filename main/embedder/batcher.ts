import { createSlots, type Slot } from './slots.ts';

export interface Batching {
  readonly batchSize: number;
  readonly bytesPerPicture: number;
  readonly slotCount: number;
  readonly dim: number;
  /** Runs a batch. @returns batchSize * dim, unit vectors; rows past `used` are of no picture */
  infer(slot: Slot, used: number): Promise<Float32Array>;
}

interface Filling {
  readonly slot: Slot;
  /** By place; a picture that could not be written leaves a hole. */
  readonly entries: ({ resolve(vector: Float32Array): void; reject(error: unknown): void } | undefined)[];
  written: number;
}

/**
 * Collects pictures into batches. A batch goes off when it is full, or when nobody is on the way to fill it.
 *
 * [Note: Why batches are always full]
 * The image tower is given `batchSize` pictures every time, the rest of a last batch being one of its pictures again,
 * whose rows are thrown away: the same photo then gets the same vector to the last bit whichever photos it came with, and a GPU never
 * compiles its kernels for a second shape. It costs a few tens of milliseconds at the end of a round.
 */
export function createBatcher({ batchSize, bytesPerPicture, slotCount, dim, infer }: Batching) {
  const slots = createSlots(slotCount, batchSize * bytesPerPicture);
  let filling: Promise<Filling> | undefined;
  let reserved = 0;
  let onTheWay = 0;

  return {
    /** A picture is being decoded: batches wait for it. Call the answer once, when it has been added or has failed. */
    expect(): () => void {
      onTheWay += 1;
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        onTheWay -= 1;
        if (onTheWay === 0) void sendWhatIsThere();
      };
    },
    /**
     * @param write puts the picture's input into the shared memory
     * @param arrived the answer of `expect`
     */
    async add(write: (memory: SharedArrayBuffer, byteOffset: number) => Promise<void>, arrived: () => void) {
      const { batch, place } = await reserve();
      try {
        await write(batch.slot.memory, place * bytesPerPicture);
      } catch (error) {
        batch.written += 1;
        batch.entries[place]?.reject(error);
        arrived();
        sendIfFull(batch);
        throw error;
      }
      const vector = new Promise<Float32Array>((resolve, reject) => {
        batch.entries[place] = { resolve, reject };
      });
      batch.written += 1;
      arrived();
      sendIfFull(batch);
      return vector;
    },
  };

  async function reserve(): Promise<{ batch: Filling; place: number }> {
    if (filling === undefined || reserved === batchSize) {
      reserved = 0;
      filling = slots.take().then((slot) => ({ slot, entries: [], written: 0 }));
    }
    const place = reserved++;
    return { batch: await filling, place };
  }

  function sendIfFull(batch: Filling): void {
    if (batch.written === batchSize) void run(batch, batchSize);
  }

  /** Nothing is being decoded: what has been collected need not wait. */
  async function sendWhatIsThere(): Promise<void> {
    const batch = await filling;
    if (batch === undefined || onTheWay > 0 || reserved === 0 || reserved === batchSize) return;
    if (batch.written !== reserved) return;
    filling = undefined;
    const used = reserved;
    reserved = 0;
    await run(batch, used);
  }

  /**
   * Where no picture was written stand zeros or old pixels, of which a model may make what is no vector at all: there a
   * picture of this batch stands in. @returns false when it has none
   */
  function fillUp({ slot, entries }: Filling): boolean {
    const known = entries.findIndex((entry) => entry !== undefined);
    if (known < 0) return false;
    const bytes = new Uint8Array(slot.memory);
    for (let place = 0; place < batchSize; place++)
      if (entries[place] === undefined)
        bytes.copyWithin(place * bytesPerPicture, known * bytesPerPicture, (known + 1) * bytesPerPicture);
    return true;
  }

  async function run(batch: Filling, used: number): Promise<void> {
    try {
      if (!fillUp(batch)) return;
      const vectors = await infer(batch.slot, used);
      for (const [at, entry] of batch.entries.entries()) entry?.resolve(vectors.slice(at * dim, (at + 1) * dim));
    } catch (error) {
      for (const entry of batch.entries) entry?.reject(error);
    } finally {
      slots.give(batch.slot);
    }
  }
}
export type Batcher = ReturnType<typeof createBatcher>;
