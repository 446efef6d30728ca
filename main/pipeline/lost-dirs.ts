import type { KnownFiles } from '../db/known-files.ts';
import type { SeenDir } from './walk.ts';

/** Directories that the library knows and that are gone, in a scan of the whole folder. */
export function* lostInWhole(
  known: KnownFiles,
  folderId: number,
  seenDirs: ReadonlyMap<string, SeenDir>,
): Generator<string> {
  const kept = [...seenDirs.values()].filter((seen) => seen.problem !== undefined && seen.problem !== 'gone');
  for (const dir of known.dirsUnder(folderId, '')) {
    const seen = seenDirs.get(dir);
    if (seen !== undefined && seen.problem !== 'gone') continue;
    if (!kept.some((it) => it.dir === '' || dir.startsWith(`${it.dir}/`))) yield dir;
  }
}

/** The same, where only some directories were looked at: what each of them no longer has. */
export function* lostInPart(
  known: KnownFiles,
  folderId: number,
  scopes: readonly string[],
  seenDirs: ReadonlyMap<string, SeenDir>,
): Generator<string> {
  for (const scope of scopes) {
    const seen = seenDirs.get(scope);
    if (seen === undefined) continue;
    if (seen.problem === 'gone') yield* known.dirsUnder(folderId, scope);
    if (seen.problem !== undefined) continue;
    const there = new Set(seen.subdirs);
    for (const name of known.childDirs(folderId, scope))
      if (!there.has(name)) yield* known.dirsUnder(folderId, scope === '' ? name : `${scope}/${name}`);
  }
}
