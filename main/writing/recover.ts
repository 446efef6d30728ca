import fs from 'node:fs/promises';
import path from 'node:path';
import type { WritingJournal } from '../db/writing.ts';
import { removeTemporary, shaOf } from './bytes.ts';

/**
 * After a start: what was cut short in the middle is known by the hash of the file, and what lies around of it is cleared
 * away. [Note: How a file is written]
 */
export async function recover(journal: WritingJournal, backups: string, nowMs: number): Promise<void> {
  for (const it of journal.open()) {
    const sha = await shaOf(it.path).catch(() => 'unreadable');
    // On a drive that is away nothing can be known yet: the next start looks again.
    if (sha === undefined && !(await isThere(path.dirname(it.path)))) continue;
    await removeTemporary(it.temporary);
    if (it.afterSha !== undefined && sha === it.afterSha) {
      if (it.state === 'writing') journal.written(it.id, it.fileId, it.target, it.ownAfter);
      else journal.settle(it.id, 'written');
    } else if (sha === it.beforeSha) {
      if (it.state === 'undoing') journal.undone(it);
      else {
        journal.cancelFile(it.id);
        if (it.backup !== undefined) await fs.rm(path.join(backups, it.backup), { force: true });
      }
    } else
      journal.settle(it.id, 'lost', {
        kind: 'changed',
        message: 'Another program changed this file while it was written.',
      });
  }
  journal.endOpen(nowMs);
}

async function isThere(folder: string): Promise<boolean> {
  return fs.access(folder).then(
    () => true,
    () => false,
  );
}
