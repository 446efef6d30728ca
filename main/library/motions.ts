import fs from 'node:fs/promises';
import type { PhotoDetails } from '../db/photo-details.ts';
import type { createStacks } from '../db/stacks.ts';
import type { Embedder } from '../embedder/host.ts';
import type { Motion } from '../pipeline/find-motion.ts';
import { Failure } from '../util/failure.ts';

/** A film is asked for in several pieces, one soon after the other. */
const mostKept = 16;

/** The films that were taken with pictures: Live Photos and motion photos. */
export function createMotions(deps: {
  details: Pick<PhotoDetails, 'fileOf' | 'get'>;
  embedder: Pick<Embedder, 'motion'>;
  stacks: Pick<ReturnType<typeof createStacks>, 'kindOf' | 'partsOf'>;
}) {
  const { details, embedder, stacks } = deps;
  const kept = new Map<string, Promise<Motion | undefined>>();

  return {
    /** Where the film of a photo lies. @throws Failure 'not-found' where it has none, or its file is not there */
    async of(photoId: number): Promise<Motion> {
      const found = (await ofFile(photoId)) ?? (await ofStack(photoId));
      if (found === undefined) throw new Failure('not-found', 'This photo has no film.');
      return found;
    },
  };

  async function ofFile(photoId: number): Promise<Motion | undefined> {
    const file = details.fileOf(photoId);
    const stats = file && !file.isOffline ? await fs.stat(file.path).catch(() => undefined) : undefined;
    if (file === undefined || stats === undefined) return undefined;
    const key = `${file.path}\n${stats.mtimeMs}\n${stats.size}`;
    const known = kept.get(key) ?? embedder.motion(file.path);
    kept.delete(key);
    kept.set(key, known);
    // What failed is tried again.
    known.catch(() => kept.delete(key));
    const [oldest] = kept.keys();
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
    return known;
  }

  /** A film that is a photo of its own, and known by its name and clock. */
  async function ofStack(photoId: number): Promise<Motion | undefined> {
    if (stacks.kindOf(photoId) !== 'live') return undefined;
    for (const id of stacks.partsOf([photoId])) {
      const file = details.get(id)?.kind === 'video' ? details.fileOf(id) : undefined;
      const stats = file && !file.isOffline ? await fs.stat(file.path).catch(() => undefined) : undefined;
      if (file !== undefined && stats !== undefined) return { path: file.path, at: 0, lengthBytes: stats.size };
    }
    return undefined;
  }
}
