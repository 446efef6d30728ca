/** @file Runs in the searcher process. */
import { decodeHalf } from '../util/half.ts';
import { meanDirection } from '../util/mean-direction.ts';
import type { ReadLibrary } from './read-library.ts';

/** Vectors of photos as they are stored, unit length. */
export interface StoredVectors {
  /**
   * The one of a picture; of a film that of a part, or of the whole: the mean of its parts. The array may be another photo's
   * at the next call.
   */
  vectorOf(photoId: number, part?: number): Float32Array | undefined;
  /** Of many photos at once: the part that is named for each, else the only one. The arrays are the caller's. */
  vectorsOf(photoIds: Iterable<number>, parts: ReadonlyMap<number, number>): (Float32Array | undefined)[];
  /**
   * All parts, in their order: one of a photo, or that and the moments of its film; none where it is not embedded. The
   * arrays are the caller's.
   */
  partsOf(photoId: number): Float32Array[];
}

export function createStoredVectors(
  library: Pick<ReadLibrary, 'parts' | 'partsOfWhole' | 'part' | 'someParts'>,
  dim: number,
): StoredVectors {
  const one = new Float32Array(dim);

  return {
    partsOf: (photoId) => library.parts(photoId).map(decoded),
    vectorsOf(photoIds, parts) {
      const wanted = Array.from(photoIds, (id) => [id, parts.get(id) ?? 0] as const);
      const halves = library.someParts(wanted);
      return wanted.map((_, at) => {
        const half = halves.get(at);
        return half && decoded(half);
      });
    },
    vectorOf(photoId, part) {
      const halves = part === undefined ? library.partsOfWhole(photoId) : [];
      if (halves.length > 1) return meanDirection(halves.map(decoded));
      const half = part === undefined ? halves[0] : library.part(photoId, part);
      if (half === undefined) return undefined;
      decodeHalf(half, one);
      return one;
    },
  };

  function decoded(half: Uint8Array): Float32Array {
    const vector = new Float32Array(dim);
    decodeHalf(half, vector);
    return vector;
  }
}
