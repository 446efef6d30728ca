import type { Bitmap } from './bitmap.ts';
import type { Calibration } from './quantise.ts';
import { createOtherRows } from './other-rows.ts';
import { createRows, listLength } from './rows.ts';

/**
 * All vectors of the library in memory, int8, for exact cosines (up to quantisation) under any filter. It speaks of
 * photos: of one with several vectors the best counts. [Note: Parts of a photo]
 */
export interface Matrix {
  readonly dim: number;
  /** Photos. */
  readonly count: number;
  /** Their vectors: one each, more of films. */
  readonly vectorCount: number;
  readonly calibration: Calibration;
  has(photoId: number): boolean;
  /** Photos in it, in no order; the array is the matrix's own and holds until its next change. */
  ids(): Uint32Array;
  /**
   * Appends, or replaces the photo's vectors. @param vector dim values, unit length
   * @param part 0 stands for the whole photo, and takes the place of all that it had; the others follow it in their order
   */
  put(photoId: number, vector: Float32Array, part?: number): void;
  /** The same, from half floats as index.db has them. @param half dim * 2 bytes, little-endian */
  putHalf(photoId: number, half: Uint8Array, part?: number): void;
  /** The last row takes the place of the removed one. */
  remove(photoId: number): void;
  /**
   * Cosines of the query with every photo, or with those of `allowed`.
   * The arrays are the matrix's own: they hold until its next call.
   * @param query dim values, unit length
   */
  scores(query: Float32Array, allowed?: Bitmap): Scored;
  /**
   * The same for the next photos from the `first` on, with `mostVectors` in all, so that a long library can be gone
   * through in slices.
   */
  scoresFrom(query: Float32Array, first: number, mostVectors: number): Scored;
  /** Of those photos that have several parts: which one is nearest to the query. */
  bestParts(query: Float32Array, photoIds: Iterable<number>): ReadonlyMap<number, number>;
  /** Goes up whenever a photo takes the place of a removed one: who goes through the photos may have missed it. */
  readonly moves: number;
}

/** Photos and their scores, side by side, in no order. */
export interface Scored {
  readonly photoIds: Uint32Array;
  readonly scores: Float32Array;
}

/**
 * [Note: Parts of a photo]
 * A film is one photo with a vector for each of its moments. The first vectors of all photos lie in one memory, row by
 * row, and the others in a second one, with the photo that each belongs to: where no photo has others, nothing of it is
 * there. Both are scored, and of each photo the best score is taken, so all that reckons with scores (the list, where it
 * ends, tags, albums) speaks of photos.
 */
export function createMatrix(dim: number, calibration: Calibration): Matrix {
  const firsts = createRows(dim, calibration);
  let count = 0;
  let moves = 0;
  let photoIds = new Uint32Array(0);
  let scores = new Float32Array(0);
  let allowedIds = new Uint32Array(0);
  // Photo id -> row + 1. Ids are small and dense (SQLite's AUTOINCREMENT), so this is a tenth of a Map.
  let rowOf = new Uint32Array(1024);
  const others = createOtherRows(dim, calibration);

  /** The photo's row, a new one if it has none. */
  const rowFor = (photoId: number): number => {
    let row = (rowOf[photoId] ?? 0) - 1;
    if (row < 0) {
      if (count === firsts.room) {
        firsts.makeRoom();
        photoIds = grown(photoIds, new Uint32Array(firsts.room));
      }
      row = count++;
      photoIds[row] = photoId;
      if (photoId >= rowOf.length)
        rowOf = grown(rowOf, new Uint32Array(Math.max(photoId + 1, Math.ceil(rowOf.length * 1.25))));
      rowOf[photoId] = row + 1;
    }
    return row;
  };

  /** A part without those before it is of a change that is under way: who made it tells, and all are read again. */
  const addPart = (photoId: number, part: number, put: Parameters<typeof others.add>[1]) => {
    if ((rowOf[photoId] ?? 0) > 0 && others.countOf(photoId) === part - 1) others.add(photoId, put);
  };

  const ask = (query: Float32Array) => {
    firsts.ask(query);
    others.ask(query);
    if (scores.length < count) scores = new Float32Array(photoIds.length);
  };

  return {
    dim,
    calibration,
    get count() {
      return count;
    },
    get vectorCount() {
      return count + others.count;
    },
    get moves() {
      return moves;
    },
    ids: () => photoIds.subarray(0, count),
    has: (photoId) => (rowOf[photoId] ?? 0) > 0,

    put(photoId, vector, part = 0) {
      if (part > 0) addPart(photoId, part, (rows, row) => rows.put(row, vector));
      else {
        others.drop(photoId);
        firsts.put(rowFor(photoId), vector);
      }
    },

    putHalf(photoId, half, part = 0) {
      if (part > 0) addPart(photoId, part, (rows, row) => rows.putHalf(row, half));
      else {
        others.drop(photoId);
        firsts.putHalf(rowFor(photoId), half);
      }
    },

    remove(photoId) {
      const row = (rowOf[photoId] ?? 0) - 1;
      if (row < 0) return;
      others.drop(photoId);
      const last = --count;
      moves++;
      const moved = photoIds[last] ?? 0;
      firsts.copy(last, row);
      photoIds[row] = moved;
      rowOf[moved] = row + 1;
      rowOf[photoId] = 0;
    },

    scoresFrom(query, first, mostVectors) {
      ask(query);
      let end = Math.min(count, first + mostVectors);
      if (others.count > 0)
        for (let row = first, vectors = 0; row < end; row++) {
          vectors += 1 + others.countOf(photoIds[row] ?? 0);
          if (vectors >= mostVectors) end = row + 1;
        }
      firsts.scoreRange(first, Math.max(0, end - first), scores, first);
      const part = {
        photoIds: photoIds.subarray(first, Math.max(first, end)),
        scores: scores.subarray(first, Math.max(first, end)),
      };
      others.raise(part);
      return part;
    },

    scores(query, allowed) {
      ask(query);
      if (!allowed) {
        firsts.scoreRange(0, count, scores, 0);
        others.raiseAll(scores, rowOf);
        return { photoIds: photoIds.subarray(0, count), scores: scores.subarray(0, count) };
      }

      if (allowedIds.length < count) allowedIds = new Uint32Array(photoIds.length);
      let n = 0;
      let done = 0;
      const runList = () => {
        firsts.scoreList(rowList.subarray(0, n - done), scores, done);
        done = n;
      };
      for (let row = 0; row < count; row++) {
        const photoId = photoIds[row] ?? 0;
        if (!allowed.has(photoId)) continue;
        rowList[n - done] = row;
        allowedIds[n++] = photoId;
        if (n - done === listLength) runList();
      }
      runList();
      const part = { photoIds: allowedIds.subarray(0, n), scores: scores.subarray(0, n) };
      others.raise(part);
      return part;
    },

    bestParts(query, ids) {
      const best = new Map<number, number>();
      if (others.count === 0) return best;
      ask(query);
      const own = new Float32Array(1);
      for (const id of ids) {
        const row = (rowOf[id] ?? 0) - 1;
        if (row < 0 || others.countOf(id) === 0) continue;
        firsts.scoreRange(row, 1, own, 0);
        best.set(id, others.bestOf(id, own[0] ?? 0));
      }
      return best;
    },
  };
}

/** Kept from call to call. */
const rowList = new Uint32Array(listLength);

function grown<A extends Uint32Array | Float32Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
