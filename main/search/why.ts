/**
 * Why a photo matches: it is embedded again with one patch after the other made grey, and where the cosine with the
 * question falls, there lies what carried the match (occlusion sensitivity, Zeiler & Fergus 2014).
 * [Note: Patches of the heat map] are in docs/cutoff.md: 5 x 5 places, patches of 2 x 2 cells.
 */
export interface PatchGrid {
  /** Places in each direction. */
  readonly cells: number;
  /** Edge of the patch, in cells. */
  readonly patchCells: number;
}

export const patchGrid: PatchGrid = { cells: 5, patchCells: 2 };

/**
 * The photo with each patch made grey, the mean colour of the photo.
 * @param pixels size * size RGB, 8 bits, as the image tower takes them (uint8 NHWC)
 * @returns cells * cells pictures, one after the other, row by row
 */
export function occlusions(pixels: Uint8Array, size: number, { cells, patchCells }: PatchGrid = patchGrid): Uint8Array {
  if (pixels.length !== size * size * 3) throw new Error(`${pixels.length} values are not ${size} x ${size} RGB`);
  const all = new Uint8Array(cells * cells * pixels.length);
  const mean = meanColour(pixels);
  for (let place = 0; place < cells * cells; place++) {
    const picture = all.subarray(place * pixels.length, (place + 1) * pixels.length);
    picture.set(pixels);
    const [top, bottom] = extent(Math.floor(place / cells), cells, patchCells, size);
    const [left, right] = extent(place % cells, cells, patchCells, size);
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) picture.set(mean, (y * size + x) * 3);
  }
  return all;
}

/**
 * @param base cosine of the whole photo with the question
 * @param scores cosines of the {@link occlusions}, in their order
 * @returns cells * cells values 0..1, row by row; 1 is where it mattered most. All 0 when no patch mattered
 */
export function heatMap(base: number, scores: Float32Array): Float32Array {
  const falls = scores.map((score) => Math.max(0, base - score));
  const most = falls.reduce((a, b) => Math.max(a, b), 0);
  // 0.005 is what a patch of plain sky changes.
  if (most < 0.005) return new Float32Array(scores.length);
  return falls.map((fall) => fall / most);
}

/** A patch is centred on its cell and cut off at the border. */
function extent(cell: number, cells: number, patchCells: number, size: number): [number, number] {
  const edge = size / cells;
  const middle = (cell + 0.5) * edge;
  return [
    Math.max(0, Math.round(middle - (patchCells * edge) / 2)),
    Math.min(size, Math.round(middle + (patchCells * edge) / 2)),
  ];
}

function meanColour(pixels: Uint8Array): Uint8Array {
  const sums = [0, 0, 0];
  for (let i = 0; i < pixels.length; i++) sums[i % 3] = (sums[i % 3] ?? 0) + (pixels[i] ?? 0);
  return Uint8Array.from(sums, (sum) => (3 * sum) / pixels.length);
}
