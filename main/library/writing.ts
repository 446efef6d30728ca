import fs from 'node:fs/promises';
import path from 'node:path';
import type {
  PastWrite,
  PlannedFile,
  WriteField,
  WritePlan,
  WriteResult,
  WriteTarget,
  WritingProgress,
} from '../../preload/contract/writing.ts';
import type { Db } from '../db/open.ts';
import type { Texts } from '../db/texts.ts';
import type { Sources } from '../db/sources.ts';
import { createWritingJournal } from '../db/writing.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { inTime } from '../util/in-time.ts';
import { planOne, type Planned, takesTurn } from '../writing/plan.ts';
import type { OwnWords, Wanted } from '../writing/plan-file.ts';
import { recover } from '../writing/recover.ts';
import { createIdentifier } from '../writing/identifier.ts';
import { createTool } from '../writing/tool.ts';
import { undoFile } from '../writing/undo-file.ts';
import { writeFile } from '../writing/write-file.ts';

interface Plan {
  readonly id: number;
  readonly target: WriteTarget;
  readonly fields: readonly WriteField[];
  /** Those that can't be written first, then those that will be; the others are only counted. */
  readonly files: readonly Exclude<Planned, { is: 'same' }>[];
  readonly sameCount: number;
}

/** So much must be left on the library's disk after the originals are kept there. */
const spareBytes = 200_000_000;

/** ExifTool takes some 50 MB while it waits for the next question. */
const idleMs = 60_000;

