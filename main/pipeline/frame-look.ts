import type { Pixels } from '../formats/format.ts';

/** What a frame looks like from afar: enough to tell shots apart, and what is worth showing. */
export interface FrameLook {
  /** Mean colour of each cell of a grid, RGB 0..255: columns * rows * 3. */
  readonly cells: Float32Array;
  /** Mean brightness, and how far pixels are from it (standard deviation): 0..255. */
  readonly brightness: number;
  readonly contrast: number;
  /** Mean step between neighbours, 0..255: how sharp it is, and how much there is in it. */
  readonly detail: number;
}

const columns = 16;
const rows = 9;
/** Pixels looked at across: blur of fewer can't be seen in a grid. */
const across = 240;

export function lookOf({ data, width, height }: Pixels): FrameLook {
  const cells = new Float32Array(columns * rows * 3);
  const counts = new Uint32Array(columns * rows);
  const step = Math.max(1, Math.round(width / across));
  let [sum, squares, steps, count, pairs] = [0, 0, 0, 0, 0];
  for (let y = 0; y < height; y += step) {
    let before = -1;
    for (let x = 0; x < width; x += step) {
      const at = (y * width + x) * 3;
      const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
      const light = (r * 77 + g * 150 + b * 29) / 256; // ITU-R BT.601
      sum += light;
      squares += light * light;
      count += 1;
      if (before >= 0) {
        steps += Math.abs(light - before);
        pairs += 1;
      }
      before = light;
      const cell = Math.floor((y * rows) / height) * columns + Math.floor((x * columns) / width);
      counts[cell] = (counts[cell] ?? 0) + 1;
      cells[cell * 3] = (cells[cell * 3] ?? 0) + r;
      cells[cell * 3 + 1] = (cells[cell * 3 + 1] ?? 0) + g;
      cells[cell * 3 + 2] = (cells[cell * 3 + 2] ?? 0) + b;
    }
  }
  for (let at = 0; at < cells.length; at++) cells[at] = (cells[at] ?? 0) / Math.max(1, counts[Math.floor(at / 3)] ?? 0);
  const brightness = sum / Math.max(1, count);
  const contrast = Math.sqrt(Math.max(0, squares / Math.max(1, count) - brightness * brightness));
  return { cells, brightness, contrast, detail: steps / Math.max(1, pairs) };
}

/** Mean difference of their cells, 0..255: the same shot moves by a few, another one is 25 and more away. */
export function differenceOf(one: Pick<FrameLook, 'cells'>, other: Pick<FrameLook, 'cells'>): number {
  let sum = 0;
  for (let at = 0; at < one.cells.length; at++) sum += Math.abs((one.cells[at] ?? 0) - (other.cells[at] ?? 0));
  return sum / one.cells.length;
}

/** How far a frame is from the mix of two others, in cells: of a cross-fade between them next to nothing. */
export function distanceFromMix(frame: FrameLook, before: FrameLook, after: FrameLook): number {
  // The share of `after` in it by least squares, then what is left over.
  let [along, length] = [0, 0];
  for (let at = 0; at < frame.cells.length; at++) {
    const way = (after.cells[at] ?? 0) - (before.cells[at] ?? 0);
    along += ((frame.cells[at] ?? 0) - (before.cells[at] ?? 0)) * way;
    length += way * way;
  }
  const share = length === 0 ? 0 : along / length;
  if (share < 0.15 || share > 0.85) return Infinity; // it is one of the two
  let sum = 0;
  for (let at = 0; at < frame.cells.length; at++) {
    const mixed = (before.cells[at] ?? 0) * (1 - share) + (after.cells[at] ?? 0) * share;
    sum += Math.abs((frame.cells[at] ?? 0) - mixed);
  }
  return sum / frame.cells.length;
}
