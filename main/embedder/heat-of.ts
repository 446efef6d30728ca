import type { Model, Preprocess } from '../models/model.ts';
import { preprocess, wantedFor } from '../pipeline/preprocess.ts';
import { heatMap, occlusions, patchGrid } from '../search/why.ts';
import { dot } from '../util/dot.ts';
import { Failure } from '../util/failure.ts';
import type { Batcher } from './batcher.ts';
import { openFile } from './embed-file.ts';
import type { Heat } from './messages.ts';

/**
 * Which parts of a picture carry its match with a vector: one pass for each place, and one. [Note: Patches of the heat map]
 * @throws Failure with the reason why the picture can't be read
 */
export async function heatOf(filePath: string, vector: Float32Array, model: Model, batcher: Batcher): Promise<Heat> {
  const spec = model.image.preprocess;
  if (spec.layout.is !== 'uint8-nhwc')
    throw new Failure('unsupported', 'This model does not show what in a photo matched.');
  const { file, format } = await openFile(filePath);
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

/** The part of the photo that the centre crop leaves, in fractions of its width and height. */
function seenPart({ resize, resizeTo, size }: Preprocess, width: number, height: number): Heat['area'] {
  if (resize === 'squash') return { x: 0, y: 0, w: 1, h: 1 };
  const short = Math.min(width, height);
  const w = Math.min(1, (size * short) / (resizeTo * width));
  const h = Math.min(1, (size * short) / (resizeTo * height));
  return { x: (1 - w) / 2, y: (1 - h) / 2, w, h };
}
