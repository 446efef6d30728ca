/**
 * Photos and how probable one concept is for each: ascending ids and a byte of probability, 5 bytes a photo. A hundred
 * thousand photos have some 300,000 such entries over all concepts; as objects they would be the largest thing in
 * memory.
 */
export interface ScoreList {
  readonly count: number;
  /** Ascending; only the first `count` hold. */
  readonly ids: Uint32Array;
  readonly chances: Uint8Array;
}

export const noScores: ScoreList = { count: 0, ids: new Uint32Array(0), chances: new Uint8Array(0) };

/** @param found in any order */
export function scoreListOf(found: readonly { readonly id: number; readonly chance: number }[]): ScoreList {
  const sorted = [...found].sort((a, b) => a.id - b.id);
  return {
    count: sorted.length,
    ids: Uint32Array.from(sorted, ({ id }) => id),
    chances: Uint8Array.from(sorted, ({ chance }) => chance),
  };
}

/** Position of the first id that is not below. */
export function placeOf({ ids, count }: ScoreList, id: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** @returns undefined for a photo that is not in it */
export function chanceIn(list: ScoreList, id: number): number | undefined {
  const at = placeOf(list, id);
  return at < list.count && list.ids[at] === id ? list.chances[at] : undefined;
}

/** The list with what it had from one id to another replaced. @param by ascending ids, all of them in the range */
export function withRange(list: ScoreList, from: number, to: number, by: ScoreList): ScoreList {
  const start = placeOf(list, from);
  const end = placeOf(list, to + 1);
  if (start === end && by.count === 0) return list;
  const count = list.count - (end - start) + by.count;
  // Room for more, so that a list that only gets longer is not copied each time.
  const hasRoom = list.ids.length >= count;
  const ids = hasRoom ? list.ids : grown(list.ids, count);
  const chances = hasRoom ? list.chances : grown(list.chances, count);
  ids.copyWithin(start + by.count, end, list.count);
  chances.copyWithin(start + by.count, end, list.count);
  ids.set(by.ids.subarray(0, by.count), start);
  chances.set(by.chances.subarray(0, by.count), start);
  return { count, ids, chances };
}

/** As index.db keeps it: little-endian, as every machine that this runs on. */
export function bytesOf({ count, ids, chances }: ScoreList): { photoIds: Uint8Array; chances: Uint8Array } {
  return { photoIds: new Uint8Array(ids.slice(0, count).buffer), chances: chances.slice(0, count) };
}

/** @returns undefined where the bytes are no list */
export function scoreListFrom(photoIds: Uint8Array, chances: Uint8Array): ScoreList | undefined {
  if (photoIds.length !== 4 * chances.length) return undefined;
  const ids = new Uint32Array(photoIds.slice().buffer);
  for (let at = 1; at < ids.length; at++) if ((ids[at - 1] ?? 0) >= (ids[at] ?? 0)) return undefined;
  return { count: ids.length, ids, chances: chances.slice() };
}

/** Without the photos that are no more. */
export function onlyThose(list: ScoreList, isThere: (id: number) => boolean): ScoreList {
  const kept = Array.from({ length: list.count }, (_, at) => at).filter((at) => isThere(list.ids[at] ?? 0));
  if (kept.length === list.count) return list;
  return {
    count: kept.length,
    ids: Uint32Array.from(kept, (at) => list.ids[at] ?? 0),
    chances: Uint8Array.from(kept, (at) => list.chances[at] ?? 0),
  };
}

/** A probability as a byte. */
export const byteOf = (probability: number): number => Math.round(probability * 255);
export const probabilityOf = (chance: number): number => chance / 255;

function grown<A extends Uint32Array | Uint8Array>(from: A, count: number): A {
  const length = Math.max(count, Math.ceil(from.length * 1.25), 4);
  // A typed array of its own kind, longer.
  const into = (from instanceof Uint32Array ? new Uint32Array(length) : new Uint8Array(length)) as A;
  into.set(from);
  return into;
}
