import path from 'node:path';
import { listCopies } from '../../../main/db/backups/copies.ts';
import { isGoodCopy } from '../../../main/db/backups/examine.ts';
import { openDatabases } from '../../../main/db/open.ts';
import type { Outcome } from '../family.ts';
import type { Interrupted, Scene } from './scene.ts';

/** Opens what was interrupted: it is sound, nothing is lost, each backup is a good one, and the second start has nothing to tell. */
export async function judgeScene(scene: Scene, given: Omit<Interrupted, 'db'>): Promise<Outcome> {
  const lost = (why: string): Outcome => ({ is: 'lost', why: `${scene.name}: ${why}` });
  const library = path.join(given.folder, 'library');
  let isMended: boolean;
  {
    using db = openDatabases({ folder: library });
    isMended = db.notices.length > 0;
    db.noticesTold();
    // A damaged page of what can be built again is met by whoever reads it, and nobody has yet.
    db.metDamage('index', false);
    for (const schema of ['main', 'idx', 'thumbs'])
      if (db.sql.pragma(`${schema}.integrity_check(1)`, { simple: true }) !== 'ok')
        return lost(`${schema} is damaged after opening`);
    if (db.sql.prepare('PRAGMA foreign_key_check').all().length > 0)
      return lost('rows point to rows that are not there');
    const why = await scene.judge({ ...given, db });
    if (why !== undefined) return lost(why);
  }
  for (const copy of listCopies(library)) if (!isGoodCopy(copy)) return lost(`the backup ${copy.name} is no good one`);
  using again = openDatabases({ folder: library });
  if (again.notices.length > 0) return lost(`told again at the next start: ${again.notices[0]?.message}`);
  return { is: isMended ? 'mended' : 'opened' };
}
