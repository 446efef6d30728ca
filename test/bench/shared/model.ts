import os from 'node:os';
import path from 'node:path';
import { starter } from '../../../main/models/starter.ts';

/** What comes with the app. */
export const resourcesFolder = path.join(import.meta.dirname, '../../../resources');

export const starterFolder = path.join(resourcesFolder, 'models', starter.id);

/** As the app counts them. */
export const cores = Math.max(1, os.availableParallelism());

/** Files that the library keeps in the embedder at a time: main/library/index.ts. */
export const depth = cores + 2 + starter.image.batchSize * (2 * Math.min(cores, 8) + 1);

/** What the library sets for the embedder: main/library/index.ts. */
export const embedderEnv = { UV_THREADPOOL_SIZE: String(cores + 2) };
