import fs from 'node:fs/promises';
import path from 'node:path';
import type { FilesOfPhotos, FilingResult } from '../../preload/contract/filing.ts';
import type { FolderAt, FolderNode } from '../../preload/contract/folder.ts';
import type { CopyOfPhoto, FilePlaces } from '../db/file-places.ts';
import type { FilingJournal } from '../db/filing.ts';
import type { Folders } from '../db/folders.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import { type Beside, besidesOf } from '../filing/beside.ts';
import { copyFile } from '../filing/copy-file.ts';
import { checkName } from '../filing/file-name.ts';
import { inodeOf, isAcrossDrives, moveFile, taken } from '../filing/move-file.ts';
import type { Trash } from '../filing/trash.ts';
import { Failure } from '../util/failure.ts';
import { isInside } from '../util/is-inside.ts';
import { asFailure } from '../writing/write-file.ts';
import type { FilingDesk, Work } from './filing-desk.ts';
import { liesIn } from '../util/lies-in.ts';
import { firstOfEach } from './chosen-copies.ts';

/** Moving photos between folders, new names, and new folders: on the disk, journalled, never written over. */
export function createMoves(deps: {
  db: Pick<Db, 'transaction'>;
  journal: FilingJournal;
  places: FilePlaces;
  folders: Pick<Folders, 'list'>;
  texts: Pick<Texts, 'index'>;
  trash: Trash;
  alone: FilingDesk['alone'];
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, journal, places, folders, texts, trash, alone } = deps;

  return {
    folderMoved,
    pathOf,
    /** Their files go into a folder, with what lies beside them. Of several copies the one in `within` goes, else the first. */
    move: ({ photoIds, within }: FilesOfPhotos, to: FolderAt): Promise<FilingResult> =>
      alone('moving', 'move', async (work) => {
        const folder = pathOf(to);
        const copies = places.copiesOf(photoIds).filter((copy) => within === undefined || liesIn(copy, within));
        const chosen = within === undefined ? firstOfEach(copies) : copies;
        const leaving = (file: string) =>
          new Set(chosen.filter((one) => path.dirname(one.path) === path.dirname(file)).map(({ name }) => name));
        const outOf = new Map<string, Set<string>>();
        await work.each(
          chosen,
          ({ path: file }) => file,
          async (copy) => {
            const from = path.dirname(copy.path);
            if (from === folder) return;
            const names = outOf.get(from) ?? leaving(copy.path);
            outOf.set(from, names);
            await relocate(copy, path.join(folder, copy.name), names, (name) => name, work);
          },
        );
      }),
    /**
     * The first photo, and those of the others that have its name but for the ending: a RAW and its picture.
     * @param given without the ending, which stays
     */
    rename: ({ photoIds, within }: FilesOfPhotos, given: string): Promise<FilingResult> =>
      alone('moving', 'rename', async (work) => {
        const [copy] = places
          .copiesOf(photoIds.slice(0, 1))
          .filter((one) => (within === undefined || liesIn(one, within)) && !one.isOffline);
        if (copy === undefined) throw new Failure('not-found', 'This photo has no file that is there now.');
        const { name: stem, ext } = path.parse(copy.name);
        const name = checkName(given.trim() + ext);
        const newStem = name.slice(0, name.length - ext.length);
        if (name === copy.name) return;
        // Other files of the shot: of the same name but for its ending.
        const parts = places
          .copiesOf(photoIds.slice(1))
          .filter(
            (one) =>
              !one.isOffline &&
              path.dirname(one.path) === path.dirname(copy.path) &&
              path.parse(one.name).name === stem &&
              path.extname(one.name) !== ext,
          );
        const names = new Set([copy, ...parts].map((one) => one.name));
        const besideName = (of: string) => (it: string) => {
          if (it.startsWith(stem)) return newStem + it.slice(stem.length);
          // What Google calls `a.jpg(1).json` is about `a(1).jpg`: its name does not begin with the photo's.
          if (/\.json$/i.test(it)) return `${of}.json`;
          // Of the same letters, in another case or another of Unicode's forms.
          return newStem + it.normalize('NFC').slice(stem.normalize('NFC').length);
        };
        await work.each(
          [copy, ...parts],
          ({ path: file }) => file,
          (one) => {
            const to = newStem + path.extname(one.name);
            return relocate(one, path.join(path.dirname(one.path), to), names, besideName(to), work);
          },
        );
      }),
    makeFolder: (inside: FolderAt, given: string): Promise<FilingResult> =>
      alone('moving', 'new-folder', async ({ filingId, each }) => {
        const target = path.join(pathOf(inside), checkName(given));
        await each(
          [target],
          (it) => it,
          async () => {
            const none = { photoId: undefined, temporary: undefined, inode: '', sizeBytes: 0 };
            const id = journal.beginStep({ ...none, filingId, kind: 'folder', role: 'folder', source: target, target });
            try {
              await fs.mkdir(target);
            } catch (error) {
              journal.cancel(id);
              if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw taken(target);
              throw asFailure(error);
            }
            journal.done(id);
          },
        );
      }),
    renameFolder: ({ folderId, dir }: FolderAt, given: string): Promise<FilingResult> =>
      alone('moving', 'rename', async ({ filingId, each }) => {
        if (dir === '') throw new Failure('refused', 'A folder that was added keeps its name: rename it on the disk.');
        const source = pathOf({ folderId, dir });
        const target = path.join(path.dirname(source), checkName(given));
        if (target === source) return;
        await each(
          [source],
          (it) => it,
          async () => {
            const common = { photoId: undefined, temporary: undefined, sizeBytes: 0, inode: await inodeOf(source) };
            const id = journal.beginStep({ ...common, filingId, kind: 'move', role: 'folder', source, target });
            await moved(id, source, target);
            folderMoved(source, target);
          },
        );
      }),
    /** Folders that were made here and have no photo yet, as far as they are there. */
    async madeFolders(): Promise<FolderNode[]> {
      const nodes: FolderNode[] = [];
      for (const folder of journal.madeFolders()) {
        const root = folders.list().find((row) => isInside(row.path, folder));
        const isThere = await fs.stat(folder).then(
          (stats) => stats.isDirectory(),
          () => false,
        );
        if (root === undefined || !isThere) continue;
        const dir = path.relative(root.path, folder).split(path.sep).join('/');
        nodes.push({ folderId: root.id, dir, photoCount: 0, wholeCount: 0 });
      }
      return nodes;
    },
  };

  function pathOf({ folderId, dir }: FolderAt): string {
    const root = folders.list().find((row) => row.id === folderId);
    if (root === undefined) throw new Failure('not-found', 'This folder is no longer in the library.');
    const at = dir === '' ? root.path : path.join(root.path, ...dir.split('/'));
    if (dir !== '' && !isInside(root.path, at)) throw new Failure('not-found', 'This folder is not in the library.');
    return at;
  }

  /** A picture, then what lies beside it. What speaks of others too is copied, so that both have it. */
  async function relocate(
    copy: CopyOfPhoto,
    to: string,
    leaving: ReadonlySet<string>,
    besideName: (name: string) => string,
    work: Work,
  ): Promise<void> {
    const { path: file, photoId, root, isOffline } = copy;
    if (isOffline) throw new Failure('offline', `${file} is on a drive that is away.`, { details: { path: file } });
    const besides = await besidesOf(file, leaving).catch((error: unknown) => {
      throw asFailure(error);
    });
    const onto = (beside: Beside) => path.join(path.dirname(to), besideName(beside.name));
    // Nothing is moved where its sidecar could not follow.
    for (const target of [to, ...besides.map(onto)])
      if ((await inodeOf(target)) !== '' && target.toLowerCase() !== file.toLowerCase()) throw taken(target);
    await put({ file, to, role: 'photo', photoId, root }, work);
    for (const beside of besides) {
      const source = path.join(path.dirname(file), beside.name);
      const it = { file: source, to: onto(beside), role: 'beside' as const, photoId, root };
      if (!beside.isShared) await put(it, work);
      else {
        await copyFile({ ...it, filingId: work.filingId, source, target: it.to }, journal);
        work.moved({ from: undefined, to: it.to });
      }
    }
  }

  /** A rename; onto another drive a copy that was read back, and then the trash. */
  async function put(
    {
      file,
      to,
      role,
      photoId,
      root,
    }: { file: string; to: string; role: 'photo' | 'beside'; photoId: number; root: string },
    work: Work,
  ): Promise<void> {
    const { filingId } = work;
    const { size } = await fs.lstat(file).catch((error: unknown) => {
      throw asFailure(error);
    });
    const step = { filingId, role, photoId, source: file, target: to };
    const common = { temporary: undefined, sizeBytes: size, inode: await inodeOf(file) };
    const id = journal.beginStep({ ...step, ...common, kind: 'move' });
    try {
      await moved(id, file, to);
    } catch (error) {
      if (!isAcrossDrives(error)) throw error;
      await copyFile(step, journal);
      await trash.put({ filingId, role, photoId, source: file, root, mayUseOwn: true });
    }
    work.moved({ from: file, to }, role === 'photo');
  }

  async function moved(id: number, from: string, to: string): Promise<void> {
    try {
      await moveFile(from, to);
    } catch (error) {
      journal.cancel(id);
      throw error;
    }
    journal.done(id);
  }

  /** The library is told of a folder's new name: what lies in it is as it was. */
  function folderMoved(from: string | undefined, to: string): void {
    if (from === undefined || from === to) return;
    const [before, after] = [from, to].map((folder) => places.placeOf(folder));
    if (before === undefined || before.folderId !== after?.folderId) return;
    const dirOf = ({ dir, name }: { dir: string; name: string }) => (dir === '' ? name : `${dir}/${name}`);
    const photoIds = db.transaction(() => {
      const ids = places.renameDir(before.folderId, dirOf(before), dirOf(after));
      for (const photoId of ids) texts.index(photoId);
      return ids;
    });
    deps.onChanged(photoIds);
  }
}
