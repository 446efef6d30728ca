import fs from 'node:fs/promises';
import path from 'node:path';
import type { PhotoDetails } from '../db/photo-details.ts';
import type { Embedder } from '../embedder/host.ts';
import { type PartTerm, partName, partSource, readPart } from '../search/part-term.ts';
import { Failure } from '../util/failure.ts';

const kept = 32;
/** Each is a picture to decode and a pass of the image tower: with more of them a question would take seconds. */
const mostRegions = 16;
const regionTerm = new RegExp(String.raw`photo:(\d{1,15})@${partSource}(?=\s|$)`, 'giu');

export interface Pictures {
  /**
   * A picture that was dropped or pasted becomes a term of a question.
   * @throws Failure with the reason why it is no picture
   */
  add(name: string, bytes: Uint8Array): Promise<{ pictureId: number; name: string; thumbnail: Uint8Array }>;
  /**
   * Unit vectors of the pictures and regions that a question names, by how they stand in its text.
   * @throws Failure 'not-found', 'offline', or 'bad-input' for too many of them
   */
  vectorsIn(text: string): Promise<Record<string, Float32Array>>;
  /** Another model answers from now on: its vectors are made when they are asked for. */
  modelChanged(): void;
}

/** Pictures that are part of a question: those from outside the library, and regions drawn on photos of it. */
export function createPictures(deps: { folder: string; embedder: Embedder; details: PhotoDetails }): Pictures {
  const { folder, embedder, details } = deps;
  /** The thumbnail is kept for another model: its vector is within a few thousandths of the picture's. */
  const dropped = new Map<number, { readonly thumbnail: Uint8Array; vector: Promise<Float32Array> | undefined }>();
  const regions = new Map<string, Promise<Float32Array>>();
  let nextId = 1;
  let generation = 0;

  return {
    async add(name, bytes) {
      const pictureId = nextId++;
      const before = generation;
      const { vector, thumbnail } = await embed(pictureId, bytes);
      forgetOldest(dropped);
      dropped.set(pictureId, { thumbnail, vector: before === generation ? Promise.resolve(vector) : undefined });
      return { pictureId, name, thumbnail };
    },
    vectorsIn,
    modelChanged() {
      generation += 1;
      regions.clear();
      for (const [id, { thumbnail }] of dropped) dropped.set(id, { thumbnail, vector: undefined });
    },
  };

  async function vectorsIn(text: string): Promise<Record<string, Float32Array>> {
    const before = generation;
    const found: Record<string, Float32Array> = {};
    for (const match of text.matchAll(/picture:(\d+)/gu)) {
      const vector = await vectorOf(Number(match[1]));
      if (vector !== undefined) found[match[0]] = vector;
    }
    const wanted = new Map([...text.matchAll(regionTerm)].flatMap(regionIn));
    if (wanted.size > mostRegions)
      throw new Failure('bad-input', `A question can hold up to ${mostRegions} parts of photos.`);
    for (const [name, part] of wanted) found[name] = await regionOf(name, part);
    // Vectors of two models can't be compared: what was made for the one before is made anew.
    return before === generation ? found : vectorsIn(text);
  }

  function vectorOf(pictureId: number): Promise<Float32Array> | undefined {
    const picture = dropped.get(pictureId);
    if (picture === undefined) return undefined;
    picture.vector ??= embed(pictureId, picture.thumbnail).then(
      ({ vector }) => vector,
      (error: unknown) => {
        picture.vector = undefined; // may be tried again
        throw error;
      },
    );
    return picture.vector;
  }

  async function embed(pictureId: number, bytes: Uint8Array) {
    const file = path.join(folder, `dropped-${process.pid}-${pictureId}`);
    await fs.writeFile(file, bytes);
    try {
      const { parts, thumbnail } = await embedder.embed(file, () => false);
      const vector = parts?.[0]?.vector;
      if (vector === undefined || thumbnail === undefined) throw new Error('a new picture was taken for a known one');
      return { vector, thumbnail };
    } finally {
      await fs.rm(file, { force: true });
    }
  }

  function regionOf(name: string, part: PartTerm): Promise<Float32Array> {
    // Of a photo that was turned since it is another part.
    const key = `${name} ${details.fileOf(part.photoId)?.turn ?? ''}`;
    const known = regions.get(key);
    if (known !== undefined) return known;
    const looking = look(part).catch((error: unknown) => {
      regions.delete(key); // may be tried again: a drive comes back
      throw error;
    });
    forgetOldest(regions);
    regions.set(key, looking);
    return looking;
  }

  async function look({ photoId, region, atMs }: PartTerm): Promise<Float32Array> {
    const file = details.fileOf(photoId);
    if (file === undefined) throw new Failure('not-found', 'This photo is no longer in the library.');
    if (file.isOffline)
      throw new Failure('offline', 'The drive or folder with this photo is not there now.', {
        details: { path: file.path },
      });
    return embedder.embedRegion(file.path, region, atMs, file.turn);
  }
}

/** The parser says what is wrong with a region that lies outside its photo; it is none here. */
function regionIn(match: RegExpExecArray): [string, PartTerm][] {
  const read = readPart(match.slice(2));
  if (read === undefined) return [];
  const part = { photoId: Number(match[1]), ...read };
  return [[partName(part), part]];
}

function forgetOldest<K>(map: Map<K, unknown>): void {
  const oldest = map.keys().next();
  if (map.size >= kept && !oldest.done) map.delete(oldest.value);
}
