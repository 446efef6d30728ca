import { app, type BrowserWindow } from 'electron';

export interface LifeNeeds {
  /** Opens the window. */
  open(): BrowserWindow;
  /** Ends what must end well: once, before the app does. */
  stop(): Promise<void>;
}

/** The window's and the app's coming and going, as each platform's people expect it. */
export function live({ open, stop }: LifeNeeds): { window(): BrowserWindow | undefined; show(): void } {
  let window: BrowserWindow | undefined;
  let hasStopped = false;

  function show(): void {
    if (!window || window.isDestroyed()) {
      window = open();
      return;
    }
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  }

  app.on('activate', show);
  app.on('window-all-closed', () => {
    // On macOS an app without a window goes on, and so does its indexing.
    if (process.platform !== 'darwin') app.quit();
  });
  app.on('will-quit', (event) => {
    if (hasStopped) return;
    event.preventDefault();
    void stop().finally(() => {
      hasStopped = true;
      app.quit();
    });
  });
  show();
  return { window: () => (window?.isDestroyed() ? undefined : window), show };
}
