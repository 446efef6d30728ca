/** @file Runs in the embedder process: the bytes are not trusted. */
import fs from 'node:fs/promises';
import { filmIn } from '../formats/live/motion.ts';
import { sourceOfFile } from '../formats/raw/source.ts';
import type { Stretch } from '../formats/video/film.ts';
import { filmBeside } from '../formats/live/film-of-picture.ts';

/** Where the film of a picture lies: in the file itself, or one beside it. */
export interface Motion extends Stretch {
  readonly path: string;
}

/**
 * The film that was taken with a picture: behind it in the same file (Google, Samsung), or beside it (Apple).
 * @returns undefined where there is none
 */
export async function findMotion(picture: string): Promise<Motion | undefined> {
  await using handle = await fs.open(picture);
  const inside = await filmIn(sourceOfFile(handle, (await handle.stat()).size));
  if (inside !== undefined) return { path: picture, at: inside.at, lengthBytes: inside.length };
  const beside = await filmBeside(picture);
  if (beside === undefined) return undefined;
  return { path: beside, at: 0, lengthBytes: (await fs.stat(beside)).size };
}
