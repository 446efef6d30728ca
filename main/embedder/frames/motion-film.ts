/** @file Runs in the embedder process: the bytes are not trusted. */
import fs from 'node:fs/promises';
import { type Container, containerOf } from '../../formats/video/containers.ts';
import { findMotion, type Motion } from '../../pipeline/find-motion.ts';

/** The film that was taken with a picture, and what kind of film it is. @returns undefined where there is none */
export async function findMotionFilm(
  picture: string,
): Promise<(Motion & { readonly container: Container }) | undefined> {
  const motion = await findMotion(picture);
  if (motion === undefined) return undefined;
  await using handle = await fs.open(motion.path);
  const head = Buffer.alloc(Math.min(4096, motion.lengthBytes));
  await handle.read(head, 0, head.length, motion.at);
  const container = containerOf(head);
  return container?.reads === 'boxes' ? { ...motion, container } : undefined;
}
