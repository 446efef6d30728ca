/**
 * @file START HERE. The app's main process, in the order in which it comes up:
 * walls -> databases -> library (which starts the embedder and the searcher) -> what the window may ask -> the window.
 */
import { app, nativeTheme, protocol } from 'electron';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { photoScheme } from '../preload/contract/api.ts';
import { appScheme } from './app/addresses.ts';
import { answerPage } from './app/app-protocol.ts';
import { forkUtility } from './app/fork-utility.ts';
import { addFolders, createHandlers } from './app/handlers.ts';
import { hardenProcess, hardenSession } from './app/harden.ts';
import { createTell, serveCalls } from './app/ipc.ts';
import { live } from './app/life.ts';
import { createLog } from './app/log.ts';
import { setMenu } from './app/menu.ts';
import { choosePaths, parseCommandLine } from './app/paths.ts';
import { answerPhoto } from './app/photo-protocol.ts';
import { registerSchemes } from './app/schemes.ts';
import { isFirstInstance } from './app/single-instance.ts';
import { sqliteAddon } from './app/sqlite-addon.ts';
import { textIn } from './app/texts.ts';
import { cannotStart, reportTrouble, watchPage } from './app/trouble.ts';
import { openWindow } from './app/window.ts';
import { openDatabases } from './db/open.ts';
import { createLibrary } from './library/index.ts';
import { reportOf } from './util/failure.ts';
import { sharpEnvironment } from './util/load-sharp.ts';

const asked = parseCommandLine(process.argv.slice(1), process.cwd());
const paths = choosePaths(app, asked.library);
app.setPath('userData', paths.window);
const log = createLog(paths.logs);
let text = () => textIn('system', app.getLocale());
let onSecondStart: (add: readonly string[]) => void = () => undefined;
const trouble = { log, logFolder: paths.logs, text: () => text() };

reportTrouble(trouble);
hardenProcess(log);
registerSchemes();
if (isFirstInstance(asked, ({ add }) => onSecondStart(add)))
  void app
    .whenReady()
    .then(start)
    .catch((error: unknown) => cannotStart(error, trouble));
else app.quit();

function start(): void {
  hardenSession(log);
  const db = openDatabases({ folder: paths.library, sqliteAddon: sqliteAddon() });
  const library = createLibrary({
    db,
    fork: forkUtility,
    modelsFolder: path.join(paths.resources, 'models'),
    sqliteAddon: sqliteAddon(),
    embedderEnv: sharpEnvironment(),
    cores: availableParallelism(),
    now: Date.now,
    log: log.info,
  });
  text = () => textIn(library.settings.get().language, app.getLocale());

  protocol.handle(appScheme, (request) => answerPage(request, paths.renderer));
  protocol.handle(photoScheme, (request) => answerPhoto(request, library.photos));
  const handlers = createHandlers({ library, libraryFolder: paths.library, window: () => life.window(), text });
  serveCalls(handlers, { checksOutput: !app.isPackaged, onBug: (name, error) => log.error(`call ${name}`, error) });

  const life = live({
    open() {
      const window = openWindow(paths, library.settings.get().theme);
      watchPage(window, trouble);
      return window;
    },
    stop: library.stop,
  });
  const tell = createTell(life.window, !app.isPackaged);
  for (const name of ['progress', 'folders', 'settings', 'library.changed', 'engine', 'notice'] as const)
    library.on(name, (value) => tell(name, value));
  const showMenu = () =>
    setMenu({
      text: text(),
      platform: process.platform,
      isPackaged: app.isPackaged,
      logFolder: paths.logs,
      onCommand: (command) => tell('command', command),
    });
  showMenu();
  library.on('settings', ({ theme }) => {
    nativeTheme.themeSource = theme;
    showMenu();
  });

  const add = (folders: readonly string[]) =>
    void addFolders(library, folders).catch((error: unknown) => tell('notice', reportOf(error)));
  onSecondStart = (folders) => {
    life.show();
    add(folders);
  };
  add(asked.add);
}
