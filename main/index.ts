/**
 * @file START HERE. The app's main process, in the order in which it comes up:
 * command line or window? -> walls -> databases -> library (which starts the embedder and the searcher) -> what the window may ask -> the window.
 */
import { app, protocol, session, shell } from 'electron';
import fs from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { type Handlers, photoScheme } from '../preload/contract/api.ts';
import { appScheme } from './app/addresses.ts';
import { answerPage } from './app/app-protocol.ts';
import { keepCrashDumps } from './app/crash-dumps.ts';
import { followSettings } from './app/follow-settings.ts';
import { forkUtility } from './app/fork-utility.ts';
import { addFolders, appInfo, createHandlers } from './app/handlers.ts';
import { recoveryHandlers } from './app/handlers/backups.ts';
import { hardenProcess, hardenSession } from './app/harden.ts';
import { createTell, serveCalls } from './app/ipc.ts';
import { commandAsked } from './app/command-asked.ts';
import { createLog } from './app/log.ts';
import { gpuOfMachine, machine, onMachineChange } from './app/machine.ts';
import { setMenu } from './app/menu.ts';
import { createNotices } from './app/notices.ts';
import { createOpened } from './app/opened.ts';
import { choosePaths, parseCommandLine, type Asked } from './app/paths.ts';
import { answerPhoto } from './app/photo-protocol.ts';
import { runCommand } from './app/run-command.ts';
import { sandboxAdvice, sandboxState } from './app/sandbox.ts';
import { updaterOfInstallation } from './app/open-updater.ts';
import { recoveryOffer } from './app/recovery-offer.ts';
import { registerSchemes } from './app/schemes.ts';
import { isFirstInstance } from './app/single-instance.ts';
import { textIn } from './app/texts.ts';
import { cannotOpen, cannotStart, reportTrouble } from './app/trouble.ts';
import { createWindows, type Windows } from './app/windows.ts';
import { whyUnwritable } from './app/writable.ts';
import { listCopies } from './db/backups/copies.ts';
import { restoreCopy } from './db/mending/index.ts';
import { type Db, openDatabases } from './db/open.ts';
import { createLibrary, type Library } from './library/index.ts';
import { reportOf } from './util/failure.ts';
import { knownLanguages } from './util/known-languages.ts';
import { sharpEnvironment } from './util/load-sharp.ts';
import { createUpdates } from './updates/updates.ts';
import { modestHeap } from './util/modest-heap.ts';

/** On a busy machine with a slow disk it has taken more than five seconds. */
const mostEndMs = 15_000;

modestHeap();
const asked = parseCommandLine(process.argv.slice(1), process.cwd(), process.defaultApp ? app.getAppPath() : undefined);
const paths = choosePaths(app, asked.library);
const log = createLog(paths.logs);
let text = () => textIn('system', app.getLocale());
/** What is asked of the app from outside: at its start, by another start, and on macOS by the Finder, before `ready` too. */
const earlier: Pick<Asked, 'add' | 'open'>[] = [asked];
let onAsked: (asked: Pick<Asked, 'add' | 'open'>) => void = (early) => earlier.push(early);
const trouble = { log, logFolder: paths.logs, text: () => text() };

app.on('open-file', (event, path) => {
  event.preventDefault();
  onAsked({ add: [], open: [path] });
});
const command = app.isPackaged ? commandAsked(process.argv.slice(1)) : undefined;
if (command) void runCommand(command, () => import('./cli.ts'));
else comeUp();

function comeUp(): void {
  app.setPath('userData', paths.window);
  reportTrouble(trouble);
  hardenProcess(log);
  registerSchemes();
  const unwritable = whyUnwritable(paths.window);
  if (unwritable === undefined) keepCrashDumps(paths.crashes);
  const missing = asked.open.find(isGone);
  if (unwritable !== undefined) void cannotStart(unwritable, trouble);
  else if (missing !== undefined) void cannotOpen(missing, trouble);
  else if (isFirstInstance(asked, (second) => onAsked(second)))
    void app
      .whenReady()
      .then(start)
      .catch((error: unknown) => cannotStart(error, trouble));
  else app.quit();
}

/** The library that is open; none while the person is asked what to do about one that is gone. */
let current: { readonly library: Library; stop(): Promise<void> } | undefined;
let handlers: Partial<Handlers> = {};

function start(): void {
  hardenSession(log);
  const sandbox = sandboxState();
  if (sandbox !== 'on') log.warn(sandboxAdvice[sandbox]);
  protocol.handle(appScheme, (request) => answerPage(request, paths.renderer));
  protocol.handle(photoScheme, (request) =>
    current ? answerPhoto(request, current.library.photos) : new Response(null, { status: 404 }),
  );
  const window = createWindows({ paths, trouble, onQuit: () => endInTime(current?.stop() ?? Promise.resolve()) });
  serveCalls(() => handlers, {
    checksOutput: !app.isPackaged,
    onBug: (name, error) => log.error(`call ${name}`, error),
    onDropped: (path) => onAsked({ add: [], open: [path] }),
  });
  onMachineChange(() => current?.library.engine.look());
  open(window);
  window.show();
}

