import updater, { type AppUpdater, type UpdateInfo } from 'electron-updater';
import type { UpdateHttp } from './http.ts';
import { signedProvider } from './signed-provider.ts';
import { startAfterEnd } from './start-after-end.ts';
import type { Updater } from './updates.ts';

/**
 * electron-updater, set up for this app: nothing is loaded or installed unasked, never an older version, only what the
 * app's key signed, and all of it through our own way out.
 * @param native the updater of this kind of installation: AppImage, deb, NSIS or Squirrel.Mac
 */
export function withElectronUpdater(
  native: AppUpdater,
  source: { readonly url: string; readonly keys: readonly string[]; readonly http: UpdateHttp },
  log: (line: string) => void,
): Updater {
  native.autoDownload = false;
  native.autoInstallOnAppQuit = false;
  native.allowDowngrade = false;
  native.allowPrerelease = false;
  // The maps that it works by are not signed, and it would need Chromium's network.
  native.disableDifferentialDownload = true;
  native.logger = { info: log, warn: log, error: log };
  // Of what it can ask, `request` and `download` are used where differential downloads are off.
  Object.assign(native, { httpExecutor: source.http });
  native.setFeedURL({ provider: 'custom', updateProvider: signedProvider(source) });
  // One that is told to nobody would end the process. Those of looking and loading are thrown as well, those of installing are not.
  let onInstallTrouble: (error: unknown) => void = () => undefined;
  native.on('error', (error) => onInstallTrouble(error));
  // The new AppImage is started before this one has ended.
  if (native instanceof updater.AppImageUpdater) Object.assign(native, { spawnLog: startsLater });

  return {
    async look() {
      const result = await native.checkForUpdates();
      if (!result?.isUpdateAvailable) return undefined;
      return { version: result.updateInfo.version, notes: notesOf(result.updateInfo) };
    },
    async download(onProgress) {
      const listener = ({ percent }: { percent: number }) => onProgress(percent);
      native.on('download-progress', listener);
      try {
        await native.downloadUpdate();
      } finally {
        native.off('download-progress', listener);
      }
    },
    install(onTrouble) {
      onInstallTrouble = onTrouble;
      native.quitAndInstall(false, true);
    },
  };
}

/** In place of electron-updater's own way to start what it has put in place. */
async function startsLater(program: string, _args?: readonly string[], env?: NodeJS.ProcessEnv): Promise<boolean> {
  startAfterEnd(program, env);
  return Promise.resolve(true);
}

/** Plain text: whatever the notes are written in, the window shows letters. */
function notesOf({ releaseNotes }: Pick<UpdateInfo, 'releaseNotes'>): string {
  if (typeof releaseNotes === 'string') return releaseNotes.slice(0, 20_000);
  return (releaseNotes ?? [])
    .map(({ version, note }) => `${version}\n${note ?? ''}`)
    .join('\n\n')
    .slice(0, 20_000);
}
