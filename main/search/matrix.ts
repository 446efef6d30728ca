import { Failure } from '../util/failure.ts';
import type { Bitmap } from './bitmap.ts';
import { kernelBase64 } from './kernel-bytes.ts';
import { quantiseQuery, type Calibration } from './quantise.ts';

/** All vectors of the library in memory, int8, for exact cosines (up to quantisation) under any filter. */
export interface Matrix {
  readonly dim: number;
  readonly count: number;
  readonly calibration: Calibration;
  has(photoId: number): boolean;
  /** Photos in it, in no order; the array is the matrix's own and holds until its next change. */
  ids(): Uint32Array;
  /** Appends, or replaces the photo's vector. @param vector dim values, unit length */
  put(photoId: number, vector: Float32Array): void;
  /** The same, from half floats as index.db has them. @param half dim * 2 bytes, little-endian */
  putHalf(photoId: number, half: Uint8Array): void;
  /** The last row takes the place of the removed one. */
  remove(photoId: number): void;
  /**
   * Cosines of the query with every photo, or with those of `allowed`.
   * The arrays are the matrix's own: they hold until its next call.
   * @param query dim values, unit length
   */
  scores(query: Float32Array, allowed?: Bitmap): Scored;
  /** The same for some of the rows, so that a long library can be gone through in slices. */
  scoresOfRows(query: Float32Array, first: number, count: number): Scored;
  /** Goes up whenever a photo takes the place of a removed one: who goes through the rows may have missed it. */
  readonly moves: number;
}

/** Photos and their scores, side by side, in no order. */
export interface Scored {
  readonly photoIds: Uint32Array;
  readonly scores: Float32Array;
}

/**
 * Rows lie in one growing WebAssembly memory: it grows in place (V8 reserves the addresses), so nothing is ever copied
 * and 100,000 photos of dim 512 take 51 MB. Up to 4 GB, which is 8 million photos.
 */
export function createMatrix(dim: number, calibration: Calibration): Matrix {
  const rowBytes = Math.ceil(dim / 32) * 32;
  const memory = new WebAssembly.Memory({ initial: rowsAt / pageBytes, maximum: 65_536 });
  const kernel = instantiate(memory);
  let views = viewsOf(memory);
  views.floats.set(calibration.mean, meanAt / 4);
  views.floats.set(
    calibration.step.map((step) => 1 / step),
    perStepAt / 4,
  );
  let room = 0;
  let count = 0;
  let moves = 0;
  let photoIds = new Uint32Array(1024);
  /** Sums of the rows' int8 values. */
  let sums = new Float32Array(1024);
  let scores = new Float32Array(1024);
  let allowedIds = new Uint32Array(0);
  // Photo id -> row + 1. Ids are small and dense (SQLite's AUTOINCREMENT), so this is a tenth of a Map.
  let rowOf = new Uint32Array(1024);

  const makeRoom = () => {
    memory.grow(growBytes / pageBytes);
    views = viewsOf(memory);
    room = Math.floor((memory.buffer.byteLength - rowsAt) / rowBytes);
    photoIds = grown(photoIds, new Uint32Array(room));
    sums = grown(sums, new Float32Array(room));
  };

  /** The photo's row, a new one if it has none. */
  const rowFor = (photoId: number): number => {
    let row = (rowOf[photoId] ?? 0) - 1;
    if (row < 0) {
      if (count === room) makeRoom();
      row = count++;
      photoIds[row] = photoId;
      if (photoId >= rowOf.length)
        rowOf = grown(rowOf, new Uint32Array(Math.max(photoId + 1, Math.ceil(rowOf.length * 1.25))));
      rowOf[photoId] = row + 1;
    }
    return row;
  };

  /** Quantises what lies at `floatsAt`. */
  const store = (row: number) => {
    sums[row] = kernel.quantise(floatsAt, meanAt, perStepAt, rowsAt + row * rowBytes, rowBytes);
  };

  return {
    dim,
    calibration,
    get count() {
      return count;
    },
    get moves() {
      return moves;
    },
    ids: () => photoIds.subarray(0, count),
    has: (photoId) => (rowOf[photoId] ?? 0) > 0,

    put(photoId, vector) {
      checkLength(vector.length, dim);
      const row = rowFor(photoId);
      views.floats.set(vector, floatsAt / 4);
      store(row);
    },

    putHalf(photoId, half) {
      checkLength(half.length, dim * 2);
      const row = rowFor(photoId);
      views.bytes.set(half, halfAt);
      kernel.widen(halfAt, floatsAt, rowBytes);
      store(row);
    },

    remove(photoId) {
      const row = (rowOf[photoId] ?? 0) - 1;
      if (row < 0) return;
      const last = --count;
      moves++;
      const moved = photoIds[last] ?? 0;
      const from = rowsAt + last * rowBytes;
      views.bytes.copyWithin(rowsAt + row * rowBytes, from, from + rowBytes);
      photoIds[row] = moved;
      sums[row] = sums[last] ?? 0;
      rowOf[moved] = row + 1;
      rowOf[photoId] = 0;
    },

    scoresOfRows(query, first, wanted) {
      const end = Math.min(count, first + wanted);
      const { scale, bias, offset } = quantiseQuery(query, calibration, views.high, views.low);
      if (scores.length < count) scores = new Float32Array(photoIds.length);
      for (let start = first; start < end; start += listLength) {
        const n = Math.min(listLength, end - start);
        kernel.score(
          identityAt,
          Math.ceil(n / 4) * 4,
          highAt,
          lowAt,
          rowBytes,
          rowsAt + start * rowBytes,
          scale,
          outAt,
        );
        for (let i = 0; i < n; i++) scores[start + i] = bias + (views.out[i] ?? 0) - offset * (sums[start + i] ?? 0);
      }
      return {
        photoIds: photoIds.subarray(first, Math.max(first, end)),
        scores: scores.subarray(first, Math.max(first, end)),
      };
    },

    scores(query, allowed) {
      const { scale, bias, offset } = quantiseQuery(query, calibration, views.high, views.low);
      if (scores.length < count) scores = new Float32Array(photoIds.length);
      const run = (rows: number, n: number, base: number) =>
        kernel.score(rows, Math.ceil(n / 4) * 4, highAt, lowAt, rowBytes, base, scale, outAt);

      if (!allowed) {
        for (let first = 0; first < count; first += listLength) {
          const n = Math.min(listLength, count - first);
          run(identityAt, n, rowsAt + first * rowBytes);
          for (let i = 0; i < n; i++) scores[first + i] = bias + (views.out[i] ?? 0) - offset * (sums[first + i] ?? 0);
        }
        return { photoIds: photoIds.subarray(0, count), scores: scores.subarray(0, count) };
      }

      if (allowedIds.length < count) allowedIds = new Uint32Array(photoIds.length);
      let n = 0;
      let done = 0;
      const runList = () => {
        // Filled up to a multiple of four with the first row: what it scores is not read.
        views.rows.fill(0, n - done, Math.ceil((n - done) / 4) * 4);
        run(rowListAt, n - done, rowsAt);
        for (let i = 0; done < n; i++)
          scores[done++] = bias + (views.out[i] ?? 0) - offset * (sums[views.rows[i] ?? 0] ?? 0);
      };
      for (let row = 0; row < count; row++) {
        const photoId = photoIds[row] ?? 0;
        if (!allowed.has(photoId)) continue;
        views.rows[n - done] = row;
        allowedIds[n++] = photoId;
        if (n - done === listLength) runList();
      }
      runList();
      return { photoIds: allowedIds.subarray(0, n), scores: scores.subarray(0, n) };
    },
  };
}

