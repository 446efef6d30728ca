import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** The repository's folder. */
export const root = path.dirname(import.meta.dirname);

const manifest = z.object({ version: z.string(), dependencies: z.record(z.string(), z.string()).default({}) });

/** package.json of the repository, or of a package in node_modules. */
export function readManifest(folder: string): z.infer<typeof manifest> {
  return manifest.parse(JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8')));
}
