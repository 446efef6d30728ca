import { app, type BrowserWindow } from 'electron';
import type { Paths } from './paths.ts';
import { watchPage, type TroubleNeeds } from './trouble.ts';
import { openWindow } from './window.ts';

export interface WindowsNeeds {
  readonly paths: Paths;
  readonly trouble: TroubleNeeds;
  /** Ends what must end well: once, after the window is gone and before the app is. */
  onQuit(): Promise<void>;
}

export interface Windows {
  /** The window, unless it is closed. */
  now(): BrowserWindow | undefined;
  /** Opens the window, or brings it to the front. */
  show(): void;
}

/** The window's and the app's coming and going, as each platform's people expect it. */
export function createWindows({ paths, trouble, onQuit }: WindowsNeeds): Windows {
  let window: BrowserWindow | undefined;
  const now = () => (window?.isDestroyed() ? undefined : window);
  const show = () => {
    const there = now();
    if (!there) {
      window = openWindow(paths);
      watchPage(window, trouble);
      return;
    }
    if (there.isMinimized()) there.restore();
    there.show();
    there.focus();
  };

  app.on('activate', show);
  app.on('window-all-closed', () => {
    // On macOS an app without a window goes on, and so does its indexing.
    if (process.platform !== 'darwin') app.quit();
  });
  let hasStopped = false;
  app.on('will-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    void onQuit()
      .catch((error: unknown) => trouble.log.error('while quitting', error))
      .finally(() => {
        hasStopped = true;
        app.quit();
      });
  });
  return { now, show };
}
