import { BrowserWindow, nativeTheme, screen } from 'electron';
import path from 'node:path';
import { appPage, isAppAddress } from './addresses.ts';
import type { Paths } from './paths.ts';
import { readBounds, writeBounds } from './window-bounds.ts';

/** The page's ground (renderer/styles/tokens.css): the window has it before the page does, so nothing flashes. */
const ground = { light: '#fcfcfb', dark: '#131416' };

/** Opens the window; it shows itself when there is something to see. */
export function openWindow(paths: Pick<Paths, 'preload' | 'window' | 'resources'>): BrowserWindow {
  const { isMaximized, ...bounds } = readBounds(
    paths.window,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 640,
    minHeight: 480,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: groundNow(),
    // Elsewhere the bundle or the executable has it.
    ...(process.platform === 'linux' && { icon: path.join(paths.resources, 'icons/icon.png') }),
    webPreferences: {
      preload: paths.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      disableBlinkFeatures: 'Auxclick',
    },
  });
  if (isMaximized) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => {
    writeBounds(paths.window, { ...window.getNormalBounds(), isMaximized: window.isMaximized() });
  });
  const follow = () => window.setBackgroundColor(groundNow());
  nativeTheme.on('updated', follow);
  window.on('closed', () => nativeTheme.off('updated', follow));
  window.webContents.on('did-navigate', (_event, url) => {
    // A page may always make itself blank (`will-navigate` is not asked about about:blank): back to the app's own.
    if (!isAppAddress(url)) void window.loadURL(appPage);
  });
  void window.loadURL(appPage);
  return window;
}

function groundNow(): string {
  return nativeTheme.shouldUseDarkColors ? ground.dark : ground.light;
}
