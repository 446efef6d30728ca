import type { InferenceSession } from 'onnxruntime-node';
import { Failure } from '../util/failure.ts';
import { decodeHalf } from '../util/half.ts';
import type { Model } from './model.ts';

/**
 * What a graph answered: `count` vectors of any length.
 * @param whose names the tower in the message
 * @throws Failure 'model-damaged' for anything that is no `count * dim` numbers
 */
export function readVectors(
  answer: InferenceSession.OnnxValueMapType[string] | undefined,
  count: number,
  dim: number,
  whose: string,
): Float32Array {
  const values = answer === undefined || !('data' in answer) ? undefined : toFloats(answer.data);
  if (values?.length !== count * dim)
    throw new Failure('model-damaged', `${capital(whose)} does not answer as it should.`);
  return values;
}

/**
 * Brings vectors to length 1, in place, where the graph does not see to it itself.
 * @throws Failure 'model-damaged' for a vector that has no direction
 */
export function makeUnit(values: Float32Array, { dim, vectors }: Pick<Model, 'dim' | 'vectors'>, whose: string): void {
  if (vectors === 'raw') for (let start = 0; start < values.length; start += dim) toUnit(values, start, dim, whose);
}

function toFloats(data: unknown): Float32Array | undefined {
  if (data instanceof Float32Array) return data;
  // Half floats: as their bits, or as the numbers they are where the engine has a type for them (from Node 24).
  if (data instanceof Uint16Array) {
    const floats = new Float32Array(data.length);
    decodeHalf(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), floats);
    return floats;
  }
  const Half: unknown = Reflect.get(globalThis, 'Float16Array');
  if (typeof Half === 'function' && data instanceof Half && isNumbers(data)) return Float32Array.from(data);
  return undefined;
}

function isNumbers(data: object): data is ArrayLike<number> & object {
  return 'length' in data;
}

function toUnit(values: Float32Array, start: number, dim: number, whose: string): void {
  let sum = 0;
  for (let i = start; i < start + dim; i++) sum += (values[i] ?? NaN) ** 2;
  // False for NaN too; a vector without a direction has none to be compared by.
  if (!(sum > 1e-12 && Number.isFinite(sum)))
    throw new Failure('model-damaged', `What ${whose} answers has no direction (squared length ${sum}).`);
  const scale = 1 / Math.sqrt(sum);
  for (let i = start; i < start + dim; i++) values[i] = (values[i] ?? NaN) * scale;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
