import fs from 'node:fs/promises';
import path from 'node:path';
import type {
  FilesOfPhotos,
  FilingProgress,
  FilingResult,
  TrashedFile,
  TrashPlan,
} from '../../preload/contract/filing.ts';
import { createFilePlaces, type CopyOfPhoto } from '../db/file-places.ts';
import type { Files } from '../db/files.ts';
import { createFilingJournal, type FilingStep } from '../db/filing.ts';
import type { Folders } from '../db/folders.ts';
import { createMerges } from '../db/merges.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import { besidesOf } from '../filing/beside.ts';
import { ownTrashName } from '../filing/freedesktop-trash.ts';
import { inodeOf } from '../filing/move-file.ts';
import { createTrash, type SystemTrash } from '../filing/trash.ts';
import { undoStep } from '../filing/undo-step.ts';
import { Failure } from '../util/failure.ts';
import { liesIn } from '../util/lies-in.ts';
import { shaOf } from '../writing/bytes.ts';
import { createFiled } from './filed.ts';
import { createFilingDesk, type Work } from './filing-desk.ts';
import { createImporting } from './importing.ts';
import { createMoves } from './moves.ts';

/** What is done with the person's files on the disk, when they ask for it: journalled, never written over, undone. */
export function createFiling(deps: {
  db: Db;
  files: Files;
  folders: Folders;
  texts: Texts;
  systemTrash: SystemTrash | undefined;
  now: () => number;
  onProgress: (progress: FilingProgress) => void;
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, files, folders, now } = deps;
  const journal = createFilingJournal(db);
  const places = createFilePlaces(db, folders);
  const merges = createMerges(db);
  const trash = createTrash({ journal, systemTrash: deps.systemTrash, now });
  const tell = createFiled({ ...{ db, places, files, texts: deps.texts, now, onChanged: deps.onChanged } });
  const desk = createFilingDesk({ journal, tell, now, onProgress: deps.onProgress });
  const { alone, recovered } = desk;
  const moves = createMoves({
    db,
    journal,
    places,
    folders,
    texts: deps.texts,
    trash,
    alone,
    onChanged: deps.onChanged,
  });

  const importing = createImporting({ db, journal, alone, pathOf: moves.pathOf, now });

  return {
    ...moves,
    ...importing,
    /** Resolves when what was cut short is settled. @throws what kept it from being so */
    recovered,
    async planTrash(asked: FilesOfPhotos): Promise<TrashPlan> {
      const { chosen, all } = copiesOf(asked);
      const there = chosen.filter(({ isOffline }) => !isOffline);
      const withoutTrash = new Set<string>();
      const looked = new Set<string>();
      let besideCount = 0;
      for (const [folder, names] of byFolder(there))
        for (const { path: file, root } of names) {
          besideCount += (await alongWith(file, namesOf(names))).length;
          if (looked.has(folder)) continue;
          looked.add(folder);
          if ((await trash.placeFor(file, root)) !== 'system') withoutTrash.add(root);
        }
      return {
        photoCount: new Set(there.map(({ photoId }) => photoId)).size,
        fileCount: there.length,
        besideCount,
        totalBytes: there.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
        elsewhereCount: all.length - chosen.length,
        offlineCount: chosen.length - there.length,
        withoutTrash: [...withoutTrash],
      };
    },
    /**
     * @param first what is done before any file is touched
     * @throws Failure 'refused' while something else is under way
     */
    trash: (
      asked: FilesOfPhotos,
      mayUseOwn: boolean,
      first?: (filingId: number) => Promise<void>,
    ): Promise<FilingResult> => trashCopies(copiesOf(asked).chosen, mayUseOwn, first),
    /** These very files, and no other copy. @throws Failure 'not-found' for one that is no photo of the library */
    async trashFiles(paths: readonly string[], mayUseOwn: boolean): Promise<FilingResult> {
      const found = paths.map((file) => {
        const place = places.placeOf(file);
        const row = place && places.fileAt(place);
        if (place === undefined || row === undefined)
          throw new Failure('not-found', `${file} is no photo of the library.`, { details: { path: file } });
        const { root, ...at } = place;
        return { ...at, root, fileId: row.id, photoId: row.photo_id ?? undefined, path: file, isOffline: false };
      });
      return trashCopies(found, mayUseOwn);
    },
    /** Files that an export made, as far as they are still what was made: one that was changed stays, and is told. */
    trashMade: (made: readonly { readonly file: string; readonly sha: string }[]): Promise<FilingResult> =>
      alone('undoing', 'trash', async ({ filingId, each, moved }) => {
        await each(
          made,
          ({ file }) => file,
          async ({ file, sha }) => {
            if ((await shaOf(file)) !== sha) throw changedSince(file);
            const common = { filingId, role: 'photo', photoId: undefined, mayUseOwn: true } as const;
            await trash.put({ ...common, source: file, root: path.dirname(file) });
            moved({ from: file, to: undefined }, true);
          },
        );
      }),
    /** Puts back what was done, in reverse, as far as nothing lies in its way. */
    undo: (filingId: number): Promise<FilingResult> =>
      alone('undoing', undefined, async (work) => {
        const steps = journal.stepsOf(filingId).filter(({ state }) => state === 'done');
        await putBack(steps.reverse(), work);
        if (journal.stepsOf(filingId).every(({ state }) => state !== 'done')) journal.setUndone(filingId, now());
      }),
    filingsOf: (stepIds: readonly number[]): number[] => [
      ...new Set(stepIds.flatMap((id) => journal.step(id)?.filingId ?? [])),
    ],
    /** Pictures, by the numbers of their steps, with what went along with them. */
    restore: (stepIds: readonly number[]): Promise<FilingResult> =>
      alone('undoing', undefined, async (work) => {
        const wanted = stepIds.flatMap((id) => journal.step(id) ?? []);
        const steps = wanted.flatMap((one) =>
          journal
            .stepsOf(one.filingId)
            .filter(({ kind, state }) => kind === 'trash' && state === 'done')
            .filter(({ id, role, photoId }) => id === one.id || (role === 'beside' && photoId === one.photoId)),
        );
        await putBack([...new Map(steps.map((step) => [step.id, step])).values()].reverse(), work);
      }),
    async trashed(offset: number, limit: number): Promise<{ count: number; files: TrashedFile[] }> {
      await recovered;
      const rows = journal.trashed(offset, limit);
      return {
        count: journal.countTrashed(),
        files: await Promise.all(
          rows.map(async ({ id, filingId, photoId, source, target, atMs }) => ({
            ...{ stepId: id, filingId, path: source, atMs },
            ...(photoId !== undefined && { photoId, ...keptOf(filingId, photoId) }),
            state: target === undefined ? 'hidden' : (await inodeOf(target)) === '' ? 'gone' : 'there',
            isOwn: target?.includes(`${path.sep}${ownTrashName}${path.sep}`) === true,
          })),
        ),
      };
    },
    history: journal.history,
    /** Ends what is under way after the file it is at. */
    cancel: desk.cancel,
    stop: desk.stop,
  };

  async function trashCopies(
    copies: readonly Trashable[],
    mayUseOwn: boolean,
    first?: (filingId: number) => Promise<void>,
  ): Promise<FilingResult> {
    return alone('trashing', 'trash', async ({ filingId, each, moved }) => {
      await first?.(filingId);
      const names = new Map([...byFolder(copies)].map(([folder, all]) => [folder, namesOf(all)]));
      await each(copies, pathOf, async ({ path: file, root, photoId, isOffline }) => {
        if (isOffline) throw new Failure('offline', `${file} is on a drive that is away.`, { details: { path: file } });
        const along = await alongWith(file, names.get(path.dirname(file)) ?? new Set());
        const common = { filingId, photoId, root, mayUseOwn };
        await trash.put({ ...common, role: 'photo', source: file });
        moved({ from: file, to: undefined }, true);
        for (const beside of along) {
          await trash.put({ ...common, role: 'beside', source: beside });
          moved({ from: beside, to: undefined });
        }
      });
    });
  }

  async function putBack(steps: readonly FilingStep[], { each, moved }: Work): Promise<void> {
    /** What could not be brought back from the trash: its copy elsewhere is all that there is. */
    const only = new Set<string>();
    let trashId: number | undefined;
    /** What was copied onto another drive comes back as the same file, not as another one. */
    const back = new Set<string>();
    const copyOf = new Map(steps.flatMap((it) => (it.kind === 'copy' ? [[it.source, it.target] as const] : [])));
    await each(
      steps,
      ({ source }) => source,
      async (step) => {
        const { kind, role, source, target, photoId } = step;
        if (kind === 'copy') {
          if (only.has(source) || target === undefined) return;
          trashId ??= journal.begin('trash', now());
          await trashCopy(step, trashId);
          if (!back.has(source)) moved({ from: target, to: undefined }, role === 'photo');
          return;
        }
        only.add(source);
        await undoStep(step, { journal, trash });
        only.delete(source);
        if (role === 'folder')
          moves.folderMoved(target, source); // one that was made is gone: nothing lay in it
        else
          moved(
            { from: kind === 'trash' ? copyOf.get(source) : target, to: source },
            role === 'photo' && photoId !== undefined,
          );
        back.add(source);
      },
    );
    if (trashId !== undefined) journal.end(trashId, now());
  }

  /** A copy that was made is taken back: into the trash, if it is still what was made. */
  async function trashCopy(step: FilingStep, filingId: number): Promise<void> {
    const { id, role, target = '', sha } = step;
    if ((await shaOf(target)) !== sha) throw changedSince(target);
    const place = places.placeOf(target);
    const root = place?.root ?? path.dirname(target);
    const photoId = step.photoId ?? (place && places.fileAt(place)?.photo_id) ?? undefined;
    await trash.put({ filingId, role, photoId, source: target, root, mayUseOwn: true });
    journal.undone(id);
  }

  function keptOf(filingId: number, photoId: number): { keptName?: string } {
    const keptName = merges.keptInPlaceOf(filingId, photoId);
    return keptName === undefined ? {} : { keptName };
  }

  function copiesOf({ photoIds, within }: FilesOfPhotos): { chosen: CopyOfPhoto[]; all: CopyOfPhoto[] } {
    const all = places.copiesOf(photoIds);
    return { all, chosen: within === undefined ? all : all.filter((copy) => liesIn(copy, within)) };
  }
}
export type LibraryFiling = ReturnType<typeof createFiling>;

type Trashable = Pick<CopyOfPhoto, 'path' | 'root' | 'isOffline'> & { readonly photoId: number | undefined };

function changedSince(file: string): Failure {
  return new Failure('changed', `${file} was changed since, and stays.`, { details: { path: file } });
}

function pathOf({ path: file }: { path: string }): string {
  return file;
}

function byFolder<T extends { path: string }>(copies: readonly T[]): Map<string, T[]> {
  const folders = new Map<string, T[]>();
  for (const copy of copies) {
    const folder = path.dirname(copy.path);
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [copy]);
    else known.push(copy);
  }
  return folders;
}

function namesOf(copies: readonly { path: string }[]): Set<string> {
  return new Set(copies.map(({ path: file }) => path.basename(file)));
}

/** What goes to the trash with a picture: not what speaks of others that stay. */
async function alongWith(file: string, leaving: ReadonlySet<string>): Promise<string[]> {
  try {
    await fs.access(path.dirname(file));
  } catch {
    return []; // the picture itself says that it is gone
  }
  const besides = await besidesOf(file, leaving);
  return besides.filter(({ isShared }) => !isShared).map(({ name }) => path.join(path.dirname(file), name));
}
