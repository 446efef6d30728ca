import type { Scored } from './matrix.ts';
import type { Calibration } from './quantise.ts';
import { createRows, listLength, type Rows } from './rows.ts';

/** Vectors of the second and later parts of photos: no memory where every photo has one. [Note: Parts of a photo] */
export function createOtherRows(dim: number, calibration: Calibration) {
  let made: Rows | undefined;
  const rowsNow = () => (made ??= createRows(dim, calibration));
  let count = 0;
  /** By row: the photo that it belongs to. */
  let owners = new Uint32Array(0);
  /** By photo that has some: its rows, in the order of its parts. */
  const rowsOf = new Map<number, number[]>();
  /** By photo id: how many. */
  let counts = new Uint16Array(0);

  return {
    get count() {
      return count;
    },
    countOf: (photoId: number): number => counts[photoId] ?? 0,
    ask(query: Float32Array): void {
      if (count > 0) rowsNow().ask(query);
    },

    /** The next part of a photo. */
    add(photoId: number, put: (rows: Rows, row: number) => void): void {
      const own = rowsOf.get(photoId) ?? [];
      if (own.length === mostParts) return;
      const rows = rowsNow();
      if (count === rows.room) {
        rows.makeRoom();
        const longer = new Uint32Array(rows.room);
        longer.set(owners);
        owners = longer;
      }
      put(rows, count);
      owners[count] = photoId;
      own.push(count++);
      rowsOf.set(photoId, own);
      if (photoId >= counts.length) {
        const longer = new Uint16Array(Math.max(photoId + 1, Math.ceil(counts.length * 1.25)));
        longer.set(counts);
        counts = longer;
      }
      counts[photoId] = own.length;
    },

    drop(photoId: number): void {
      const own = rowsOf.get(photoId);
      if (own === undefined) return;
      rowsOf.delete(photoId);
      counts[photoId] = 0;
      // From the last one on: what takes the place of a row is then always another photo's.
      for (const row of own.sort((a, b) => b - a)) {
        const last = --count;
        if (row === last) continue;
        rowsNow().copy(last, row);
        const moved = owners[last] ?? 0;
        owners[row] = moved;
        const its = rowsOf.get(moved) ?? [];
        its[its.indexOf(last)] = row;
      }
    },

    /** @param scores of all photos, by row */
    raiseAll(scores: Float32Array, rowOf: Uint32Array): void {
      for (let first = 0; first < count; first += listLength) {
        const n = Math.min(listLength, count - first);
        rowsNow().scoreRange(first, n, listed, 0);
        for (let i = 0; i < n; i++) {
          const at = (rowOf[owners[first + i] ?? 0] ?? 0) - 1;
          const score = listed[i] ?? 0;
          if (score > (scores[at] ?? 0)) scores[at] = score;
        }
      }
    },

    /** @param part some photos and their scores, which are raised in place */
    raise({ photoIds, scores }: Scored): void {
      if (count === 0) return;
      for (let at = 0; at < photoIds.length; at++) {
        const id = photoIds[at] ?? 0;
        const n = counts[id] ?? 0;
        if (n === 0) continue;
        rowsNow().scoreList(Uint32Array.from(rowsOf.get(id) ?? []), listed, 0);
        for (let i = 0; i < n; i++) if ((listed[i] ?? 0) > (scores[at] ?? 0)) scores[at] = listed[i] ?? 0;
      }
    },

    /** @param own score of its first part */
    bestOf(photoId: number, own: number): number {
      const its = rowsOf.get(photoId) ?? [];
      rowsNow().scoreList(Uint32Array.from(its), listed, 0);
      let best = 0;
      let most = own;
      for (let i = 0; i < its.length; i++) if ((listed[i] ?? 0) > most) [best, most] = [i + 1, listed[i] ?? 0];
      return best;
    },
  };
}

/** Kept from call to call. */
const listed = new Float32Array(listLength);
/** Of one photo: what one call of the kernel scores. */
const mostParts = listLength;
