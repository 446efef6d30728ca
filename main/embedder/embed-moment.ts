/** @file Runs in the embedder process. */
import type { Pixels } from '../formats/format.ts';
import { preprocess } from '../pipeline/preprocess.ts';
import { encodeJpeg } from '../pipeline/thumbnail.ts';
import type { Embedding } from './embed-file.ts';
import type { Moment } from './frames/moments.ts';
import { inputAt } from './input-at.ts';
import type { EmbeddedPart } from './messages.ts';

/** Of a part that is one of several, for the grid that plays them and the viewer's strip: 320 px have 12 kB. */
export function partPicture(pixels: Pixels): Promise<Buffer> {
  return encodeJpeg(pixels, { longEdge: 320, quality: 72 });
}

/**
 * @param size of the film, upright, px
 * @param isPictured its picture is wanted, too
 */
export async function embedMoment(
  { atMs, pixels }: Moment,
  size: { readonly width: number; readonly height: number },
  isPictured: boolean,
  { model, batcher }: Pick<Embedding, 'model' | 'batcher'>,
): Promise<EmbeddedPart> {
  const spec = model.image.preprocess;
  const arrived = batcher.expect();
  try {
    const vector = await batcher.add(
      (memory, offset) => preprocess(pixels, spec, inputAt(memory, offset, spec), size),
      arrived,
    );
    return { vector, atMs, ...(isPictured && { picture: await partPicture(pixels) }) };
  } finally {
    arrived();
  }
}
