import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import type { Dataset } from './dataset.ts';

const manifest = z.object({
  set: z.string().optional(),
  images: z.array(
    z.object({
      file: z.string(),
      source: z.string(),
      captions: z.array(z.string()).optional(),
      labels: z.array(z.string()).optional(),
    }),
  ),
});

/** The manifest format: one JSON file beside the folders of its pictures. Undefined when it is something else. */
export function readManifest(file: string, json: unknown, images = dirname(file)): Dataset | undefined {
  const parsed = manifest.safeParse(json);
  if (!parsed.success) return undefined;
  return {
    name: parsed.data.set ?? 'manifest',
    images: parsed.data.images.map(({ file: name, source, captions = [], labels = [] }) => ({
      path: resolve(images, name),
      source,
      captions,
      labels,
    })),
  };
}
