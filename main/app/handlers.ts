import { app, dialog, shell, type BrowserWindow, type OpenDialogOptions } from 'electron';
import type { Handlers } from '../../preload/contract/api.ts';
import type { Library } from '../library/index.ts';
import { aboutHandlers } from './handlers/about.ts';
import { albumHandlers } from './handlers/albums.ts';
import { backupHandlers } from './handlers/backups.ts';
import { clipboardHandlers } from './handlers/clipboard.ts';
import { copiesHandlers } from './handlers/copies.ts';
import { stackHandlers } from './handlers/stacks.ts';
import { engineHandlers } from './handlers/engine.ts';
import { failureHandlers } from './handlers/failures.ts';
import { filingHandlers } from './handlers/filing.ts';
import { filmHandlers } from './handlers/films.ts';
import { modelHandlers } from './handlers/models.ts';
import { openedHandlers } from './handlers/opened.ts';
import { pictureHandlers } from './handlers/pictures.ts';
import { reviewHandlers } from './handlers/review.ts';
import { tagHandlers } from './handlers/tags.ts';
import { updatesHandlers } from './handlers/updates.ts';
import { vocabularyHandlers } from './handlers/vocabulary.ts';
import { writingHandlers } from './handlers/writing.ts';
import type { HandlersNeeds } from './handlers/needs.ts';
import { copySamples, hasSamples } from '../library/sample-photos.ts';
import { showInFileManager } from './show-in-file-manager.ts';
import { sandboxState } from './sandbox.ts';
import type { Text } from './texts.ts';

/** One handler for each call of the contract: the compiler asks for those that are missing. */
export function createHandlers(needs: HandlersNeeds): Handlers {
  const { library, notices, window, text } = needs;
  const { folders, settings, lists, photos, work } = library;
  return {
    'app.info': () => {
      // Whoever asks shows them.
      library.noticesTold();
      return { ...appInfo(needs), notices: notices() };
    },
    'settings.get': () => settings.get(),
    'settings.change': (change) => settings.change(change),
    'folders.list': () => folders.list(),
    'folders.choose': async () => {
      await addFolders(library, await chooseFolders(window(), text()));
      return folders.list();
    },
    'folders.addSamples': async () => {
      await addFolders(library, [await copySamples(needs.samplesFolder, app.getPath('pictures'))]);
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
    'folders.tree': () => folders.tree(),
    'folders.showInFileManager': (at) => {
      // A folder is shown open, not as one among others.
      void shell.openPath(folders.pathOf(at));
      return undefined;
    },
    'list.open': (question) => lists.open({ foldsStacks: library.settings.get().foldsStacks, ...question }),
    'list.page': ({ id, offset, limit }) => lists.page(id, offset, limit),
    'list.ids': ({ id, offset, limit }) => lists.ids(id, offset, limit),
    'list.months': ({ id }) => lists.months(id),
    'list.find': ({ id, photoId }) => lists.find(id, photoId),
    'list.histogram': ({ id }) => lists.histogram(id),
    'browse.list': ({ by }) => library.queries.browse(by),
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
    'photos.rate': ({ ids, rating }) => photos.rate(ids, rating),
    'photos.turn': ({ ids, by }) => library.turning.turn(ids, by),
    'photos.crop': ({ id, crop }) => {
      library.turning.crop(id, crop);
      return undefined;
    },
    'photos.flag': ({ ids, flag }) => photos.flag(ids, flag),
    'photos.mark': ({ ids, mark, isOn }) => photos.mark(ids, mark, isOn),
    'photos.describe': ({ ids, changes }) => library.ownWords.describe(ids, changes),
    'photos.putBack': ({ words }) => {
      library.ownWords.putBack(words);
      return undefined;
    },
    'photos.get': ({ id }) => photos.getWithPlace(id),
    'photos.showInFileManager': ({ id }) => {
      const { files } = photos.get(id);
      showInFileManager((files.find((file) => !file.isOffline) ?? files[0])?.path);
      return undefined;
    },
    'app.toggleFullScreen': () => {
      const there = window();
      there?.setFullScreen(!there.isFullScreen());
      return undefined;
    },
    ...aboutHandlers(),
    ...failureHandlers(needs),
    ...clipboardHandlers(needs),
    ...pictureHandlers(needs),
    ...filmHandlers(needs),
    ...tagHandlers(needs),
    ...vocabularyHandlers(needs),
    ...reviewHandlers(needs),
    ...albumHandlers(needs),
    ...writingHandlers(needs),
    ...filingHandlers(needs),
    ...openedHandlers(needs),
    ...updatesHandlers(needs),
    ...modelHandlers(needs),
    ...backupHandlers(needs),
    ...copiesHandlers(needs),
    ...stackHandlers(needs),
    ...engineHandlers(needs),
    'work.progress': () => work.progress(),
    'work.pause': () => work.pause(),
    'work.resume': () => work.resume(),
    'work.engine': () => work.engine(),
  };
}

/** What the window is told of the app, whether the library is open or not. */
export function appInfo({
  libraryFolder,
  crashFolder,
  samplesFolder,
}: Pick<HandlersNeeds, 'libraryFolder' | 'crashFolder' | 'samplesFolder'>) {
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    platform: process.platform,
    locale: app.getLocale(),
    libraryPath: libraryFolder,
    crashFolder,
    sandbox: sandboxState(),
    hasSamples: hasSamples(samplesFolder),
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
    // Electron 43 and later begin in the downloads otherwise, and most people's photos are here.
    defaultPath: app.getPath('pictures'),
    buttonLabel: text.addFolders,
    properties: ['openDirectory', 'multiSelections'],
  };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return filePaths;
}
