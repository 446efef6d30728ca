import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { FilingJournal, FilingStep, NewStep } from '../db/filing.ts';
import { Failure } from '../util/failure.ts';
import { asFailure } from '../writing/write-file.ts';
import { claimName, infoOf, ownTrashIn, systemTrashFor, type TrashFolder } from './freedesktop-trash.ts';
import { inodeOf, isAcrossDrives, moveFile } from './move-file.ts';

/** What the journal is told of a file that is trashed. */
export type Trashing = Pick<NewStep, 'filingId' | 'role' | 'photoId' | 'source'> & {
  /** The folder of the library that it lies in. */
  readonly root: string;
  /** Where its drive has no trash: into a folder of ours on that drive. */
  readonly mayUseOwn: boolean;
};

/** Puts a file into the system's trash, which does not tell where that is. Absent: nothing here can. */
export type SystemTrash = (file: string) => Promise<void>;

/**
 * The trash of this system. On Linux it is the freedesktop.org specification's, done here: the file's place in it is known
 * then, and one key brings it back, whatever desktop there is or none. On macOS and Windows the system does it, and the file
 * is looked for in the trash by what the file system knows it by.
 */
export function createTrash(deps: { journal: FilingJournal; systemTrash: SystemTrash | undefined; now: () => number }) {
  const { journal, systemTrash, now } = deps;
  return {
    /** Where a file of this folder would go, as far as that is known before. */
    async placeFor(file: string, root: string): Promise<'system' | 'own' | 'unavailable'> {
      if (process.platform !== 'linux') return systemTrash === undefined ? 'unavailable' : 'system';
      return (await systemTrashFor(file).catch(() => ownTrashIn(root))) === undefined ? 'own' : 'system';
    },
    /**
     * @returns the step's number in the journal
     * @throws Failure 'no-trash' where the drive has none and ours was not agreed to, 'gone', 'not-writable', 'locked'
     */
    async put({ root, mayUseOwn, ...step }: Trashing): Promise<number> {
      const { size } = await fs.lstat(step.source).catch((error: unknown) => {
        throw asFailure(error);
      });
      const inode = await inodeOf(step.source);
      const whole = {
        ...step,
        kind: 'trash' as const,
        target: undefined,
        temporary: undefined,
        inode,
        sizeBytes: size,
      };
      const id = journal.beginStep(whole);
      try {
        if (process.platform !== 'linux') {
          if (await bySystem(step.source, id, inode)) return id;
        } else {
          const trash = await systemTrashFor(step.source);
          if (trash !== undefined && (await into(trash, step.source, id))) return id;
        }
        if (!mayUseOwn) throw noTrash(step.source);
        if (!(await into(ownTrashIn(root), step.source, id))) throw noTrash(step.source);
        return id;
      } catch (error) {
        journal.cancel(id);
        throw asFailure(error);
      }
    },
    /** Back to where it lay. @throws Failure 'not-in-trash', 'name-taken', 'gone', 'not-writable' */
    async restore(step: FilingStep): Promise<void> {
      const { id, source, target } = step;
      if (target === undefined || (await inodeOf(target)) === '') throw notInTrash(source, target === undefined);
      journal.beginUndo(id);
      try {
        await fs.mkdir(path.dirname(source), { recursive: true });
        await moveFile(target, source);
      } catch (error) {
        journal.done(id);
        throw asFailure(error);
      }
      await forgetInfo(target);
      journal.undone(id);
    },
  };

  /** @returns false where the drive turns out to be another one (a mount of a part of it): nothing was touched */
  async function into(trash: TrashFolder, file: string, id: number): Promise<boolean> {
    const target = await claimName(trash, file, now(), (place) => journal.aim(id, place));
    try {
      await moveFile(file, target);
    } catch (error) {
      await fs.rm(infoOf(target), { force: true });
      journal.aim(id, undefined);
      if (isAcrossDrives(error)) return false;
      throw error;
    }
    journal.done(id);
    return true;
  }

  async function bySystem(file: string, id: number, inode: string): Promise<boolean> {
    if (systemTrash === undefined) return false;
    try {
      await systemTrash(file);
    } catch (error) {
      if ((await inodeOf(file)) === '') throw asFailure(error);
      return false; // it is where it was: this drive has no trash
    }
    journal.aim(id, await foundInTrash(file, inode));
    journal.done(id);
    return true;
  }
}
export type Trash = ReturnType<typeof createTrash>;

/** What the trash says of a file that is not in it any more. Never of one that is. */
export async function forgetInfo(target: string): Promise<void> {
  const info = path.basename(target).startsWith('$R')
    ? path.join(path.dirname(target), path.basename(target).replace('$R', '$I'))
    : infoOf(target);
  await fs.rm(info, { force: true });
}

/** Where macOS and Windows have put a file: the one in the trash that the file system knows by the same number. */
export async function foundInTrash(
  file: string,
  inode: string,
  folders: readonly string[] = trashFolders(file),
): Promise<string | undefined> {
  for (const folder of folders) {
    // macOS lets no program look into the trash that the person has not allowed to.
    const names = await fs.readdir(folder).catch(() => []);
    for (const name of names) {
      const at = path.join(folder, name);
      if ((await inodeOf(at)) === inode) return at;
      if (name.startsWith('S-1-')) {
        const found = await foundInTrash(file, inode, [at]);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function trashFolders(file: string): string[] {
  if (process.platform === 'win32') return [path.join(path.parse(file).root, '$Recycle.Bin')];
  const volume = /^\/Volumes\/[^/]+/.exec(file)?.[0];
  const uid = String(process.getuid?.() ?? 0);
  return [path.join(os.homedir(), '.Trash'), ...(volume === undefined ? [] : [path.join(volume, '.Trashes', uid)])];
}

function noTrash(file: string): Failure {
  return new Failure('no-trash', `The drive of ${file} has no trash. The file is where it was.`, {
    details: { path: file },
  });
}

function notInTrash(file: string, isHidden: boolean): Failure {
  return new Failure(
    'not-in-trash',
    isHidden
      ? `The system keeps ${file} in its trash and does not say where: put it back from there.`
      : `${file} is no longer in the trash.`,
    { details: { path: file, code: isHidden ? 'hidden' : 'emptied' } },
  );
}
