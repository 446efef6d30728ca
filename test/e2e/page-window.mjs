/** @file Runs in Electron's main process: a window of a page and nothing else. */
import { app, BrowserWindow } from 'electron';

// Electron is ready only after this module was run: waiting for it here would never end.
void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1_100, height: 900, webPreferences: { sandbox: true } });
  await window.loadURL(process.argv.at(-1) ?? '');
});
