import fs from 'node:fs/promises';
import path from 'node:path';
import type { FilingJournal, FilingStep } from '../db/filing.ts';
import { removeTemporary, shaOf } from '../writing/bytes.ts';
import { inodeOf } from './move-file.ts';
import { forgetInfo } from './trash.ts';

/**
 * After a start: what was cut short is known by where the file lies now, and what lies around of it is cleared away.
 * [Note: How a file is moved]
 */
export async function recoverFilings(journal: FilingJournal, nowMs: number): Promise<void> {
  for (const step of journal.open()) {
    // On a drive that is away nothing can be known yet: the next start looks again.
    if (!(await isThere(path.dirname(step.source))) && (await inodeOf(step.target ?? '')) === '') continue;
    if (step.kind === 'copy') await settleCopy(step, journal);
    else if (step.kind === 'folder') await settleFolder(step, journal);
    else await settleMove(step, journal);
  }
  journal.endOpen(nowMs);
}

async function settleMove(step: FilingStep, journal: FilingJournal): Promise<void> {
  const { id, kind, source, target, state } = step;
  const [before, after] = [await inodeOf(source), target === undefined ? '' : await inodeOf(target)];
  const [from, to] = state === 'undoing' ? [target, source] : [source, target];
  // One file under two names: the one that it leaves goes.
  const isBoth = before !== '' && before === after;
  if (isBoth && from !== undefined) await fs.unlink(from);
  const isAtSource = isBoth
    ? to === source
    : before !== '' && (step.inode === '' || before === step.inode || after === '');
  const isAtTarget = isBoth ? to === target : after !== '';
  if (isAtTarget) journal.done(id);
  else if (isAtSource && state === 'undoing') journal.undone(id);
  else if (isAtSource) journal.cancel(id);
  else if (kind === 'trash' && target === undefined) journal.done(id);
  else journal.lost(id);
  if (kind === 'trash' && target !== undefined && !isAtTarget) await forgetInfo(target);
}

async function settleCopy({ id, target, temporary, sha }: FilingStep, journal: FilingJournal): Promise<void> {
  if (temporary !== undefined) await removeTemporary(temporary);
  // What lies there may be somebody else's, made meanwhile.
  const isMade = sha !== undefined && target !== undefined && (await shaOf(target)) === sha;
  if (isMade) journal.done(id);
  else journal.cancel(id);
}

async function settleFolder({ id, target, state }: FilingStep, journal: FilingJournal): Promise<void> {
  const isMade = target !== undefined && (await isThere(target));
  if (isMade) journal.done(id);
  else if (state === 'undoing') journal.undone(id);
  else journal.cancel(id);
}

async function isThere(folder: string): Promise<boolean> {
  return fs.access(folder).then(
    () => true,
    () => false,
  );
}
