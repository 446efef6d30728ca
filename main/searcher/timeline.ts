import type { ReadLibrary } from './read-library.ts';

/** Everything that is there, newest first, with its places. The arrays are never changed, only replaced. [Note: Places in the timeline] */
export interface Timeline {
  readonly photoIds: Uint32Array;
  readonly times: Float64Array;
}

/** Reads the timeline in slices, so that other questions are answered in between. */
export async function readTimeline(library: ReadLibrary): Promise<Timeline> {
  let photoIds = new Uint32Array(1 << 16);
  let times = new Float64Array(1 << 16);
  let length = 0;
  let last: { id: number; time: number } | undefined;
  for (;;) {
    const slice = library.timelineAfter(last);
    last = slice.at(-1);
    if (!last) return { photoIds: photoIds.slice(0, length), times: times.slice(0, length) };
    if (length + slice.length > photoIds.length) {
      photoIds = doubled(photoIds, new Uint32Array(photoIds.length * 2));
      times = doubled(times, new Float64Array(times.length * 2));
    }
    for (const { id, time } of slice) {
      photoIds[length] = id;
      times[length++] = time;
    }
    await new Promise(setImmediate);
  }
}

/**
 * Merges changes (photo -> its time, or undefined when it is gone) into a timeline: reading a million rows again for each batch that is indexed would block searches.
 */
export function changedTimeline(timeline: Timeline, changes: ReadonlyMap<number, number | undefined>): Timeline {
  const { photoIds, times } = timeline;
  const comers = [...changes]
    .flatMap(([id, time]) => (time === undefined ? [] : [{ id, time }]))
    .sort((a, b) => b.time - a.time || b.id - a.id);
  const merged = {
    photoIds: new Uint32Array(photoIds.length + comers.length),
    times: new Float64Array(photoIds.length + comers.length),
  };
  let length = 0;
  const push = (id: number, time: number) => {
    merged.photoIds[length] = id;
    merged.times[length++] = time;
  };
  let next = 0;
  for (let i = 0; i < photoIds.length; i++) {
    const id = photoIds[i] ?? 0;
    const time = times[i] ?? 0;
    if (changes.has(id)) continue;
    for (let comer = comers[next]; comer && isNewer(comer, id, time); comer = comers[++next])
      push(comer.id, comer.time);
    push(id, time);
  }
  for (const { id, time } of comers.slice(next)) push(id, time);
  return { photoIds: merged.photoIds.slice(0, length), times: merged.times.slice(0, length) };
}

/** Times by photo id. Ids are small and dense (SQLite's AUTOINCREMENT), so this is a tenth of a Map. */
export function createTimeIndex(timeline: Timeline): (photoId: number) => number {
  if (last?.timeline === timeline) return last.timeOf;
  const times = new Float64Array(timeline.photoIds.reduce((most, id) => Math.max(most, id), 0) + 1);
  timeline.photoIds.forEach((id, at) => {
    times[id] = timeline.times[at] ?? 0;
  });
  const timeOf = (photoId: number) => times[photoId] ?? 0;
  last = { timeline, timeOf };
  return timeOf;
}

/** One is enough: a timeline is replaced, never changed. */
let last: { timeline: Timeline; timeOf(photoId: number): number } | undefined;

function isNewer(comer: { id: number; time: number }, id: number, time: number): boolean {
  return comer.time > time || (comer.time === time && comer.id > id);
}

function doubled<A extends Uint32Array | Float64Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
