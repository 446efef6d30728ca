import type { Backups } from '../../preload/contract/backup.ts';
import type { FailureReport } from '../../preload/contract/failure.ts';
import { type Copy, listCopies } from '../db/backups/copies.ts';
import { changesSince, isBackupDue } from '../db/backups/due.ts';
import { hasFolders, readChanges, readContents } from '../db/backups/examine.ts';
import { makeCopy } from '../db/backups/make-copy.ts';
import { countDay } from '../db/days-of-use.ts';
import { keepLastKnown } from '../db/mending/last-known.ts';
import type { Db } from '../db/open.ts';
import { Failure, reportOf } from '../util/failure.ts';

export interface BackupsDeps {
  readonly db: Db;
  readonly now: () => number;
  readonly log: (line: string) => void;
  /** The disk is known to be full, and the person was told: no backup finds room either. */
  readonly isKnownFull?: () => boolean;
  /** A copy was made, or could not be. */
  readonly onChanged: () => void;
  readonly onTrouble: (why: FailureReport) => void;
  /** The copy shows that the library is damaged: it has to be opened anew, which mends it. */
  readonly onDamage: (why: FailureReport) => void;
}

/** A click is a change or two; what comes within this time goes into one look. */
const lookEveryMs = 30_000;
const firstLookMs = 10_000;

/** Backups while the library is open: made when they are due, in a thread of their own. */
export function createBackups(deps: BackupsDeps) {
  const { db, now, log } = deps;
  let making: Promise<Copy> | undefined;
  let madeAt: number | undefined;
  let known = '';
  let told = '';
  let isStopped = false;
  let timer = later(firstLookMs);

  return {
    list,
    /** @throws Failure `library-damaged`, `disk-full` or `read-only` */
    make: async (): Promise<Backups> => {
      await make();
      return list();
    },
    /** Looks whether one is due, and makes it. Resolves when it is made. */
    look,
    async stop(): Promise<void> {
      isStopped = true;
      clearTimeout(timer);
      await making?.catch(() => undefined);
    },
  };

  function list(): Backups {
    const copies = listCopies(db.folder);
    const [newest] = copies;
    const changes = readChanges(db.sql);
    return {
      isMaking: making !== undefined,
      changesLacking: newest === undefined ? 0 : changesSince(newest, changes),
      copies: copies.map(({ name, sizeBytes, facts }) => ({
        name,
        sizeBytes,
        ...(facts && { atMs: facts.atMs, checkedAtMs: facts.checkedAtMs, contents: facts.contents }),
      })),
    };
  }

  async function look(): Promise<void> {
    countDay(db, now());
    const changes = readChanges(db.sql);
    const text = JSON.stringify(changes);
    if (text !== known) keepLastKnown(db.folder, changes);
    known = text;
    const [newest] = listCopies(db.folder);
    const sinceLastMs = madeAt === undefined ? undefined : performance.now() - madeAt;
    const state = { newest, changes, hasPrecious: hasPrecious(), sinceLastMs, nowMs: now() };
    if (!isBackupDue(state) || deps.isKnownFull?.() === true) return;
    try {
      await make();
    } catch (error) {
      tellTrouble(reportOf(error));
    }
  }

  function hasPrecious(): boolean {
    const { photos: _, ...precious } = readContents(db.sql);
    return hasFolders(db.sql) || Object.values(precious).some((count) => count > 0);
  }

  /** Asked for twice, one is made. */
  function make(): Promise<Copy> {
    making ??= makeCopy(db.folder, now())
      .then((copy) => {
        told = '';
        log(`backup made: ${copy.name}`);
        return copy;
      })
      .catch((error: unknown) => {
        if (!(error instanceof Failure) || error.kind !== 'library-damaged') throw error;
        log(error.message);
        db.suspect();
        deps.onDamage(reportOf(error));
        throw error;
      })
      .finally(() => {
        making = undefined;
        madeAt = performance.now();
        deps.onChanged();
      });
    deps.onChanged();
    return making;
  }

  /** Once, not every half minute. */
  function tellTrouble(why: FailureReport): void {
    log(`backup failed: ${why.message}`);
    if (told === why.kind || why.kind === 'library-damaged') return;
    told = why.kind;
    deps.onTrouble(why);
  }

  function later(ms: number): NodeJS.Timeout {
    return setTimeout(() => {
      void look()
        .catch((error: unknown) => log(`backups: ${String(error)}`))
        .finally(() => {
          if (!isStopped) timer = later(lookEveryMs);
        });
    }, ms).unref();
  }
}
