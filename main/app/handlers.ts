import { app, dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { Handlers } from '../../preload/contract/api.ts';
import type { Library } from '../library/index.ts';
import { Failure } from '../util/failure.ts';
import { albumHandlers } from './handlers/albums.ts';
import { engineHandlers } from './handlers/engine.ts';
import { modelHandlers } from './handlers/models.ts';
import { reviewHandlers } from './handlers/review.ts';
import { tagHandlers } from './handlers/tags.ts';
import { vocabularyHandlers } from './handlers/vocabulary.ts';
import { writingHandlers } from './handlers/writing.ts';
import type { HandlersNeeds } from './handlers/needs.ts';
import type { Text } from './texts.ts';

/** One handler for each call of the contract: the compiler asks for those that are missing. */
export function createHandlers(needs: HandlersNeeds): Handlers {
  const { library, libraryFolder, notices, window, text } = needs;
  const { folders, settings, lists, photos, work, failures } = library;
  return {
    'app.info': () => ({
      version: app.getVersion(),
      electron: process.versions.electron,
      platform: process.platform,
      locale: app.getLocale(),
      libraryPath: libraryFolder,
      notices: notices(),
    }),
    'settings.get': () => settings.get(),
    'settings.change': (change) => settings.change(change),
    'folders.list': () => folders.list(),
    'folders.choose': async () => {
      await addFolders(library, await chooseFolders(window(), text()));
      return folders.list();
    },
    'folders.remove': ({ id }) => {
      folders.remove(id);
      return folders.list();
    },
    'folders.rescan': ({ id }) => {
      folders.rescan(id);
      return undefined;
    },
    'list.open': (question) => lists.open(question),
    'list.page': ({ id, offset, limit }) => lists.page(id, offset, limit),
    'list.ids': ({ id, offset, limit }) => lists.ids(id, offset, limit),
    'list.months': ({ id }) => lists.months(id),
    'list.find': ({ id, photoId }) => lists.find(id, photoId),
    'list.histogram': ({ id }) => lists.histogram(id),
    'query.suggest': ({ text: typed }) => library.queries.suggest(typed),
    'query.filters': () => library.queries.filters(),
    'searches.list': () => library.searches.list(),
    'searches.remember': ({ text: typed, keptAsWords }) => {
      library.searches.remember(typed, keptAsWords);
      return undefined;
    },
    'searches.save': ({ text: typed, keptAsWords, name }) => library.searches.save(typed, keptAsWords ?? [], name),
    'searches.remove': ({ id }) => {
      library.searches.remove(id);
      return undefined;
    },
    'pictures.add': ({ name, bytes }) => library.pictures.add(name, bytes),
    'photos.match': ({ id, sentences }) => photos.match(id, sentences),
    'photos.why': ({ id, question, heat }) => photos.why(id, question, heat),
    'photos.rate': ({ ids, rating }) => {
      photos.rate(ids, rating);
      return undefined;
    },
    'photos.get': ({ id }) => photos.getWithPlace(id),
    'photos.showInFileManager': ({ id }) => {
      const { files } = photos.get(id);
      show((files.find((file) => !file.isOffline) ?? files[0])?.path);
      return undefined;
    },
    ...tagHandlers(needs),
    ...vocabularyHandlers(needs),
    ...reviewHandlers(needs),
    ...albumHandlers(needs),
    ...writingHandlers(needs),
    ...modelHandlers(needs),
    ...engineHandlers(needs),
    'work.progress': () => work.progress(),
    'work.pause': () => work.pause(),
    'work.resume': () => work.resume(),
    'work.engine': () => work.engine(),
    'failures.list': ({ offset, limit }) => failures.list(offset, limit),
    'failures.retry': ({ fileIds }) => failures.retry(fileIds),
    'failures.showInFileManager': ({ fileId }) => {
      show(failures.pathOf(fileId));
      return undefined;
    },
  };
}

/** Adds them all, also when one is refused. @throws Failure of the first that was */
export async function addFolders(library: Pick<Library, 'folders'>, paths: readonly string[]): Promise<void> {
  const results = [];
  // One after the other: a folder inside another that is being added is found to be so.
  for (const path of paths) results.push(...(await Promise.allSettled([library.folders.add(path)])));
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}

async function chooseFolders(window: BrowserWindow | undefined, text: Text): Promise<readonly string[]> {
  const options: OpenDialogOptions = {
    title: text.chooseFolders,
    buttonLabel: text.addFolders,
    properties: ['openDirectory', 'multiSelections'],
  };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return filePaths;
}

function show(path: string | undefined): void {
  if (path === undefined) throw new Failure('not-found', 'This file is no longer in the library.');
  shell.showItemInFolder(path);
}
