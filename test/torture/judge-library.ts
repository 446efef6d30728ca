import fs from 'node:fs';
import path from 'node:path';
import { openDatabases } from '../../main/db/open.ts';
import { Failure } from '../../main/util/failure.ts';
import type { Outcome } from './family.ts';
import { type Kept, readKept } from './precious-library.ts';
import { readPrecious } from './read-precious.ts';

/**
 * Opens a library that was attacked and says how that ended:
 * what the backup has and nobody changed since must be there; what came later is there, or it is told how much is not;
 * what is said of one thing is the newest of what was ever said of it; the databases are sound; a second start has nothing to mend.
 */
export function judgeLibrary({ folder, shared }: { folder: string; shared: string }): Outcome {
  const kept = readKept(shared);
  const before = fs.readFileSync(path.join(folder, 'library.db'));
  let found: Map<string, string>;
  let missingTold = 0;
  let noticeCount: number;
  try {
    using db = openDatabases({ folder });
    found = readPrecious(db.sql);
    noticeCount = db.notices.length;
    db.noticesTold();
    for (const { details } of db.notices) missingTold += Number(details?.['missing'] ?? 0);
    for (const schema of ['main', 'idx', 'thumbs'])
      if (db.sql.pragma(`${schema}.integrity_check(1)`, { simple: true }) !== 'ok')
        return { is: 'lost', why: `${schema} is damaged after opening` };
    if (db.sql.prepare('PRAGMA foreign_key_check').all().length > 0)
      return { is: 'lost', why: 'rows point to rows that are not there' };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (!fs.readFileSync(path.join(folder, 'library.db')).equals(before))
      return { is: 'lost', why: `refused (${error.message}), but library.db was changed` };
    return { is: 'told' };
  }
  const why = compare({ found, ...kept, missingTold, hasNotice: noticeCount > 0 });
  if (why !== undefined) return { is: 'lost', why };
  using again = openDatabases({ folder });
  if (again.notices.length > 0)
    return { is: 'lost', why: `told again at the next start: ${again.notices[0]?.message}` };
  return { is: noticeCount > 0 ? 'mended' : 'opened' };
}

function compare(
  given: Kept & {
    found: ReadonlyMap<string, string>;
    missingTold: number;
    hasNotice: boolean;
  },
): string | undefined {
  const { found, backedUp, between, newest, missingTold, hasNotice } = given;
  const changes = new Set<string>();
  for (const [key, value] of newest) {
    const is = found.get(key);
    if (is === value) continue;
    if (backedUp.get(key) === value) return `${key} is ${is ?? 'gone'}, though the backup has it as it was`;
    // It came or was changed after the backup.
    if (is !== undefined && is !== backedUp.get(key) && is !== between.get(key))
      return `${key} is ${is}, which it never was`;
    changes.add(changeOf(key));
  }
  for (const [key, value] of found)
    if (!newest.has(key) && backedUp.get(key) !== value && between.get(key) !== value)
      return `${key} ${value} was never there`;
  const missing = changes.size;
  if (missing > 0 && !hasNotice) return `${missing} newer things are missing in silence`;
  if (missing > missingTold && hasNotice) return `${missing} newer things are missing, and ${missingTold} were told`;
  return undefined;
}

/** What is told is how many changes are missing, and all that is said of a photo at a time is one. */
function changeOf(key: string): string {
  return key.replace(/^(rating|caption|favourite|hidden|own date|own place) /u, 'photo ');
}
