import { preprocess, wantedFor } from '../pipeline/preprocess.ts';
import { seenPart } from '../pipeline/seen-part.ts';
import { heatMap, occlusions, patchGrid } from '../search/why.ts';
import { dot } from '../util/dot.ts';
import { Failure } from '../util/failure.ts';
import type { OfShown } from './embed-file.ts';
import type { Heat } from './messages.ts';
import { openFile } from './open-file.ts';

/**
 * Which parts of a picture carry its match with a vector: one pass for each place, and one. [Note: Patches of the heat map]
 * @throws Failure with the reason why the picture can't be read
 */
export async function heatOf(
  filePath: string,
  vector: Float32Array,
  { model, batcher, page, atMs, turn }: OfShown,
): Promise<Heat> {
  const spec = model.image.preprocess;
  if (spec.layout.is !== 'uint8-nhwc')
    throw new Failure('unsupported', 'This model does not show what in a photo matched.');
  const { file, format } = await openFile(filePath, page, atMs, turn);
  const { pixels, width, height } = await format.decode(file, wantedFor(spec));
  const bytes = spec.size * spec.size * 3;
  const whole = new Uint8Array(bytes);
  await preprocess(pixels, spec, whole, { width, height });
  const hidden = occlusions(whole, spec.size);
  const pictures = [
    whole,
    ...Array.from({ length: hidden.length / bytes }, (_, i) => hidden.subarray(i * bytes, (i + 1) * bytes)),
  ];
  const [base = 0, ...scores] = await Promise.all(
    pictures.map(async (picture) => {
      const arrived = batcher.expect();
      const embedded = await batcher.add((memory, offset) => {
        new Uint8Array(memory, offset, bytes).set(picture);
        return Promise.resolve();
      }, arrived);
      return dot(embedded, vector);
    }),
  );
  return {
    columns: patchGrid.cells,
    rows: patchGrid.cells,
    values: [...heatMap(base, Float32Array.from(scores))],
    area: seenPart(spec, width, height),
  };
}
