import fs from 'node:fs/promises';
import path from 'node:path';
import type { Region } from '../../preload/contract/query.ts';
import type { PhotoDetails } from '../db/photo-details.ts';
import type { Embedder } from '../embedder/host.ts';
import { Failure } from '../util/failure.ts';

const kept = 32;

export interface Pictures {
  /**
   * A picture that was dropped or pasted becomes a term of a question.
   * @throws Failure with the reason why it is no picture
   */
  add(name: string, bytes: Uint8Array): Promise<{ pictureId: number; name: string; thumbnail: Uint8Array }>;
  /** Unit vectors of the pictures and regions that a question names, by how they stand in its text. */
  vectorsIn(text: string): Promise<Record<string, Float32Array>>;
}

/** Pictures that are part of a question: those from outside the library, and regions drawn on photos of it. */
export function createPictures(deps: { folder: string; embedder: Embedder; details: PhotoDetails }): Pictures {
  const { folder, embedder, details } = deps;
  const dropped = new Map<number, Float32Array>();
  const regions = new Map<string, Promise<Float32Array>>();
  let nextId = 1;

  return {
    async add(name, bytes) {
      const pictureId = nextId++;
      const file = path.join(folder, `dropped-${process.pid}-${pictureId}`);
      await fs.writeFile(file, bytes);
      try {
        const { vector, thumbnail } = await embedder.embed(file, () => false);
        if (vector === undefined || thumbnail === undefined) throw new Error('a new picture was taken for a known one');
        forgetOldest(dropped);
        dropped.set(pictureId, vector);
        return { pictureId, name, thumbnail };
      } finally {
        await fs.rm(file, { force: true });
      }
    },
    async vectorsIn(text) {
      const found: Record<string, Float32Array> = {};
      for (const match of text.matchAll(/picture:(\d+)/gu)) {
        const vector = dropped.get(Number(match[1]));
        if (vector !== undefined) found[match[0]] = vector;
      }
      for (const match of text.matchAll(/photo:(\d+)@([\d.]+),([\d.]+),([\d.]+),([\d.]+)/gu)) {
        const [x = 0, y = 0, w = 1, h = 1] = match.slice(2).map(Number);
        const name = `photo:${match[1]}@${x},${y},${w},${h}`;
        found[name] = await regionOf(name, Number(match[1]), { x, y, w, h });
      }
      return found;
    },
  };

  function regionOf(name: string, photoId: number, region: Region): Promise<Float32Array> {
    const known = regions.get(name);
    if (known !== undefined) return known;
    const looking = look(photoId, region).catch((error: unknown) => {
      regions.delete(name); // may be tried again: a drive comes back
      throw error;
    });
    forgetOldest(regions);
    regions.set(name, looking);
    return looking;
  }

  async function look(photoId: number, region: Region): Promise<Float32Array> {
    const file = details.fileOf(photoId);
    if (file === undefined) throw new Failure('not-found', 'This photo is no longer in the library.');
    if (file.isOffline)
      throw new Failure('offline', 'The drive or folder with this photo is not there now.', {
        details: { path: file.path },
      });
    return embedder.embedRegion(file.path, region);
  }
}

function forgetOldest<K>(map: Map<K, unknown>): void {
  const oldest = map.keys().next();
  if (map.size >= kept && !oldest.done) map.delete(oldest.value);
}
