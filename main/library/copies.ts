import fs from 'node:fs';
import path from 'node:path';
import type { CopiesList, Copy, CopyGroup, KeeperRule } from '../../preload/contract/copies.ts';
import type { FolderAt } from '../../preload/contract/folder.ts';
import { keeperFirst } from '../copies/keeper.ts';
import { createCopies } from '../db/copies.ts';
import { isNoRoom } from '../db/connect.ts';
import type { Looks } from '../db/looks.ts';
import type { Db } from '../db/open.ts';
import type { Vectors } from '../db/vectors.ts';
import type { Embedder } from '../embedder/host.ts';
import { matchAside } from './match-aside.ts';
import { createBreathing } from '../util/breathing.ts';
import { Failure } from '../util/failure.ts';
import { createReckoner } from './reckoner.ts';

export type LibraryCopies = ReturnType<typeof createLibraryCopies>;

/** A page is looked through by eye: the largest savings first. */
const mostGroups = 500;
const looksAtOnce = 32;

/**
 * Photos that show the same picture in other bytes: found in the background whenever photos came, kept, and listed.
 * Nothing is done to any of them here.
 */
export function createLibraryCopies(deps: {
  db: Db;
  looks: Looks;
  vectors: Pick<Vectors, 'thumbnail'>;
  embedder: Pick<Embedder, 'look'>;
  /** Photos are still coming in: they are compared when they have. */
  isBusy: () => boolean;
  /** Where the person would have the one that is kept. */
  preferredFolder: () => FolderAt | null;
  now: () => number;
  log: (line: string) => void;
  onChanged: (photoIds: readonly number[]) => void;
}) {
  const { db, looks, vectors, embedder, now, log } = deps;
  const copies = createCopies(db);
  let isStopped = false;
  const hasStopped = (): boolean => isStopped;
  let stopMatching: () => void = () => undefined;
  /** Photos up to this one were seen to have a look; undefined: all. What comes from now on brings its own. */
  let seenTo: number | undefined = 0;
  let isLooking = false;

  const reckoner = createReckoner({
    everyMs: 2_000,
    isNeeded: () => !deps.isBusy(),
    log,
    async reckon() {
      isLooking = true;
      try {
        await lookAtTheRest();
        await match();
      } catch (error) {
        if (isStopped) return;
        throw error;
      } finally {
        isLooking = false;
      }
    },
  });

  return {
    /** Photos came, or work has ended. */
    poke: reckoner.poke,
    /** Looks may be gone: the index or the cache was damaged. */
    again(): void {
      seenTo = 0;
      reckoner.poke();
    },
    settled: reckoner.settled,
    async list(rule: KeeperRule = 'proposed'): Promise<CopiesList> {
      const { breathe } = createBreathing();
      const groups = await copies.groups(breathe);
      const isMoreToCome = isLooking || copies.unmatchedCount() > 0 || deps.isBusy();
      return { ...(await listOf(groups, 'copies', rule, breathe)), isLooking: isMoreToCome };
    },
    /** Photos that look alike and were taken one after the other. */
    async series(rule: KeeperRule = 'proposed'): Promise<CopiesList> {
      return {
        ...(await listOf(copies.series(), 'series', rule, createBreathing().breathe)),
        isLooking: deps.isBusy(),
      };
    },
    /** Others go only while the file of the one that stays is there. @throws Failure 'offline', 'gone', 'not-found' */
    assertThere(photoId: number): void {
      const copy = copies.one(photoId);
      if (copy === undefined) throw new Failure('not-found', 'This photo is no longer in the library.');
      if (copy.isOffline) throw new Failure('offline', `${copy.name} is on a drive that is away.`);
      if (!fs.existsSync(path.join(copy.folder, copy.name))) throw new Failure('gone', 'The file is no longer there.');
    },
    /** The person's word: these are no copies of each other. Kept for ever, or taken back. */
    part(photoIds: readonly number[], isApart: boolean): void {
      db.transaction(() => copies.part(photoIds, isApart, now()));
      deps.onChanged(photoIds);
    },
    async stop(): Promise<void> {
      isStopped = true;
      stopMatching();
      await reckoner.stop();
    },
  };

  async function listOf(
    found: readonly number[][],
    of: 'copies' | 'series',
    rule: KeeperRule,
    breathe: () => Promise<void>,
  ): Promise<Omit<CopiesList, 'isLooking'>> {
    const preferred = deps.preferredFolder();
    const groups: { group: CopyGroup; spare: number }[] = [];
    for (const ids of found) {
      const there = ids.flatMap((id) => copies.one(id, preferred) ?? []);
      const group = there.length < 2 ? undefined : keeperFirst(there, of, rule);
      if (group !== undefined) groups.push({ group, spare: spareOf(group) });
      await breathe();
    }
    groups.sort((a, b) => b.spare - a.spare);
    return {
      groups: groups.slice(0, mostGroups).map(({ group }) => group),
      folders: withPreferred(foldersOf(groups.flatMap(({ group }) => group.copies)), preferred),
      groupCount: groups.length,
      spareCount: groups.reduce((sum, { group }) => sum + group.copies.length - 1, 0),
      spareBytes: groups.reduce((sum, { spare }) => sum + spare, 0),
    };
  }

  /** It can be chosen where nothing lies in it now: it is. */
  function withPreferred(folders: CopiesList['folders'], preferred: FolderAt | null): CopiesList['folders'] {
    const at = preferred === null ? undefined : copies.pathOf(preferred);
    if (preferred === null || at === undefined || folders.some((folder) => folder.path === at)) return folders;
    return [...folders, { place: preferred, path: at }];
  }

  /** Of photos that were embedded before there were looks: by their thumbnails. Nothing is read of the files again. */
  async function lookAtTheRest(): Promise<void> {
    while (!hasStopped() && !deps.isBusy() && seenTo !== undefined) {
      const slice = looks.lacking(seenTo);
      for (let at = 0; at < (slice?.ids.length ?? 0) && !hasStopped(); at += looksAtOnce) {
        const ids = slice?.ids.slice(at, at + looksAtOnce) ?? [];
        const seen = await Promise.all(ids.map(async (id) => ({ id, look: await lookOf(id) })));
        write(() => {
          for (const { id, look } of seen) if (look !== undefined) looks.put(id, look);
        });
      }
      seenTo = slice?.afterId;
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async function lookOf(id: number) {
    const jpeg = vectors.thumbnail(id);
    try {
      return jpeg && (await embedder.look(jpeg));
    } catch (error) {
      if (!isStopped) log(`copies: the thumbnail of photo ${id} can't be looked at: ${String(error)}`);
      return undefined;
    }
  }

  async function match(): Promise<void> {
    if (isStopped || !looks.hasUnmatched()) return;
    const matching = matchAside({
      libraryFile: path.join(db.folder, 'library.db'),
      indexFile: path.join(db.folder, 'index.db'),
      thumbnailsFile: path.join(db.folder, 'thumbnails.db'),
    });
    stopMatching = matching.stop;
    const found = await matching.found;
    const changed = new Set<number>();
    // Some at a time: a click is not to wait for all.
    for (const some of found) {
      if (hasStopped()) return;
      write(() => looks.keepMatches(some));
      for (const id of some.pairs) changed.add(id);
      await new Promise((resolve) => setImmediate(resolve));
    }
    if (changed.size > 0) deps.onChanged([...changed]);
  }

  /** What can't be written now is found again. */
  function write(work: () => void): void {
    try {
      db.transaction(work);
    } catch (error) {
      if (isNoRoom(error) === undefined) throw error;
      log(`copies: not kept: ${String(error)}`);
    }
  }
}

function spareOf({ copies: [, ...rest] }: CopyGroup): number {
  return rest.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

/** A list to choose from has no more. */
const mostFolders = 200;

function foldersOf(copies: readonly Copy[]): CopiesList['folders'] {
  const folders = new Map<string, CopiesList['folders'][number] & { count: number }>();
  for (const { folder: at, place } of copies) {
    const known = folders.get(at);
    if (known === undefined) folders.set(at, { place, path: at, count: 1 });
    else known.count += 1;
  }
  const sorted = [...folders.values()].sort((a, b) => b.count - a.count || (a.path < b.path ? -1 : 1));
  return sorted.slice(0, mostFolders).map(({ place, path: at }) => ({ place, path: at }));
}
