import { Failure } from '../util/failure.ts';
import { kernelBase64 } from './kernel-bytes.ts';
import { quantiseQuery, type Calibration } from './quantise.ts';

/** Vectors as int8 in one growing WebAssembly memory, by their row. What is in which row, its owner knows. */
export interface Rows {
  /** Rows that there is room for. */
  readonly room: number;
  makeRoom(): void;
  /** @param vector dim values, unit length */
  put(row: number, vector: Float32Array): void;
  /** @param half dim * 2 bytes, little-endian */
  putHalf(row: number, half: Uint8Array): void;
  copy(from: number, to: number): void;
  /** What the scores after it are of. @param query dim values, unit length */
  ask(query: Float32Array): void;
  /** Cosines of `count` rows from `first` on, written into `into` from `at` on. */
  scoreRange(first: number, count: number, into: Float32Array, at: number): void;
  /** The same of some rows. @param rows `listLength` of them at most */
  scoreList(rows: Uint32Array, into: Float32Array, at: number): void;
}

/** Rows that one call of the kernel scores; their scores (64 KB) stay in the cache. */
export const listLength = 16_384;

/**
 * The memory grows in place (V8 reserves the addresses), so nothing is ever copied and 100,000 rows of dim 512 take
 * 51 MB. Up to 4 GB, which is 8 million rows.
 */
export function createRows(dim: number, calibration: Calibration): Rows {
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
  /** Sums of the rows' int8 values. */
  let sums = new Float32Array(0);
  let asked = { scale: 0, bias: 0, offset: 0 };

  /** Quantises what lies at `floatsAt`. */
  const store = (row: number) => {
    sums[row] = kernel.quantise(floatsAt, meanAt, perStepAt, rowsAt + row * rowBytes, rowBytes);
  };
  const run = (rows: number, count: number, base: number) =>
    kernel.score(rows, Math.ceil(count / 4) * 4, highAt, lowAt, rowBytes, base, asked.scale, outAt);

  return {
    get room() {
      return room;
    },
    makeRoom() {
      memory.grow(growBytes / pageBytes);
      views = viewsOf(memory);
      room = Math.floor((memory.buffer.byteLength - rowsAt) / rowBytes);
      const longer = new Float32Array(room);
      longer.set(sums);
      sums = longer;
    },
    put(row, vector) {
      checkLength(vector.length, dim);
      views.floats.set(vector, floatsAt / 4);
      store(row);
    },
    putHalf(row, half) {
      checkLength(half.length, dim * 2);
      views.bytes.set(half, halfAt);
      kernel.widen(halfAt, floatsAt, rowBytes);
      store(row);
    },
    copy(from, to) {
      const start = rowsAt + from * rowBytes;
      views.bytes.copyWithin(rowsAt + to * rowBytes, start, start + rowBytes);
      sums[to] = sums[from] ?? 0;
    },
    ask(query) {
      asked = quantiseQuery(query, calibration, views.high, views.low);
    },
    scoreRange(first, count, into, at) {
      const { bias, offset } = asked;
      for (let done = 0; done < count; done += listLength) {
        const n = Math.min(listLength, count - done);
        const start = first + done;
        run(identityAt, n, rowsAt + start * rowBytes);
        for (let i = 0; i < n; i++) into[at + done + i] = bias + (views.out[i] ?? 0) - offset * (sums[start + i] ?? 0);
      }
    },
    scoreList(rows, into, at) {
      const { bias, offset } = asked;
      // Filled up to a multiple of four with the first row: what it scores is not read.
      views.rows.fill(0, rows.length, Math.ceil(rows.length / 4) * 4);
      views.rows.set(rows);
      run(rowListAt, rows.length, rowsAt);
      for (let i = 0; i < rows.length; i++)
        into[at + i] = bias + (views.out[i] ?? 0) - offset * (sums[rows[i] ?? 0] ?? 0);
    },
  };
}

const pageBytes = 65_536;
/** 4 MB a step: small enough to waste little, large enough to be rare. */
const growBytes = 4 << 20;
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
  if (length !== wanted) throw new Failure('index-damaged', `A stored vector has ${length} parts, not ${wanted}.`);
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
