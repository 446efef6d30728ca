import fs from 'node:fs/promises';
import path from 'node:path';
import type { FailureReport } from '../../preload/contract/failure.ts';
import type { WriteChange, WriteTarget } from '../../preload/contract/writing.ts';
import { readSidecarAside } from '../formats/sidecar-pool.ts';
import { type Turn, turnedTogether } from '../formats/turn.ts';
import { packagePart } from '../pipeline/photo-package.ts';
import { Failure, reportOf } from '../util/failure.ts';
import { isGone, shaOf } from './bytes.ts';
import { noFields, readFields } from './fields.ts';
import { checkNames } from './keep-attributes.ts';
import { type FilePlan, type OwnWords, planFile, type Wanted } from './plan-file.ts';
import type { Tool } from './tool.ts';

/** A photo's file, as the library knows it. */
export interface PhotoFile {
  readonly fileId: number;
  readonly photoId: number;
  readonly path: string;
  readonly format: string;
  readonly isOffline: boolean;
  /** Other files of the photo, wherever they are. */
  readonly copyCount: number;
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
      /** How the person turned the photo, which goes into the file. */
      readonly turn?: Turn | undefined;
      readonly values: FilePlan['values'];
      readonly changes: readonly WriteChange[];
      readonly ownBefore: OwnWords;
      readonly ownAfter: OwnWords;
    }
  | { readonly is: 'same'; readonly file: PhotoFile }
  | { readonly is: 'problem'; readonly file: PhotoFile; readonly path: string; readonly problem: FailureReport };

/**
 * Formats that are written into, of those whose pictures are known without their metadata, so that it makes no other photo.
 * [Note: Why content, not paths]
 */
const embeddable: ReadonlySet<string> = new Set(['jpeg', 'png', 'webp', 'jxl']);

/**
 * Whether a turn goes into the file: every program turns a JPEG as its EXIF says, and few do so with other formats. Copies of
 * the photo that are not written, or not there, would be another photo.
 */
export function takesTurn(file: PhotoFile, target: WriteTarget): boolean {
  return target === 'embedded' && file.format === 'jpeg' && file.copyCount === 0;
}

/**
 * Reads a file and says what would change in it. Nothing is touched.
 * @param turn how the person turned the photo, where that is to go into the file
 */
export async function planOne(
  tool: Tool,
  file: PhotoFile,
  target: WriteTarget,
  asked: Wanted,
  own: OwnWords,
  turn?: Turn,
): Promise<Planned> {
  let at = file.path;
  try {
    if (file.isOffline) throw new Failure('offline', 'The folder of this photo can not be reached now.');
    if (packagePart(file.path) !== 'free') throw inPackage();
    await fs.access(file.path);
    at = await targetOf(file, target);
    const beforeSha = await shaOf(at);
    const fields = beforeSha === undefined ? noFields : await fieldsOf(tool, at, target);
    const wanted: Wanted =
      turn === undefined ? asked : { ...asked, orientation: turnedTogether(fields.orientation, turn) };
    const { changes, values, ownAfter } = planFile(fields, wanted, own, target);
    if (changes.length === 0) return { is: 'same', file };
    await checkWritable(at, beforeSha === undefined);
    const sizeBytes = beforeSha === undefined ? 0 : (await fs.stat(at)).size;
    const made = { wanted, values, changes, ownBefore: own, ownAfter, turn };
    return { is: 'change', file, path: at, beforeSha, sizeBytes, ...made };
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
  // A link stays one.
  if (exact !== undefined) return realOf(path.join(folder, exact));
  const byStem = called(`${stem}.xmp`);
  const isAlone = !beside.some((one) => {
    const other = path.parse(one);
    return one !== base && other.name.toLowerCase() === stem.toLowerCase() && !/^\.(xmp|json|aae)$/i.test(other.ext);
  });
  return byStem !== undefined && isAlone ? realOf(path.join(folder, byStem)) : `${file.path}.xmp`;
}

/** One that leads nowhere is found missing by whoever reads it. */
function realOf(file: string): Promise<string> {
  return fs.realpath(file).catch(() => file);
}

async function fieldsOf(tool: Tool, at: string, target: WriteTarget) {
  // ExifTool takes a text for an empty sidecar; what is not XMP is left as it is.
  if (target === 'sidecar') await readSidecarAside('xmp', await fs.readFile(at));
  return readFields(tool, at, target);
}

/** The superuser may write anything: what is marked read-only is meant to stay as it is. */
async function checkWritable(at: string, isNew: boolean): Promise<void> {
  await fs.access(path.dirname(at), fs.constants.W_OK);
  if (isNew) return;
  await fs.access(at, fs.constants.W_OK);
  const { mode, nlink } = await fs.stat(at);
  if ((mode & 0o222) === 0) throw notWritable();
  checkNames(nlink);
}

/** Such a library knows its files by name, size and date; what it did not write itself it may take for damage. */
function inPackage(): Failure {
  return new Failure('not-writable', 'This photo lies in the library of another program: Lumisift only reads there.', {
    details: { code: 'package' },
  });
}

function notWritable(cause?: unknown): Failure {
  return new Failure('not-writable', 'The file or its folder is read-only.', { cause });
}
