import fs from 'node:fs/promises';
import path from 'node:path';
import type { WriteTarget } from '../../preload/contract/writing.ts';
import type { Turned, WritingJournal } from '../db/writing.ts';
import { readSidecarAside } from '../formats/sidecar-pool.ts';
import type { Turn } from '../formats/turn.ts';
import { Failure } from '../util/failure.ts';
import { flush, isRemoved, putInPlace, shaOf, temporaryBeside } from './bytes.ts';
import { readFields } from './fields.ts';
import { checkNames, keepAttributes } from './keep-attributes.ts';
import type { Identifier } from './identifier.ts';
import type { Planned } from './plan.ts';
import { planFile } from './plan-file.ts';
import type { Tool } from './tool.ts';

type Change = Extract<Planned, { is: 'change' }>;

export interface Writing {
  readonly tool: Tool;
  readonly identifier: Identifier;
  readonly journal: WritingJournal;
  readonly target: WriteTarget;
  readonly writeId: number;
  /** Where the originals of pictures are kept, so that a write can be undone. */
  readonly backups: string;
}

/**
 * [Note: How a file is written]
 * The new bytes are made in a copy beside the file, flushed, and put into its place by one rename, so that the file is
 * always the old or the new one. The journal has the row before anything is touched, with the hash of the old bytes and
 * what undoing needs, and the hash of the new ones before the rename: whatever ends the app, the next start sees by the
 * file's hash which of the two it is. Right before the rename the file is hashed once more; if another program has written
 * it since the plan was made, it stays as that program left it.
 * @throws Failure 'changed' when the file is not the one that was planned, 'disk-full', 'not-writable' or 'write-refused'
 */
export async function writeFile(it: Change, writing: Writing): Promise<void> {
  const { tool, journal, target, writeId } = writing;
  if ((await shaOf(it.path)) !== it.beforeSha) throw changed();
  const isNew = it.beforeSha === undefined;
  const stats = isNew ? undefined : await fs.stat(it.path);
  if (stats !== undefined) checkNames(stats.nlink);
  const backup = target === 'embedded' ? await backUp(it, writing) : undefined;
  const temporary = temporaryBeside(it.path);
  const turned = it.turn === undefined ? undefined : await turnedOf(it, it.turn, writing);
  const ownAfter = JSON.stringify({ ...it.ownAfter, turned: turned?.after });
  const id = journal.beginFile({
    writeId,
    fileId: it.file.fileId,
    photoId: it.file.photoId,
    path: it.path,
    temporary,
    beforeSha: it.beforeSha,
    beforeBytes: !isNew && target === 'sidecar' ? await fs.readFile(it.path) : undefined,
    backup,
    beforeMtimeMs: stats?.mtimeMs,
    ownBefore: JSON.stringify({ ...it.ownBefore, turned: turned?.before }),
    ownAfter,
  });
  try {
    if (!isNew) await fs.copyFile(it.path, temporary);
    const content = target === 'embedded' ? await contentOf(temporary, writing, it.wanted.orientation) : undefined;
    await tool.write(temporary, it.values);
    await check(it, temporary, content, writing);
    await flush(temporary);
    if (stats !== undefined) await keepAttributes(it.path, temporary);
    const afterSha = await shaOf(temporary);
    if (afterSha === undefined) throw new Failure('write-refused', 'The new file went away while it was made.');
    journal.made(id, afterSha);
    if ((await shaOf(it.path)) !== it.beforeSha) throw changed();
    if (!(await putInPlace(temporary, it.path, isNew))) throw changed();
  } catch (error) {
    if (await isRemoved(temporary)) {
      journal.cancelFile(id);
      if (backup !== undefined) await fs.rm(path.join(writing.backups, backup), { force: true });
    }
    throw asFailure(error);
  }
  journal.written(id, it.file.fileId, target, ownAfter);
}

export function changed(): Failure {
  return new Failure(
    'changed',
    'Another program has changed this file since it was read. Nothing was written into it.',
  );
}

/** What the file system says, in words. */
export function asFailure(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (error instanceof Failure || code === '') return error;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Failure('disk-full', 'The disk is full: free some space, then try again.', { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new Failure('not-writable', 'The file or its folder is read-only.', { cause: error });
  if (code === 'ENOENT') return new Failure('gone', 'The file is no longer there.', { cause: error });
  if (code === 'EBUSY') return new Failure('locked', 'The file is in use by another program.', { cause: error });
  return new Failure('io', `The file could not be written (${code}).`, { details: { code }, cause: error });
}

/** The copy says what was planned, and is the same picture. @throws Failure 'write-refused' */
async function check(
  { file, values, ownAfter, wanted }: Change,
  temporary: string,
  content: string | undefined,
  { tool, target, identifier }: Writing,
): Promise<void> {
  if (target === 'sidecar') await readSidecarAside('xmp', await fs.readFile(temporary));
  else if ((await identifier.contentOf(temporary)) !== content) throw refused('the picture itself would have changed');
  const left = planFile(await readFields(tool, temporary, target), wanted, ownAfter, target);
  if (left.changes.length === 0) return;
  const names = Object.keys(values).join(', ');
  throw refused(`${path.extname(file.path).slice(1) || 'this file'} does not take ${names}`);
}

/** What the library knows the photo by, with its turn in the file and without: it stays the photo it is, and is not turned twice. */
async function turnedOf(it: Change, turn: Turn, writing: Writing): Promise<{ before: Turned; after: Turned }> {
  const [old, made] = [await contentOf(it.path, writing), await contentOf(it.path, writing, it.wanted.orientation)];
  return {
    before: { from: made, content: old, file: 'turns no more', turn },
    after: { from: old, content: made, file: 'turns', turn },
  };
}

async function contentOf(file: string, { identifier }: Writing, orientation?: number): Promise<string> {
  const content = await identifier.contentOf(file, orientation);
  if (content === undefined) throw refused('it is damaged, and would become another photo');
  return content;
}

function refused(why: string): Failure {
  return new Failure('write-refused', `The file could not be written (${why}); it is as it was.`, { details: { why } });
}

/** @returns the name of the copy below `backups` */
async function backUp(it: Change, { backups, writeId }: Writing): Promise<string> {
  const name = path.join(String(writeId), `${it.file.fileId}${path.extname(it.path)}`);
  const copy = path.join(backups, name);
  try {
    await fs.mkdir(path.dirname(copy), { recursive: true });
    await fs.copyFile(it.path, copy);
    await flush(copy);
  } catch (error) {
    throw asFailure(error);
  }
  if ((await shaOf(copy)) !== it.beforeSha) throw changed();
  return name;
}
