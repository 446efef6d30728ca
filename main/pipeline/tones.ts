/** @file Runs in the embedder process. */
import type { OpenFile, Format, Pixels } from '../formats/format.ts';

/** Larger pictures are made smaller before they are counted: 11 million pixels say what 100 million do. */
const longEdge = 4_096;

/**
 * How often each level of red, green, blue and luminance is there: 4 times 256 counts, one behind the other.
 * Luminance by the weights of ITU-R BT.709, of the values as they are stored.
 * @throws Failure where the picture can't be decoded
 */
export async function tonesOf({
  file,
  format,
}: {
  readonly file: OpenFile;
  readonly format: Format;
}): Promise<Uint32Array> {
  const { pixels } = await format.decode(file, { longEdge, shortEdge: 1 });
  return countTones(pixels);
}

/** @returns how often each of 256 levels is there of red, green, blue and luminance, one behind the other: 4 times 256 */
export function countTones({ data }: Pick<Pixels, 'data'>): Uint32Array {
  const counts = new Uint32Array(4 * 256);
  const count = (at: number) => void (counts[at] = (counts[at] ?? 0) + 1);
  for (let at = 0; at + 2 < data.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = [data[at], data[at + 1], data[at + 2]];
    count(red);
    count(256 + green);
    count(512 + blue);
    count(768 + Math.round(0.2126 * red + 0.7152 * green + 0.0722 * blue));
  }
  return counts;
}
