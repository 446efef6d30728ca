import { createFilmPage } from '../../main/embedder/frames/film-page.ts';
import { openHeadless } from '../../main/embedder/frames/headless.ts';
import { openFile } from '../../main/embedder/open-file.ts';
import type { Model } from '../../main/models/model.ts';
import { openImageTower } from '../../main/models/open-image-tower.ts';
import { preprocess, wantedFor } from '../../main/pipeline/preprocess.ts';

const page = createFilmPage(openHeadless);

/**
 * Embeds picture files one by one on the CPU, as the app decodes and prepares them.
 * @returns files.length * dim, unit length each
 */
export async function embedPhotos(model: Model, folder: string, files: readonly string[]): Promise<Float32Array> {
  await using tower = await openImageTower(model, folder, { provider: 'cpu', threads: 2 });
  const spec = model.image.preprocess;
  const vectors = new Float32Array(files.length * model.dim);
  for (const [at, name] of files.entries()) {
    const { file, format } = await openFile(name, page);
    const { pixels, width, height } = await format.decode(file, wantedFor(spec));
    const values = spec.size * spec.size * 3;
    const input = spec.layout.is === 'uint8-nhwc' ? new Uint8Array(values) : new Float32Array(values);
    await preprocess(pixels, spec, input, { width, height });
    vectors.set(await tower.embedImages(input, 1), at * model.dim);
  }
  return vectors;
}
