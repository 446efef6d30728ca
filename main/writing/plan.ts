import fs from 'node:fs/promises';
import path from 'node:path';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { WriteChange, WriteTarget } from '../../preload/contract/writing.ts';
import { readSidecar } from '../formats/metadata/sidecar.ts';
import { formats } from '../formats/index.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { isGone, shaOf } from './bytes.ts';
import { noFields, readFields } from './fields.ts';
import { type FilePlan, type OwnWords, planFile, type Wanted } from './plan-file.ts';
import type { Tool } from './tool.ts';

/** A photo's file, as the library knows it. */
export interface PhotoFile {
  readonly fileId: number;
  readonly photoId: number;
  readonly path: string;
  readonly format: string;
  readonly isOffline: boolean;
}

/** What will be done to one file, made from the bytes with this hash and for no others. */
export type Planned =
  | {
      readonly is: 'change';
      readonly file: PhotoFile;
      /** The file that is written. */
      readonly path: string;
      /** SHA-256; undefined: it is new. */
      readonly beforeSha: string | undefined;
      readonly sizeBytes: number;
      readonly wanted: Wanted;
      readonly values: FilePlan['values'];
      readonly changes: readonly WriteChange[];
      readonly ownBefore: OwnWords;
      readonly ownAfter: OwnWords;
    }
  | { readonly is: 'same'; readonly file: PhotoFile }
  | { readonly is: 'problem'; readonly file: PhotoFile; readonly path: string; readonly problem: FailureReport };

/** Formats whose pictures are known without their metadata: writing into them makes no other photo. [Note: Why content, not paths] */
const embeddable: ReadonlySet<string> = new Set(formats.filter((it) => it.identity !== undefined).map((it) => it.id));

/** Reads a file and says what would change in it. Nothing is touched. */
export async function planOne(
  tool: Tool,
  file: PhotoFile,
  target: WriteTarget,
  wanted: Wanted,
  own: OwnWords,
): Promise<Planned> {
  let at = file.path;
  try {
    if (file.isOffline) throw new Failure('offline', 'The folder of this photo can not be reached now.');
    await fs.access(file.path);
    at = await targetOf(file, target);
    const beforeSha = await shaOf(at);
    const fields = beforeSha === undefined ? noFields : await fieldsOf(tool, at, target);
    const { changes, values, ownAfter } = planFile(fields, wanted, own, target);
    if (changes.length === 0) return { is: 'same', file };
    await checkWritable(at, beforeSha === undefined);
    const sizeBytes = beforeSha === undefined ? 0 : (await fs.stat(at)).size;
    return { is: 'change', file, path: at, beforeSha, sizeBytes, wanted, values, changes, ownBefore: own, ownAfter };
  } catch (error) {
    if (isGone(error))
      return { is: 'problem', file, path: at, problem: { kind: 'gone', message: 'The file is no longer there.' } };
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EACCES' || code === 'EPERM')
      return { is: 'problem', file, path: at, problem: reportOf(notWritable(error)) };
    if (code === 'EBUSY')
      return {
        is: 'problem',
        file,
        path: at,
        problem: { kind: 'locked', message: 'The file is in use by another program.' },
      };
    if (!(error instanceof Failure) && code === '') throw error;
    const problem =
      error instanceof Failure
        ? reportOf(error)
        : { kind: 'io' as const, message: `The file could not be read (${code}).` };
    return { is: 'problem', file, path: at, problem };
  }
}

/**
 * The file to write. A sidecar that is there already goes on: `a.jpg.xmp`, or `a.xmp` where no other file has this stem.
 * A new one is `a.jpg.xmp`, which digiKam and darktable use too, and which says of which file it speaks.
 */
async function targetOf(file: PhotoFile, target: WriteTarget): Promise<string> {
  if (target === 'embedded') {
    if (!embeddable.has(file.format))
      throw new Failure(
        'unsupported',
        `Lumisift does not write into ${file.format.toUpperCase()} files; a sidecar can be written beside them.`,
        {
          details: { format: file.format.toUpperCase() },
        },
      );
    // A link stays one.
    return await fs.realpath(file.path);
  }
  const folder = path.dirname(file.path);
  const { base, name: stem } = path.parse(file.path);
  const beside = await fs.readdir(folder);
  const called = (wanted: string) => beside.find((one) => one.toLowerCase() === wanted.toLowerCase());
  const exact = called(`${base}.xmp`);
  if (exact !== undefined) return path.join(folder, exact);
  const byStem = called(`${stem}.xmp`);
  const isAlone = !beside.some((one) => {
    const other = path.parse(one);
    return one !== base && other.name.toLowerCase() === stem.toLowerCase() && !/^\.(xmp|json|aae)$/i.test(other.ext);
  });
  return byStem !== undefined && isAlone ? path.join(folder, byStem) : `${file.path}.xmp`;
}

async function fieldsOf(tool: Tool, at: string, target: WriteTarget) {
  // ExifTool takes a text for an empty sidecar; what is not XMP is left as it is.
  if (target === 'sidecar') readSidecar('xmp', await fs.readFile(at));
  return readFields(tool, at, target);
}

/** The superuser may write anything: what is marked read-only is meant to stay as it is. */
async function checkWritable(at: string, isNew: boolean): Promise<void> {
  await fs.access(path.dirname(at), fs.constants.W_OK);
  if (isNew) return;
  await fs.access(at, fs.constants.W_OK);
  if (((await fs.stat(at)).mode & 0o222) === 0) throw notWritable();
}

function notWritable(cause?: unknown): Failure {
  return new Failure('not-writable', 'The file or its folder is read-only.', { cause });
}
