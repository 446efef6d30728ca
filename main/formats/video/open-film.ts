/** @file Runs in the embedder process: the bytes are not trusted. */
import fs from 'node:fs/promises';
import { Failure } from '../../util/failure.ts';
import { refusals } from '../refusals.ts';
import { openAvi } from './avi.ts';
import { closedBook } from './closed-book.ts';
import { readClosedHead } from './closed-head.ts';
import type { Container } from './containers.ts';
import type { Film, Stretch } from './film.ts';
import { reasonOf } from './reason-of.ts';
import { openWithMediabunny } from './with-mediabunny.ts';

/**
 * Opens a film. One of a kind that nothing here reads is a film of which only what its beginning tells is known.
 * @param stretch of the file that is the film; absent: all of it
 * @throws Failure where it is no film, or too little of it is there
 */
export async function openFilm(path: string, container: Container, stretch?: Stretch): Promise<Film> {
  if (container.reads === undefined)
    return { ...closedBook(container.name), ...(await readClosedHead(path, container)) };
  try {
    return container.reads === 'chunks' ? await openAvi(path) : await openWithMediabunny(path, container, stretch);
  } catch (error) {
    if (error instanceof Failure) throw error;
    const { size } = await fs.stat(path);
    const reason = reasonOf(error);
    // Its index is written last: what was cut off in the middle has none.
    if (/end of file|out of bounds|unexpected end|moov|unrecognizable/i.test(reason)) throw refusals.truncated(size);
    throw refusals.corrupt(container.name, reason, error);
  }
}
