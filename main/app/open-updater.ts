import { app } from 'electron';
import updater from 'electron-updater';
import fs from 'node:fs';
import path from 'node:path';
import type { Connecting } from '../models/download/proxy.ts';
import { createUpdateHttp } from '../updates/http.ts';
import { updateKeys } from '../updates/key.ts';
import type { Updater, UpdatesDeps } from '../updates/updates.ts';
import { withElectronUpdater } from '../updates/with-electron-updater.ts';

/** Where the manifests lie: electron-builder.yml has the same address. */
const address = 'https://lumisift.github.io/releases';

/** `URL KEY MILLISECONDS`, another source and how soon to ask for it: read only where the app runs from its sources. */
const played = app.isPackaged ? undefined : process.env['LUMISIFT_TEST_UPDATES']?.split(' ');

/** `open` is undefined where this installation cannot be updated by itself. */
export function updaterOfInstallation(
  connecting: Connecting,
  log: (line: string) => void,
): Pick<UpdatesDeps, 'open' | 'waits'> {
  if (!played) return { open: canUpdate() ? () => open({ url: address, keys: updateKeys }) : undefined };
  const [url = '', key = '', wait] = played;
  return {
    open: () => {
      updater.autoUpdater.forceDevUpdateConfig = true;
      return open({ url, keys: [key] });
    },
    waits: { firstMs: Number(wait), eachMs: 24 * 3_600_000 },
  };

  function open(source: { url: string; keys: readonly string[] }): Updater {
    return withElectronUpdater(updater.autoUpdater, { ...source, http: createUpdateHttp(connecting) }, log);
  }
}

function canUpdate(): boolean {
  if (!app.isPackaged) return false;
  if (process.platform !== 'linux') return true;
  return process.env['APPIMAGE'] !== undefined || fs.existsSync(path.join(process.resourcesPath, 'package-type'));
}
