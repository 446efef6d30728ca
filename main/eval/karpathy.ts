import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Dataset } from './dataset.ts';

const karpathy = z.object({
  dataset: z.string().optional(),
  images: z.array(
    z.object({
      filename: z.string(),
      filepath: z.string().optional(),
      split: z.string(),
      sentences: z.array(z.object({ raw: z.string() })),
    }),
  ),
});

/**
 * The splits of Karpathy and Fei-Fei (2015), as they are used for Flickr8k, Flickr30k and COCO. Undefined when the JSON
 * is something else.
 */
export function readKarpathy(
  file: string,
  json: unknown,
  { images = dirname(file), split }: { images?: string | undefined; split: string },
): Dataset | undefined {
  const parsed = karpathy.safeParse(json);
  if (!parsed.success) return undefined;
  const name = parsed.data.dataset ?? 'karpathy';
  return {
    name,
    images: parsed.data.images
      .filter((image) => image.split === split)
      .map(({ filename, filepath = '', sentences }) => ({
        path: resolve(images, filepath, filename),
        source: name,
        captions: sentences.map(({ raw }) => raw.trim()),
        labels: [],
      })),
  };
}