/** Writes what the person said of photos into files, when they ask for it: planned, journalled, undone. */
export function createWriting(deps: {
  db: Db;
  sources: Pick<Sources, 'caption'>;
  texts: Texts;
  /** Names of a photo's confirmed tags with their parents, the outermost first. */
  tagPaths: (photoId: number) => Promise<readonly (readonly string[])[]>;
  now: () => number;
  onProgress: (progress: WritingProgress) => void;
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, now } = deps;
  const journal = createWritingJournal(db);
  const tool = createTool();
  const identifier = createIdentifier();
  const backups = path.join(db.folder, 'originals');
  let plan: Plan | undefined;
  let lastPlanId = 0;
  let running: AbortController | undefined;
  let toldMs = 0;
  let idle: NodeJS.Timeout | undefined;
  let ended: Promise<unknown> = Promise.resolve();
  // What was cut short is known before anything else is written.
  const recovered = recover(journal, backups, now());
  recovered.catch(() => undefined); // whoever asks for a write hears of it

  return {
    /** Resolves when what was cut short is settled. @throws what kept it from being so */
    recovered,
    /** Reads the files and says what would change. @throws Failure 'refused' while another one is under way */
    plan: (photoIds: readonly number[], target: WriteTarget, fields: readonly WriteField[]): Promise<WritePlan> =>
      alone(async (signal) => {
        plan = undefined;
        const files = journal.filesOf(photoIds);
        const found: Planned[] = [];
        const kept = new Set<number>();
        for (const [done, file] of files.entries()) {
          signal.throwIfAborted();
          tell('reading', done, files.length);
          const turn = fields.includes('turn') ? journal.wordsOf(file.photoId).turn : undefined;
          if (turn !== undefined && !takesTurn(file, target)) kept.add(file.photoId);
          const wanted = await wantedFor(file.photoId, fields);
          found.push(
            await planOne(
              tool,
              file,
              target,
              wanted,
              ownOf(file.fileId, target),
              kept.has(file.photoId) ? undefined : turn,
            ),
          );
        }
        const problems = found.filter((it) => it.is === 'problem');
        const changes = withoutSharing(found.filter((it) => it.is === 'change'));
        plan = {
          ...{ id: ++lastPlanId, target, fields },
          files: [...problems, ...changes],
          sameCount: found.filter((it) => it.is === 'same').length,
        };
        return {
          ...{ planId: plan.id, target, sameCount: plan.sameCount },
          changedCount: changes.length,
          problemCount: problems.length,
          turnsKept: kept.size,
          backupBytes: target === 'embedded' ? changes.reduce((sum, it) => sum + it.sizeBytes, 0) : 0,
        };
      }),
    /** @throws Failure 'stale' when another plan was made since */
    planned: (planId: number, offset: number, limit: number): PlannedFile[] =>
      planOf(planId)
        .files.slice(offset, offset + limit)
        .map((it) => ({
          photoId: it.file.photoId,
          path: it.path,
          ...(it.is === 'problem'
            ? { isNew: false, changes: [], problem: it.problem }
            : { isNew: it.beforeSha === undefined, changes: [...it.changes] }),
        })),
    /** Writes what was planned. @throws Failure 'stale', 'refused', or 'disk-full' when the originals find no room */
    write: (planId: number): Promise<WriteResult> =>
      alone(async (signal) => {
        const { target, fields, files } = planOf(planId);
        const changes = files.filter((it) => it.is === 'change');
        if (target === 'embedded') await checkRoom(changes.reduce((sum, it) => sum + it.sizeBytes, 0));
        plan = undefined;
        const writeId = journal.begin(target, fields, now());
        const problems: WriteResult['problems'] = [];
        let done = 0;
        try {
          for (const it of changes) {
            if (signal.aborted) break;
            tell('writing', done, changes.length);
            try {
              await writeFile(it, { tool, identifier, journal, target, writeId, backups });
            } catch (error) {
              if (!(error instanceof Failure)) throw error;
              problems.push({ photoId: it.file.photoId, path: it.path, problem: reportOf(error) });
              // The next file would meet the same.
              if (error.kind === 'disk-full' || error.kind === 'unavailable') break;
            }
            done += 1;
          }
        } finally {
          journal.end(writeId, now());
        }
        tellTurned(fields, journal.writtenOf(writeId));
        const writtenCount = journal.writtenOf(writeId).length;
        return {
          ...(writtenCount > 0 && { writeId }),
          ...{ writtenCount, isCancelled: signal.aborted, problems },
        };
      }),
    /** The person's own caption; undefined takes it away again. */
    caption(photoIds: readonly number[], caption: string | undefined): void {
      const text = caption?.trim();
      db.transaction(() => {
        for (const photoId of photoIds) {
          deps.sources.caption(photoId, text === '' ? undefined : text);
          deps.texts.index(photoId);
        }
      });
      deps.onChanged(photoIds);
    },
    /** Ends what is under way after the file it is at. */
    cancel: (): void => running?.abort(new Failure('refused', 'It was cancelled.')),
    /** The newest first. */
    history: async (): Promise<PastWrite[]> =>
      Promise.all(
        journal.history().map(async (it) => ({
          ...it,
          backupBytes: it.target === 'embedded' ? await sizeOf(path.join(backups, String(it.id))) : 0,
        })),
      ),
    /** Puts every file of a write back, unless it was changed since. */
    undo: (writeId: number): Promise<WriteResult> =>
      alone(async (signal) => {
        const files = journal.writtenOf(writeId);
        const problems: WriteResult['problems'] = [];
        let undone = 0;
        for (const [done, it] of files.entries()) {
          if (signal.aborted) break;
          tell('undoing', done, files.length);
          try {
            await undoFile(it, journal, backups);
            undone += 1;
          } catch (error) {
            if (!(error instanceof Failure)) throw error;
            problems.push({ photoId: it.photoId, path: it.path, problem: reportOf(error) });
          }
        }
        tellTurned(['turn'], files);
        if (problems.length === 0 && !signal.aborted) {
          journal.setUndone(writeId, now());
          await fs.rm(path.join(backups, String(writeId)), { recursive: true, force: true });
        }
        return { writeId, writtenCount: undone, isCancelled: signal.aborted, problems };
      }),
    /** Throws away what undoing needs. */
    drop: (writeId: number): Promise<void> =>
      alone(async () => {
        journal.drop(writeId);
        await fs.rm(path.join(backups, String(writeId)), { recursive: true, force: true });
      }),
    async stop(): Promise<void> {
      running?.abort(new Failure('refused', 'The app is closing.'));
      clearTimeout(idle);
      // The file it is at is finished, unless ExifTool stands still (a drive that does not answer).
      if (!(await inTime(2_000, ended))) await tool.stop();
      await ended.catch(() => undefined);
      await recovered.catch(() => undefined);
      await Promise.all([tool.stop(), identifier.stop()]);
    },
  };

  /** One at a time: two would plan against each other's files. */
  async function alone<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (running !== undefined)
      throw new Failure('refused', 'Files are being read or written already: wait for it, or cancel it.');
    clearTimeout(idle);
    const controller = new AbortController();
    running = controller;
    const ending = (async () => {
      await recovered;
      return work(controller.signal);
    })();
    ended = ending;
    try {
      return await ending;
    } finally {
      running = undefined;
      toldMs = 0;
      // One that does not end when asked to has ended by itself, or ends with the app.
      idle = setTimeout(() => void tool.stop().catch(() => undefined), idleMs).unref();
      deps.onProgress({ is: 'idle', done: 0, total: 0 });
    }
  }

  function tell(is: WritingProgress['is'], done: number, total: number): void {
    if (now() - toldMs < 100) return;
    toldMs = now();
    deps.onProgress({ is, done, total });
  }

  /** They look as before, by other originals. */
  function tellTurned(fields: readonly WriteField[], files: readonly { readonly photoId: number }[]): void {
    if (fields.includes('turn') && files.length > 0) deps.onChanged([...new Set(files.map(({ photoId }) => photoId))]);
  }

  function planOf(planId: number): Plan {
    if (plan?.id !== planId) throw new Failure('stale', 'The files were read again since: look at the new preview.');
    return plan;
  }

  async function wantedFor(photoId: number, fields: readonly WriteField[]): Promise<Wanted> {
    const { rating, flag, caption, date, place } = journal.wordsOf(photoId);
    return {
      ...(fields.includes('tags') && { tags: await deps.tagPaths(photoId) }),
      ...(fields.includes('rating') && { rating: rating ?? 'none' }),
      ...(fields.includes('flag') && { flag: flag === undefined ? 'none' : { flag, isStarred: rating !== undefined } }),
      ...(fields.includes('caption') && { caption: caption ?? { is: 'none' } }),
      ...(fields.includes('date') && { date: date ?? 'none' }),
      ...(fields.includes('place') && { place: place ?? 'none' }),
    };
  }

  function ownOf(fileId: number, target: WriteTarget): OwnWords {
    return JSON.parse(journal.ownOf(fileId, target)) as OwnWords; // written by this part alone
  }

  async function checkRoom(bytes: number): Promise<void> {
    const { bavail, bsize } = await fs.statfs(db.folder);
    if (bavail * bsize < bytes + spareBytes)
      throw new Failure(
        'disk-full',
        "The originals of these files find no room on the library's disk: free some space, or write sidecars.",
      );
  }
}
export type LibraryWriting = ReturnType<typeof createWriting>;

/** Two copies of a photo in one folder may share `a.xmp`: it is written once. */
function withoutSharing<T extends { path: string }>(files: readonly T[]): T[] {
  return [...new Map(files.map((it) => [it.path, it])).values()];
}

async function sizeOf(folder: string): Promise<number> {
  const names = await fs.readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map(async (name) => (await fs.stat(path.join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
