import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { decodeHalf, encodeHalf } from '../util/half.ts';
import { vectorKey } from './index.ts';
import type { Model } from './model.ts';

/**
 * Vectors of texts that ship with the app and are asked in every library: background sentences, prompts of the
 * vocabulary. [Note: Texts that are known beforehand]
 *
 * [Note: Texts that are known beforehand] The starter's text tower takes 9 ms a text, and these are 2,000: 18 s of a core
 * at every start. So they are embedded once, by scripts/embed-known-texts.ts. A text is found by a hash of itself and of the
 * model with its revision, so that what was made with another model is never taken.
 */
export interface KnownTexts {
  /** @returns unit vector, or undefined for any other text */
  vectorOf(text: string): Float32Array | undefined;
  /** Unit vectors of all of them, one after the other. */
  all(): Float32Array;
}

/** @param file missing where nobody made one for this model; one of another length is taken for none */
export async function readKnownTexts(file: string, model: Pick<Model, 'id' | 'revision' | 'dim'>): Promise<KnownTexts> {
  const bytes = await readFile(file).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return Buffer.alloc(0);
    throw error;
  });
  const rowBytes = hashBytes + 2 * model.dim;
  const places = new Map<string, number>();
  if (bytes.length % rowBytes === 0)
    for (let at = 0; at < bytes.length; at += rowBytes) places.set(bytes.toString('latin1', at, at + hashBytes), at);
  const vectorAt = (at: number): Float32Array => {
    const vector = new Float32Array(model.dim);
    decodeHalf(bytes.subarray(at + hashBytes, at + rowBytes), vector);
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
    return vector.map((value) => value / length);
  };
  return {
    vectorOf(text) {
      const at = places.get(hashOf(text, model).toString('latin1'));
      return at === undefined ? undefined : vectorAt(at);
    },
    all() {
      const all = new Float32Array(places.size * model.dim);
      [...places.values()].forEach((at, place) => all.set(vectorAt(at), place * model.dim));
      return all;
    },
  };
}

/** @param vectors as many as texts, one after the other */
export function writeKnownTexts(
  texts: readonly string[],
  vectors: Float32Array,
  model: Pick<Model, 'id' | 'revision' | 'dim'>,
): Buffer {
  return Buffer.concat(
    texts.flatMap((text, at) => [
      hashOf(text, model),
      encodeHalf(vectors.subarray(at * model.dim, (at + 1) * model.dim)),
    ]),
  );
}

const hashBytes = 16;

function hashOf(text: string, model: Pick<Model, 'id' | 'revision'>): Buffer {
  return createHash('sha256')
    .update(`${vectorKey(model)}\0${text}`)
    .digest()
    .subarray(0, hashBytes);
}
