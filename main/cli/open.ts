import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabases } from '../db/open.ts';
import { createLibrary, type Library } from '../library/index.ts';
import { forkNode } from '../util/fork-node.ts';
import { languagesOf } from '../util/languages.ts';
import { defaultLibraryFolder } from '../util/library-folder.ts';

export interface CommonOptions {
  readonly library?: string;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

export function libraryFolderOf(options: CommonOptions): string {
  return options.library === undefined ? defaultLibraryFolder() : path.resolve(options.library);
}

/** Opens the library for writing. @throws Failure 'library-busy' while the window has it open */
export function openLibrary(options: CommonOptions): Library {
  return createLibrary({
    db: openDatabases({ folder: libraryFolderOf(options) }),
    fork: forkNode,
    resourcesFolder: resourcesFolder(),
    languages: () => languagesOf(process.env),
    cores: coresToUse(),
    now: Date.now,
    log: (line) => {
      if (options.verbose === true) console.error(line);
    },
  });
}

export function coresToUse(): number {
  return Math.max(1, os.availableParallelism());
}

export function modelsFolder(): string {
  return path.join(resourcesFolder(), 'models');
}

/** What ships with the app: found from the sources, and from the bundle. */
export function resourcesFolder(): string {
  const found = ['../../resources', '../resources', '../../../resources']
    .map((it) => fileURLToPath(new URL(it, import.meta.url)))
    .find((it) => fs.existsSync(path.join(it, 'models', 'starter')));
  if (found === undefined) throw new Error('the bundled models are missing: the installation is incomplete');
  return found;
}
