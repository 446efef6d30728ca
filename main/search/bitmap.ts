/** A set of photo ids, one bit each: what filters allow. */
export interface Bitmap {
  has(id: number): boolean;
  add(id: number): void;
  readonly count: number;
}

/** @param maxId the largest id it can hold */
export function createBitmap(maxId: number, ids: Iterable<number> = []): Bitmap {
  const words = new Uint32Array((maxId >>> 5) + 1);
  let count = 0;
  const bitmap: Bitmap = {
    has: (id) => (((words[id >>> 5] ?? 0) >>> (id & 31)) & 1) === 1,
    add(id) {
      if (id > maxId) throw new RangeError(`${id} is beyond ${maxId}`);
      if (bitmap.has(id)) return;
      words[id >>> 5] = (words[id >>> 5] ?? 0) | (1 << (id & 31));
      count++;
    },
    get count() {
      return count;
    },
  };
  for (const id of ids) bitmap.add(id);
  return bitmap;
}
