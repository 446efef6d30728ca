import { app, dialog, shell, type BrowserWindow } from 'electron';
import { Failure } from '../util/failure.ts';
import type { Log } from './log.ts';
import type { Text } from './texts.ts';

export interface TroubleNeeds {
  readonly log: Log;
  readonly logFolder: string;
  text(): Text;
}

/** What nobody caught is written down and said in a sentence, never swallowed. */
export function reportTrouble({ log, logFolder, text }: TroubleNeeds): void {
  process.on('unhandledRejection', (error) => log.error('a promise failed and nobody listened', error));
  let isShown = false;
  process.on('uncaughtException', (error) => {
    log.error('uncaught', error);
    // Once: what goes wrong in a timer goes wrong again.
    if (isShown) return;
    isShown = true;
    void say(text().unexpected, error, { logFolder, text: text() }).then(() => app.exit(1));
  });
  app.on('child-process-gone', (_event, details) => {
    const { type, name, reason, exitCode } = details;
    if (reason !== 'clean-exit') log.warn(`process gone: ${name ?? type}, ${reason}, code ${exitCode}`);
  });
}

/** The library did not open: the person reads why, and the app ends. */
export async function cannotStart(error: unknown, { log, logFolder, text }: TroubleNeeds): Promise<void> {
  log.error('could not start', error);
  await say(text().failedToStart, error, { logFolder, text: text() });
  app.exit(1);
}

/** The file or folder that the app was started with is not there: said, and the app ends with code 1. */
export async function cannotOpen(path: string, { log, text }: TroubleNeeds): Promise<void> {
  const sentence = text().notThere.replace('{path}', path);
  log.warn(sentence);
  process.stderr.write(`lumisift: ${sentence}\n`);
  // Whoever has no terminal to read it in: Windows gives none to programs with windows, a desktop none to what it starts.
  if (process.platform === 'win32' || process.env['GIO_LAUNCHED_DESKTOP_FILE'] !== undefined) {
    await app.whenReady();
    await dialog.showMessageBox({ type: 'error', title: text().failedTitle, message: sentence });
  }
  app.exit(1);
}

/** A page that crashed or hangs: its library goes on without it, so it is simply opened again if the person wants. */
export function watchPage(window: BrowserWindow, { log, text }: TroubleNeeds): void {
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log.error(`the page is gone: ${reason}, code ${exitCode}`);
    void offerReload();
  });
  window.webContents.on('preload-error', (_event, _file, error) => log.error('preload script', error));

  async function offerReload(): Promise<void> {
    const { windowGone, tryAgain, quitNow } = text();
    const { response } = await dialog.showMessageBox({
      type: 'error',
      message: windowGone,
      buttons: [tryAgain, quitNow],
    });
    if (response === 0 && !window.isDestroyed()) window.reload();
    else app.quit();
  }
}

async function say(message: string, error: unknown, options: { logFolder: string; text: Text }): Promise<void> {
  const { logFolder, text } = options;
  process.stderr.write(`${message} ${sentence(error)}\n`);
  await app.whenReady();
  const { response } = await dialog.showMessageBox({
    type: 'error',
    title: text.failedTitle,
    message,
    detail: sentence(error),
    buttons: [text.quitNow, text.openLog],
    defaultId: 0,
    cancelId: 0,
  });
  if (response === 1) await shell.openPath(logFolder);
}

/** A Failure's message is a sentence for the person; of anything else the first line must do. */
function sentence(error: unknown): string {
  if (error instanceof Failure) return error.message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
