import { dialog, nativeImage, shell, ShareMenu, type OpenDialogOptions } from 'electron';
import type { filingCalls } from '../../../preload/contract/filing-calls.ts';
import type { ImportLook } from '../../library/import-look.ts';
import { Failure } from '../../util/failure.ts';
import type { HandlersNeeds, HandlersOf } from './needs.ts';

/** What is held by the pointer while files are dragged out. */
const iconPx = 96;

export function filingHandlers({
  library,
  window,
  text,
}: Pick<HandlersNeeds, 'library' | 'window' | 'text'>): HandlersOf<typeof filingCalls> {
  const { filing, exporting, photos } = library;
  /** What was chosen to be imported from, since the start. */
  const importLooks = new Map<number, ImportLook>();
  let lastImportId = 0;
  return {
    'files.planTrash': (asked) => filing.planTrash(asked),
    'files.trash': ({ mayUseOwn, ...asked }) => filing.trash(asked, mayUseOwn),
    'files.move': ({ to, ...asked }) => filing.move(asked, to),
    'files.rename': ({ name, ...asked }) => filing.rename(asked, name),
    'folders.make': ({ name, ...inside }) => filing.makeFolder(inside, name),
    'folders.rename': ({ name, ...folder }) => filing.renameFolder(folder, name),
    'files.undo': ({ filingId }) => filing.undo(filingId),
    'files.export': async ({ photoIds, options }) => {
      const folder = await chooseFolder(text().exportInto);
      return folder === undefined ? undefined : exporting.export(photoIds, folder, options);
    },
    'files.undoExport': ({ exportId }) => filing.trashMade(exporting.madeBy(exportId)),
    'files.chooseImport': async () => {
      const source = await chooseFolder(text().importFrom);
      if (source === undefined) return undefined;
      const look = await filing.lookAt(source);
      importLooks.set(++lastImportId, look);
      return { importId: lastImportId, path: source, count: look.count, totalBytes: look.totalBytes };
    },
    'files.previewImport': ({ importId, pattern }) => lookOf(importId).preview(pattern),
    'files.import': ({ importId, pattern, ...into }) => filing.import(lookOf(importId).source, into, pattern),
    'files.dragOut': async ({ photoIds }) => {
      const files = photoIds.map(fileOf);
      const [first = 0] = photoIds;
      const thumbnail = photos.thumbnail(first);
      const icon =
        thumbnail === undefined ? nativeImage.createEmpty() : nativeImage.createFromBuffer(Buffer.from(thumbnail));
      const [file = ''] = files;
      window()?.webContents.startDrag({ file, files, icon: icon.resize({ width: iconPx }) });
      return undefined;
    },
    'files.share': ({ photoIds }) => {
      if (process.platform !== 'darwin') throw new Failure('unavailable', 'This system has no sheet to share with.');
      const owner = window();
      new ShareMenu({ filePaths: photoIds.map(fileOf) }).popup(owner ? { window: owner } : {});
      return undefined;
    },
    'files.openWith': async ({ id }) => {
      const problem = await shell.openPath(fileOf(id));
      if (problem !== '')
        throw new Failure('unavailable', `The system opens this file with no program (${problem}).`, {
          details: { why: problem },
        });
      return undefined;
    },
    'files.cancel': () => {
      filing.cancel();
      exporting.cancel();
      return undefined;
    },
    'trash.list': ({ offset, limit }) => filing.trashed(offset, limit),
    'trash.restore': ({ stepIds }) => filing.restore(stepIds),
  };

  /** A file of the photo that is there. @throws Failure 'not-found' or 'offline' */
  function fileOf(photoId: number): string {
    const file = photos.fileOf(photoId);
    if (file === undefined) throw new Failure('not-found', 'This photo is no longer in the library.');
    if (file.isOffline)
      throw new Failure('offline', 'The drive or folder with this photo is not there now.', {
        details: { path: file.path },
      });
    return file.path;
  }

  /** @throws Failure 'stale' for what was not chosen in this session */
  function lookOf(importId: number): ImportLook {
    const look = importLooks.get(importId);
    if (look === undefined) throw new Failure('stale', 'Choose what is to be imported once more.');
    return look;
  }

  async function chooseFolder(title: string): Promise<string | undefined> {
    const options: OpenDialogOptions = {
      title,
      buttonLabel: title,
      properties: ['openDirectory', 'createDirectory'],
    };
    const owner = window();
    const { filePaths } = owner ? await dialog.showOpenDialog(owner, options) : await dialog.showOpenDialog(options);
    return filePaths[0];
  }
}
