import type { Preprocess } from '../models/model.ts';

/** The place of one picture in a batch, typed as the image tower takes it. */
export function inputAt(memory: SharedArrayBuffer, byteOffset: number, { size, layout }: Preprocess) {
  const values = size * size * 3;
  return layout.is === 'uint8-nhwc'
    ? new Uint8Array(memory, byteOffset, values)
    : new Float32Array(memory, byteOffset, values);
}
