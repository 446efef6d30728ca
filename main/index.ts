/**
 * @file START HERE. The app's main process, in the order in which it comes up:
 * walls -> databases -> library (which starts the embedder and the searcher) -> what the window may ask -> the window.
 */
import { app, protocol, session } from 'electron';
import { availableParallelism } from 'node:os';
import { photoScheme } from '../preload/contract/api.ts';
import { appScheme } from './app/addresses.ts';
import { answerPage } from './app/app-protocol.ts';
import { followSettings } from './app/follow-settings.ts';
import { forkUtility } from './app/fork-utility.ts';
import { addFolders, createHandlers } from './app/handlers.ts';
import { hardenProcess, hardenSession } from './app/harden.ts';
import { createTell, serveCalls } from './app/ipc.ts';
import { createLog } from './app/log.ts';
import { gpuOfMachine, machine, onMachineChange } from './app/machine.ts';
import { setMenu } from './app/menu.ts';
import { createNotices } from './app/notices.ts';
import { choosePaths, parseCommandLine } from './app/paths.ts';
import { answerPhoto } from './app/photo-protocol.ts';
import { registerSchemes } from './app/schemes.ts';
import { isFirstInstance } from './app/single-instance.ts';
import { sqliteAddon } from './app/sqlite-addon.ts';
import { textIn } from './app/texts.ts';
import { cannotStart, reportTrouble } from './app/trouble.ts';
import { createWindows } from './app/windows.ts';
import { openDatabases } from './db/open.ts';
import { createLibrary } from './library/index.ts';
import { reportOf } from './util/failure.ts';
import { knownLanguages } from './util/known-languages.ts';
import { sharpEnvironment } from './util/load-sharp.ts';
import { modestHeap } from './util/modest-heap.ts';

modestHeap();
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
    resourcesFolder: paths.resources,
    languages: () => knownLanguages([...app.getPreferredSystemLanguages(), app.getLocale()]),
    sqliteAddon: sqliteAddon(),
    embedderEnv: sharpEnvironment(),
    cores: availableParallelism(),
    machine,
    gpu: gpuOfMachine(),
    quietStartMs: 5_000,
    systemProxy: (address) => session.defaultSession.resolveProxy(address),
    now: Date.now,
    log: log.info,
  });
  text = () => textIn(library.settings.get().language, app.getLocale());

  protocol.handle(appScheme, (request) => answerPage(request, paths.renderer));
  protocol.handle(photoScheme, (request) => answerPhoto(request, library.photos));
  const notices = createNotices(log, library.notices);
  const window = createWindows({ paths, trouble, onQuit: () => endInTime(library.stop()) });
  const tell = createTell(window.now, !app.isPackaged);
  const handlers = createHandlers({
    library,
    libraryFolder: paths.library,
    notices: notices.all,
    window: window.now,
    text,
  });
  serveCalls(handlers, { checksOutput: !app.isPackaged, onBug: (name, error) => log.error(`call ${name}`, error) });

  for (const name of [
    'progress',
    'folders',
    'settings',
    'library.changed',
    'engine',
    'models',
    'engine.switch',
    'engine.guest',
    'writing',
    'suggestions',
    'tags.changed',
    'albums.changed',
  ] as const)
    library.on(name, (value) => tell(name, value));
  onMachineChange(library.engine.look);
  library.on('notice', notices.add);
  notices.on((notice) => tell('notice', notice));
  followSettings(library, () =>
    setMenu({ text: text(), logFolder: paths.logs, onCommand: (it) => tell('command', it) }),
  );

  const add = (folders: readonly string[]) =>
    void addFolders(library, folders).catch((error: unknown) => {
      const report = reportOf(error);
      if (report.kind !== 'folder-known') notices.add(report);
    });
  onSecondStart = (folders) => {
    window.show();
    add(folders);
  };
  window.show();
  add(asked.add);
}

/** Whatever hangs at the end must not keep the app open: SQLite and the queue lose nothing by it. */
async function endInTime(ending: Promise<void>): Promise<void> {
  await Promise.race([ending, new Promise((resolve) => setTimeout(resolve, 5_000))]);
}
