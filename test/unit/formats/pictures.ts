import { formatIn, formatOf } from '../../../main/formats/index.ts';
import type { Decoded, Format, OpenFile } from '../../../main/formats/format.ts';
import { sourceOf } from '../../../main/formats/raw/source.ts';
import { loadSharp } from '../../../main/util/load-sharp.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

export const red: Rgb = [220, 30, 30];
export const green: Rgb = [30, 190, 40];
export const blue: Rgb = [40, 50, 210];
export const white: Rgb = [250, 250, 250];

/** Raw RGB of four coloured quarters: top left, top right, bottom left, bottom right. */
export function quarters(width: number, height: number, colours: readonly [Rgb, Rgb, Rgb, Rgb]): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const colour = colours[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)] ?? white;
      data.set(colour, (y * width + x) * 3);
    }
  return data;
}

export function fourColours(width: number, height: number): Uint8Array {
  return quarters(width, height, [red, green, blue, white]);
}

/** A picture with detail everywhere, the same each time. */
export function texture(width: number, height: number, seed = 1): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  let state = seed;
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const pixel = Math.floor(at / 3);
    const wave = Math.sin((pixel % width) / 9) * 60 + Math.cos(Math.floor(pixel / width) / 7 + (at % 3)) * 50;
    data[at] = 128 + wave + (state >>> 24) / 16;
  }
  return data;
}

export async function sharpOf(data: Uint8Array, width: number, height: number) {
  const { sharp } = await loadSharp();
  return sharp(data, { raw: { width, height, channels: 3 } });
}

export async function jpegOf(data: Uint8Array, width: number, height: number): Promise<Buffer> {
  return (await sharpOf(data, width, height)).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
}

export function open(bytes: Uint8Array, path = '/photos/a.jpg'): OpenFile {
  return { path, bytes: Buffer.from(bytes), modifiedAtMs: Date.UTC(2021, 5, 1) };
}

export function formatFor(bytes: Uint8Array): Format {
  const format = formatOf(bytes.subarray(0, 4096));
  if (!format) throw new Error('no format knows these bytes');
  return format;
}

export const large = { longEdge: 640, shortEdge: 256 };

export function decode(bytes: Uint8Array, wanted = large): Promise<Decoded> {
  return formatFor(bytes).decode(open(bytes), wanted);
}

/** Mean colour of a few pixels about a point given as parts of width and height. */
export function colourAt({ pixels }: Decoded, across: number, down: number): Rgb {
  const x = Math.min(pixels.width - 1, Math.floor(across * pixels.width));
  const y = Math.min(pixels.height - 1, Math.floor(down * pixels.height));
  const at = (y * pixels.width + x) * 3;
  return [pixels.data[at] ?? -1, pixels.data[at + 1] ?? -1, pixels.data[at + 2] ?? -1];
}

export function distance(a: Rgb, b: Rgb): number {
  return Math.max(...a.map((level, channel) => Math.abs(level - (b[channel] ?? 0))));
}

/** A RAW file as it is opened: what is needed of it was taken out. @throws Failure with the reason */
export async function taken(bytes: Buffer) {
  const source = sourceOf(bytes);
  const format = await formatIn(source);
  if (format?.take === undefined) throw new Error(`not a RAW: ${format?.id}`);
  const file = { ...open(bytes.subarray(0, 4096), '/photos/a.raw'), taken: await format.take(source) };
  return { format, file, decode: () => format.decode(file, large) };
}
