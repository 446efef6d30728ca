import { calibrate } from '../search/quantise.ts';
import { createMatrix, type Matrix } from '../search/matrix.ts';
import { decodeHalf } from '../util/half.ts';
import type { PhotoState, ReadLibrary } from './read-library.ts';

/** Keeps the matrix equal to the vectors of the photos that are there. The database is the truth, this is derived. */
export interface Vectors extends Disposable {
  readonly matrix: Matrix;
  apply(states: readonly PhotoState[]): void;
}

/**
 * Reads every vector, in slices, so that other questions are answered in between. [Note: The same after a restart]
 *
 * [Note: The same after a restart] An eight-bit score depends on the vectors that the steps were made from, and sums over
 * a library on the order of its rows. So when photos stop coming and going, everything is read again in the order of the
 * database, as a start reads it, and the cut is made anew: the same library gives the same answer, bit for bit. Above
 * {@link mostReread} vectors that would cost too much memory for what is left to change there.
 * @param onSettled photos came or went, and are all taken in now
 */
export async function loadVectors(
  library: ReadLibrary,
  dim: number,
  onSettled: () => void = () => {},
): Promise<Vectors> {
  let matrix = await fill(library, dim);
  /** How many vectors there were when the calibration was made. */
  let countThen = matrix.count;
  let isRefilling = false;
  /** Changes that come while a new matrix is being filled: put into both. */
  let missed: number[] = [];

  /**
   * A calibration is as good as its sample: a library that grew to twice what it was made from is quantised anew, until
   * the sample is so large that it would not change any more. Only the first 8,192 photos are ever read twice.
   */
  const refillIfGrown = async () => {
    if (isRefilling || countThen >= sampleSize || matrix.count < Math.max(firstSample, 2 * countThen)) return;
    await refill();
  };

  let quiet: NodeJS.Timeout | undefined;
  const settle = async () => {
    if (isRefilling) {
      settleSoon();
      return;
    }
    if (matrix.vectorCount <= mostReread) await refill();
    onSettled();
  };
  const settleSoon = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => void settle(), quietMs).unref();
  };

  const refill = async () => {
    isRefilling = true;
    missed = [];
    try {
      const fresh = await fill(library, dim);
      for (let i = 0; i < missed.length; i += 500) put(fresh, library.states(missed.slice(i, i + 500)));
      matrix = fresh;
      countThen = fresh.count;
    } finally {
      isRefilling = false;
    }
  };

  return {
    get matrix() {
      return matrix;
    },
    apply(states) {
      if (states.some(({ id, isPresent, halves }) => (isPresent && halves.length > 0) !== matrix.has(id))) settleSoon();
      put(matrix, states);
      if (isRefilling) missed.push(...states.map(({ id }) => id));
      void refillIfGrown();
    },
    [Symbol.dispose]: () => clearTimeout(quiet),
  };
}

/** So long no photo came or went: a folder has been read, or the person is done deleting. */
const quietMs = 1_500;
/** Reading so many again takes under a second of processor time, in slices, and 80 MB for a moment. */
const mostReread = 200_000;

/** How many vectors show how the dimensions spread: more would not change the steps much. */
const sampleSize = 4_096;
/** Below this, knowing nothing is no worse: the best are scored by their stored vectors anyway. */
const firstSample = 256;
/** Vectors read in one go: about 3 ms. */
const sliceLength = 1_000;

async function fill(library: ReadLibrary, dim: number): Promise<Matrix> {
  const halves = library.sampleVectors(sampleSize);
  const sample = new Float32Array(halves.length < firstSample ? 0 : halves.length * dim);
  if (sample.length > 0) halves.forEach(({ half }, i) => decodeHalf(half, sample, i * dim));
  const matrix = createMatrix(dim, calibrate(sample, dim));
  for (let after: number | undefined = 0; after !== undefined;) {
    const { rows, lastId } = library.vectorsAfter(after, sliceLength);
    for (const { photoId, part, half } of rows) matrix.putHalf(photoId, half, part);
    after = lastId;
    await new Promise(setImmediate);
  }
  return matrix;
}

function put(matrix: Matrix, states: readonly PhotoState[]): void {
  for (const { id, isPresent, halves } of states)
    if (isPresent && halves.length > 0) for (const [part, half] of halves.entries()) matrix.putHalf(id, half, part);
    else matrix.remove(id);
}
