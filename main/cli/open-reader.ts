import fs from 'node:fs';
import path from 'node:path';
import type { Database } from 'better-sqlite3';
import { createAlbums } from '../db/albums.ts';
import { connect, isDamage } from '../db/connect.ts';
import { createCounts } from '../db/counts.ts';
import { createFailures } from '../db/failures.ts';
import { createFiles } from '../db/files.ts';
import { createFolders } from '../db/folders.ts';
import { migrations } from '../db/migrations/index.ts';
import { openingFailure } from '../db/lock.ts';
import { askWhatToDo } from '../db/mending/index.ts';
import type { Db } from '../db/open.ts';
import { readEnds } from '../db/rebuildable.ts';
import { createPhotoDetails } from '../db/photo-details.ts';
import { createSpeakers } from '../db/speakers.ts';
import { createTexts } from '../db/texts.ts';
import { assertUsable } from '../db/usable.ts';
import { createSettings } from '../db/settings.ts';
import type { Speaker } from '../formats/metadata/derive.ts';
import { vectorKey } from '../models/index.ts';
import { createModelStore } from '../models/store.ts';
import { createEffectiveVocabulary } from '../library/effective-vocabulary.ts';
import { createTagAnswers } from '../library/tag-answers.ts';
import { createSearcher } from '../searcher/host.ts';
import { Failure } from '../util/failure.ts';
import { commandFork } from '../util/command-fork.ts';
import { languagesOf } from '../util/languages.ts';
import { usableModel } from './chosen-model.ts';
import { type CommonOptions, libraryFolderOf, modelsFolder, resourcesFolder } from './open.ts';

/**
 * The library for looking only: it works while the window has it open.
 * @throws Failure 'not-found' when there is none, 'library-newer' when this version can't read it
 */
export function openReader(options: CommonOptions) {
  const folder = libraryFolderOf(options);
  const libraryFile = path.join(folder, 'library.db');
  const indexFile = path.join(folder, 'index.db');
  if (!fs.existsSync(libraryFile)) {
    askWhatToDo(folder);
    throw noLibrary(folder);
  }
  assertUsable(folder);
  const sql = openReadable(libraryFile, indexFile);
  const readOnly: Pick<Db, 'sql' | 'transaction'> = { sql, transaction: (work) => work() };
  const store = createModelStore({ bundledFolder: modelsFolder(), folder: path.join(folder, 'models') });
  const model = usableModel(store, createSettings(readOnly).get().modelId);
  const modelNumber = sql
    .prepare<[string], number>('SELECT id FROM idx.models WHERE key = ?')
    .pluck()
    .get(vectorKey(model));

  return {
    /** For reading only. */
    db: readOnly,
    model,
    modelFolder: store.folderOf(model.id),
    tagAnswers: () => {
      const { of, nameOf, all } = createTagAnswers({
        db: readOnly,
        texts: createTexts(readOnly),
        vocabulary: createEffectiveVocabulary({
          db: readOnly,
          vocabulariesFolder: path.join(resourcesFolder(), 'vocabularies'),
        }),
        languages: () => languagesOf(process.env),
        now: Date.now,
        onChanged: () => undefined,
      });
      return { of, nameOf, all };
    },
    albums: () => createAlbums({ sql }).all(),
    status: () => {
      const counts = createCounts(sql)(modelNumber ?? -1);
      const rows = createFolders({ sql }).list();
      return {
        libraryFolder: folder,
        model: model.name,
        ...counts,
        failedCount: createFailures(readOnly).count(),
        ignoredCount: createFailures(readOnly).count(true),
        waitingCount: createFiles(readOnly).countWaiting(),
        folders: rows.map((row) => ({
          path: row.path,
          photos: counts.folders.find((it) => it.id === row.id)?.photos ?? 0,
          failed: counts.folders.find((it) => it.id === row.id)?.failed ?? 0,
          isOffline: row.offlineSinceMs !== undefined,
        })),
      };
    },
    /** Those that are ignored come last. */
    failures: () => [false, true].flatMap((isIgnored) => createFailures(readOnly).page(0, 1_000_000, isIgnored)),
    searcher: () =>
      createSearcher({
        fork: commandFork,
        log: (line) => {
          if (options.verbose === true) console.error(line);
        },
        setup: {
          libraryFile,
          indexFile,
          modelId: model.id,
          modelFolder: store.folderOf(model.id),
          placesFile: path.join(resourcesFolder(), 'places', 'places.bin'),
          calibrationFolder: path.join(resourcesFolder(), 'calibration'),
          vocabulariesFolder: path.join(resourcesFolder(), 'vocabularies'),
        },
      }),
    idAt: (file: string): number | undefined => createPhotoDetails({ sql }).idAt(file),
    /** Files beside the photo's own that speak of it, with what they are. */
    sidecarsOf: (photoId: number): { kind: Speaker['kind']; path: string }[] =>
      createSpeakers({ sql })
        .of(photoId)
        .filter(({ kind }) => kind !== 'file'),
    pathOf: (photoId: number): string | undefined => createPhotoDetails({ sql }).fileOf(photoId)?.path,
    [Symbol.dispose]: () => void sql.close(),
  };
}
function noLibrary(folder: string): Failure {
  return new Failure('not-found', `There is no library in ${folder} yet. Start one with: lumisift add FOLDER`, {
    details: { folder },
  });
}

/** Looking only can mend nothing, so it says who can. */
function openReadable(libraryFile: string, indexFile: string): Database {
  const details = { folder: path.dirname(libraryFile) };
  let sql: Database | undefined;
  try {
    sql = connect(libraryFile, { isReadOnly: true });
    const version = Number(sql.pragma('user_version', { simple: true }));
    if (version === 0) throw noLibrary(details.folder);
    checkVersion(version, migrations.library.length, details);
    sql.prepare('SELECT max(rowid), min(rowid) FROM photos').get();
  } catch (error) {
    sql?.close();
    if (!isDamage(error)) throw openingFailure(error, details.folder) ?? error;
    const message = `The library ${libraryFile} is damaged. Start the app or run lumisift index: its backup takes its place.`;
    throw new Failure('library-damaged', message, { details, cause: error });
  }
  try {
    if (!fs.existsSync(indexFile)) throw new Error('there is no index');
    sql.prepare('ATTACH DATABASE ? AS idx').run(indexFile);
    const version = Number(sql.pragma('idx.user_version', { simple: true }));
    if (version === 0) throw new Error('the index is empty');
    checkVersion(version, migrations.index.length, details);
    readEnds(sql, 'index', 'idx');
    return sql;
  } catch (error) {
    sql.close();
    if (error instanceof Failure) throw error;
    const cause = openingFailure(error, details.folder);
    if (cause !== undefined) throw cause;
    const message = 'The search index is missing or damaged. Start the app or run lumisift index: it is built again.';
    throw new Failure('library-damaged', message, { details, cause: error });
  }
}

function checkVersion(version: number, known: number, details: { folder: string }): void {
  if (version === known) return;
  throw new Failure(
    'library-newer',
    version > known
      ? 'This library was written by a newer version of Lumisift. Please update Lumisift.'
      : 'This library was written by an older version of Lumisift: start the app or run lumisift index once.',
    { details: { ...details, version } },
  );
}

export type Reader = ReturnType<typeof openReader>;
