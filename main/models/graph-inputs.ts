import type { InferenceSession } from 'onnxruntime-node';
import { Failure } from '../util/failure.ts';

export interface GraphValue {
  readonly name: string;
  readonly type: string;
  /** Names stand for sizes that may vary. */
  readonly shape: readonly (number | string)[];
}

export function inputsOf(session: Pick<InferenceSession, 'inputMetadata'>): GraphValue[] {
  return session.inputMetadata.flatMap((it) =>
    it.isTensor ? [{ name: it.name, type: it.type, shape: it.shape }] : [],
  );
}

export function outputsOf(session: Pick<InferenceSession, 'outputMetadata'>): GraphValue[] {
  return session.outputMetadata.flatMap((it) =>
    it.isTensor ? [{ name: it.name, type: it.type, shape: it.shape }] : [],
  );
}

/** How many pictures or texts a graph takes at once, where it was exported for one number only (open_clip's are, for 1). */
export function fixedBatchOf(input: GraphValue | undefined): number | undefined {
  const first = input?.shape[0];
  return typeof first === 'number' && first > 0 ? first : undefined;
}

/**
 * A graph that wants other inputs is another model's: fed by guess it would answer nonsense, or end the process.
 * @param known inputs that can be fed; the first one must be there
 * @param whose names the tower in the message
 * @throws Failure 'model-damaged'
 */
export function checkInputs(inputs: readonly GraphValue[], known: readonly string[], whose: string): void {
  const names = inputs.map(({ name }) => name);
  if (known[0] !== undefined && names.includes(known[0]) && names.every((name) => known.includes(name))) return;
  throw new Failure(
    'model-damaged',
    `${whose} wants the inputs ${names.join(', ') || '(none)'}, where ${known[0]} was expected.`,
    { details: { inputs: names.join(', ') } },
  );
}
