import path from 'node:path';
import { dialog, type OpenDialogOptions, type SaveDialogOptions } from 'electron';
import type { Handlers } from '../../../preload/contract/api.ts';
import type { backupCalls } from '../../../preload/contract/backup-calls.ts';
import { Failure } from '../../util/failure.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

const filters = [{ name: 'JSON', extensions: ['json'] }];

export function backupHandlers({
  library: { backups, precious },
  window,
  text,
  restore,
}: HandlersNeeds): HandlersOf<typeof backupCalls> {
  return {
    'backups.list': () => backups.list(),
    'backups.make': () => backups.make(),
    'backups.restore': ({ name }) => {
      if (!backups.list().copies.some((copy) => copy.name === name))
        throw new Failure('not-found', `There is no backup called ${name} any more.`);
      restore(name);
      return undefined;
    },
    'precious.export': async () => {
      const day = new Date().toISOString().slice(0, 10);
      const options: SaveDialogOptions = {
        title: text().exportPrecious,
        defaultPath: `${text().preciousName} ${day}.json`,
        filters,
      };
      const owner = window();
      const { filePath, canceled } = owner
        ? await dialog.showSaveDialog(owner, options)
        : await dialog.showSaveDialog(options);
      if (canceled || filePath === '') return undefined;
      return { ...(await precious.exportTo(filePath)), fileName: path.basename(filePath) };
    },
    'precious.chooseImport': async () => {
      const options: OpenDialogOptions = { title: text().importPrecious, properties: ['openFile'], filters };
      const owner = window();
      const { filePaths } = owner ? await dialog.showOpenDialog(owner, options) : await dialog.showOpenDialog(options);
      const [file] = filePaths;
      return file === undefined ? undefined : precious.preview(file);
    },
    'precious.applyImport': ({ importId }) => precious.apply(importId),
    'recovery.choose': () => {
      throw new Failure('unavailable', 'The library is open: there is nothing to choose.');
    },
  };
}

/** All that can be called while the library is not open. */
export function recoveryHandlers(given: {
  info: () => ReturnType<Handlers['app.info']>;
  choose: (how: 'restore' | 'begin-anew' | 'quit') => void;
}): Partial<Handlers> {
  return {
    'app.info': given.info,
    'recovery.choose': ({ how }) => {
      given.choose(how);
      return undefined;
    },
  };
}
