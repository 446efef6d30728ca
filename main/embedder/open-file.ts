/** @file Runs in the embedder process: the bytes are not trusted. */
import type { Stats } from 'node:fs';
import fs from 'node:fs/promises';
import type { Format, OpenFile } from '../formats/format.ts';
import { formatIn } from '../formats/index.ts';
import { type Turn, turnedFormat } from '../formats/turn.ts';
import { jpeg } from '../formats/jpeg.ts';
import { whyNotAPicture } from '../formats/not-a-picture.ts';
import { sourceOfFile } from '../formats/raw/source.ts';
import { type Container, containerOf } from '../formats/video/containers.ts';
import { drawClosedFilm } from '../pipeline/closed-film.ts';
import { Failure } from '../util/failure.ts';
import type { FilmPage } from './frames/film-page.ts';
import { stillOf } from './frames/still-of.ts';
import { findMotionFilm } from './frames/motion-film.ts';

export type Opened =
  | { readonly is: 'picture'; readonly file: OpenFile; readonly format: Format }
  /** Its bytes stay where they are. */
  | { readonly is: 'film'; readonly file: Pick<OpenFile, 'path' | 'modifiedAtMs'>; readonly container: Container };

/** Larger pictures are refused: they would be held in memory whole. */
const mostBytes = 1_000_000_000;

/** @throws Failure 'gone', 'no-permission', 'locked', 'io', 'empty', 'too-large', 'not-a-picture' or 'unsupported' */
export async function lookInto(filePath: string): Promise<Opened> {
  try {
    const { mtimeMs: modifiedAtMs } = await checkFile(filePath);
    await using handle = await fs.open(filePath);
    const { size } = await handle.stat();
    const source = sourceOfFile(handle, size);
    const format = await formatIn(source);
    const head = await source.read(0, 4096);
    const container = format === undefined ? containerOf(head) : undefined;
    if (container !== undefined) return { is: 'film', file: { path: filePath, modifiedAtMs }, container };
    if (format === undefined) throw whyNotAPicture(head);
    const is = 'picture';
    if (format.take !== undefined)
      return {
        is,
        file: { path: filePath, bytes: head, modifiedAtMs, taken: await format.take(source, filePath) },
        format,
      };
    if (size > mostBytes) throw tooLarge(size);
    return { is, file: { path: filePath, bytes: await handle.readFile(), modifiedAtMs }, format };
  } catch (error) {
    throw error instanceof Failure || !isOfSystem(error) ? error : readFailure(error);
  }
}

/** Reading a pipe or a device would never end. */
async function checkFile(filePath: string): Promise<Stats> {
  const stats = await fs.stat(filePath);
  if (!stats.isFile()) throw new Failure('not-a-picture', 'This is not a file but a folder, a pipe or a device.');
  return stats;
}

/** A file or its disk can't be read. */
export function isOfSystem(error: unknown): boolean {
  return error instanceof Error && 'code' in error && !String(error.code).startsWith('ERR_');
}

/**
 * The picture of a file; of a film, the one at a moment of it.
 * @param atMs of a film; absent: where it begins. Of a picture that was taken with a film: what that shows then
 * @param turn how the person turned it
 * @throws Failure as `lookInto`
 */
export async function openFile(
  filePath: string,
  page: FilmPage,
  atMs?: number,
  turn?: Turn,
): Promise<{ file: OpenFile; format: Format }> {
  const opened = await lookInto(filePath);
  if (opened.is === 'film') {
    const bytes = await stillOf(opened.file.path, opened.container, page, atMs ?? 0);
    return { file: { ...opened.file, bytes }, format: jpeg };
  }
  const { file, format } = opened;
  const film = atMs === undefined ? undefined : await findMotionFilm(filePath);
  if (atMs === undefined || film === undefined) return { file, format: turnedFormat(format, turn) };
  const bytes = await stillOf(film.path, film.container, page, atMs, film);
  return { file: { path: filePath, modifiedAtMs: file.modifiedAtMs, bytes }, format: turnedFormat(jpeg, turn) };
}

/** As `openFile`, for looking at: a film that nothing here decodes is drawn as one. */
export async function openToShow(
  filePath: string,
  page: FilmPage,
  turn?: Turn,
): Promise<{ file: OpenFile; format: Format }> {
  try {
    return await openFile(filePath, page, undefined, turn);
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== 'unseen-film') throw error;
    const { mtimeMs: modifiedAtMs } = await fs.stat(filePath);
    const bytes = await drawClosedFilm({ width: 1280, height: 720 });
    return { file: { path: filePath, modifiedAtMs, bytes }, format: jpeg };
  }
}

function tooLarge(sizeBytes: number): Failure {
  const gigabytes = (sizeBytes / 1e9).toFixed(1);
  return new Failure('too-large', `The file has ${gigabytes} GB; Lumisift reads up to 1 GB.`, {
    details: { gigabytes },
  });
}

function readFailure(error: unknown): Failure {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const options = { details: { code }, cause: error };
  if (code === 'ENOENT') return new Failure('gone', 'The file is no longer there.', options);
  if (code === 'EACCES' || code === 'EPERM')
    return new Failure('no-permission', 'The file may not be read: check its permissions.', options);
  if (code === 'EBUSY' || code === 'EAGAIN')
    return new Failure('locked', 'The file is in use by another program: close that one and try again.', options);
  return new Failure('io', `The file could not be read from its disk (${code || String(error)}).`, options);
}
