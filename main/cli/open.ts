import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Db, openDatabases } from '../db/open.ts';
import { createBackups } from '../library/backups.ts';
import { createLibrary, type Library } from '../library/index.ts';
import { commandFork } from '../util/command-fork.ts';
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
    fork: commandFork,
    resourcesFolder: resourcesFolder(),
    languages: () => languagesOf(process.env),
    cores: coresToUse(),
    now: Date.now,
    log: (line) => {
      if (options.verbose === true) console.error(line);
    },
    looksForBackupAtEnd: true,
  });
}

/**
 * The databases alone, for a command that changes what is precious: at its end it is looked whether a backup is due, as
 * {@link openLibrary} does. @throws Failure 'library-busy' while the window has it open
 */
export function openForChanges(options: CommonOptions): Db & AsyncDisposable {
  const db = openDatabases({ folder: libraryFolderOf(options) });
  const tell = ({ message }: { readonly message: string }) => console.error(message);
  return Object.assign(db, {
    async [Symbol.asyncDispose](): Promise<void> {
      const log = (line: string) => void (options.verbose === true && console.error(line));
      const told = { onChanged: () => undefined, onTrouble: tell, onDamage: tell };
      const backups = createBackups({ ...{ db, now: Date.now, log }, ...told });
      try {
        await backups.look();
      } finally {
        await backups.stop();
        db[Symbol.dispose]();
      }
    },
  });
}

export function coresToUse(): number {
  return Math.max(1, os.availableParallelism());
}

export function modelsFolder(): string {
  return path.join(resourcesFolder(), 'models');
}

/** What ships with the app: found from the sources, from the bundle, and in the installed app. */
export function resourcesFolder(): string {
  const beside = ['../../resources', '../resources', '../../../resources'].map((it) =>
    fileURLToPath(new URL(it, import.meta.url)),
  );
  // In the installed app they lie beside the archive that this file is in.
  const installed = 'resourcesPath' in process ? [process.resourcesPath] : [];
  const found = [...installed, ...beside].find((it) => fs.existsSync(path.join(it, 'models', 'starter')));
  if (found === undefined) throw new Error('the bundled models are missing: the installation is incomplete');
  return found;
}