/** Folders that the window tells of. */
const folders = {
  libraryFolder: paths.library,
  crashFolder: paths.crashes,
  samplesFolder: path.join(paths.resources, 'sample-photos'),
};

/** Opens the library and lets the window call it; where it is gone, the window asks what to do. */
function open(window: Windows, ifMissing?: 'restore' | 'begin-anew'): void {
  let db: Db;
  try {
    db = openDatabases({ folder: paths.library, ifMissing });
  } catch (error) {
    const offer = recoveryOffer(error, paths.library);
    if (offer === undefined) throw error;
    log.error('the library can not be opened as it is', error);
    const info = appInfo(folders);
    handlers = recoveryHandlers({
      info: () => ({ ...info, notices: [], recovery: offer }),
      choose(how) {
        if (how === 'quit') return void setImmediate(() => app.quit());
        open(window, how);
        setImmediate(() => window.now()?.reload());
      },
    });
    return;
  }
  serve(window, db);
}

/** From now on the window calls this library. */
function serve(window: Windows, db: Db): void {
  const systemProxy = (address: string) => session.defaultSession.resolveProxy(address);
  const library = createLibrary({
    db,
    fork: forkUtility,
    resourcesFolder: paths.resources,
    languages: () => knownLanguages([...app.getPreferredSystemLanguages(), app.getLocale()]),
    embedderEnv: sharpEnvironment(),
    cores: availableParallelism(),
    machine,
    gpu: gpuOfMachine(),
    quietStartMs: 5_000,
    systemTrash: (file) => shell.trashItem(file),
    systemProxy,
    now: Date.now,
    log: log.info,
  });
  text = () => textIn(library.settings.get().language, app.getLocale());

  const notices = createNotices(log, library.notices);
  const tell = createTell(window.now, !app.isPackaged);
  const opened = createOpened({
    library,
    onOpened: () => tell('opened', undefined),
    onTrouble: notices.add,
  });
  const updates = createUpdates({
    ...updaterOfInstallation({ env: process.env, systemProxy }, log.info),
    choice: () => library.settings.get().updates,
    choose: (choice) => library.settings.change({ updates: choice }),
    onChange: (state) => tell('updates', state),
    log: log.info,
    now: Date.now,
  });
  handlers = createHandlers({
    library,
    opened,
    updates,
    ...folders,
    notices: notices.all,
    window: window.now,
    text,
    restore: (name) => void reopen(window, () => restoreNamed(name)),
  });
  current = {
    library,
    stop() {
      updates.stop();
      return library.stop();
    },
  };

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
    'files',
    'suggestions',
    'tags.changed',
    'albums.changed',
    'backups.changed',
  ] as const)
    library.on(name, (value) => tell(name, value));
  library.on('notice', notices.add);
  notices.on((notice) => tell('notice', notice));
  // A backup that was looked over shows that the library is damaged: opened anew, it is mended.
  library.on('damaged', () => void reopen(window, () => undefined));
  followSettings(library, () =>
    setMenu({ text: text(), logFolder: paths.logs, onCommand: (it) => tell('command', it) }),
  );

  const add = (folders: readonly string[]) =>
    void addFolders(library, folders).catch((error: unknown) => {
      const report = reportOf(error);
      if (report.kind !== 'folder-known') notices.add(report);
    });
  onAsked = (it) => {
    window.show();
    add(it.add);
    void opened.open(it.open);
  };
  for (const it of earlier.splice(0)) onAsked(it);
}

/** Closes the library, does something to its files, and opens it again. */
async function reopen(window: Windows, work: () => void): Promise<void> {
  try {
    const closing = current;
    current = undefined;
    handlers = {};
    await closing?.stop();
    try {
      work();
    } finally {
      open(window);
    }
  } catch (error) {
    if (current === undefined) return await cannotStart(error, trouble);
    log.error('what was to be done to the library failed', error);
  }
  window.now()?.reload();
}

/** Not so where it may not be looked at: that is said of it when it is opened. */
function isGone(path: string): boolean {
  try {
    return fs.statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

function restoreNamed(name: string): void {
  const copy = listCopies(paths.library).find((one) => one.name === name);
  if (copy === undefined) return;
  restoreCopy({ folder: paths.library, nowMs: Date.now() }, copy);
}

/** Whatever hangs at the end must not keep the app open: SQLite and the queue lose nothing by it. On a quiet machine it takes half a second. */
async function endInTime(ending: Promise<void>): Promise<void> {
  const late = Symbol('late');
  const first = await Promise.race([ending, new Promise<symbol>((resolve) => setTimeout(resolve, mostEndMs, late))]);
  if (first === late)
    log.warn(`the end was not waited for any longer than ${mostEndMs} ms: the next start looks the library over`);
}
