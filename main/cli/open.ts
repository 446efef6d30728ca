import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabases } from '../db/open.ts';
import { createLibrary, type Library } from '../library/index.ts';
import { forkNode } from '../util/fork-node.ts';
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
    modelsFolder: modelsFolder(),
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

/** Beside the sources, or beside the bundle. */
export function modelsFolder(): string {
  const candidates = ['../../resources/models', '../resources/models', '../../../resources/models', '../../models'];
  const found = candidates
    .map((it) => fileURLToPath(new URL(it, import.meta.url)))
    .find((it) => fs.existsSync(path.join(it, 'starter')));
  if (found === undefined) throw new Error('the bundled models are missing: the installation is incomplete');
  return found;
}