const pageBytes = 65_536;
/** 4 MB a step: small enough to waste little, large enough to be rare. */
const growBytes = 4 << 20;
/** Rows that one call of the kernel scores; their scores (64 KB) stay in the cache. */
const listLength = 16_384;
// Where things lie in the memory. There is room for dim 16,384.
const highAt = 0;
const lowAt = pageBytes / 2;
const rowListAt = pageBytes;
const identityAt = 2 * pageBytes;
const outAt = 3 * pageBytes;
const meanAt = 4 * pageBytes;
const perStepAt = 5 * pageBytes;
const floatsAt = 6 * pageBytes;
const halfAt = 7 * pageBytes;
const rowsAt = 8 * pageBytes;

/** What kernel.wat exports, see there. */
interface Kernel {
  score: (
    rows: number,
    count: number,
    high: number,
    low: number,
    dim: number,
    base: number,
    scale: number,
    out: number,
  ) => void;
  quantise: (from: number, mean: number, perStep: number, to: number, dim: number) => number;
  widen: (half: number, to: number, dim: number) => void;
}

let compiled: WebAssembly.Module | undefined;

function instantiate(memory: WebAssembly.Memory): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBase64, 'base64'));
  const { exports } = new WebAssembly.Instance(compiled, { matrix: { memory } });
  if (!isKernel(exports)) throw new Error('kernel-bytes.ts is not the kernel: run scripts/build-kernel.ts');
  const identity = new Uint32Array(memory.buffer, identityAt, listLength);
  for (let i = 0; i < listLength; i++) identity[i] = i;
  return exports;
}

function isKernel(exports: object): exports is Kernel {
  return 'score' in exports && 'quantise' in exports && 'widen' in exports;
}

function checkLength(length: number, wanted: number): void {
  if (length !== wanted) throw new Failure('library-damaged', `A stored vector has ${length} parts, not ${wanted}.`);
}

function viewsOf({ buffer }: WebAssembly.Memory) {
  return {
    bytes: new Uint8Array(buffer),
    floats: new Float32Array(buffer, 0, rowsAt / 4),
    high: new Uint8Array(buffer, highAt, pageBytes / 2),
    low: new Uint8Array(buffer, lowAt, pageBytes / 2),
    rows: new Uint32Array(buffer, rowListAt, listLength),
    out: new Float32Array(buffer, outAt, listLength),
  };
}

function grown<A extends Uint32Array | Float32Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
