import { avif } from './avif.ts';
import { bmp } from './bmp.ts';
import type { Format } from './format.ts';
import { gif } from './gif.ts';
import { heic } from './heic.ts';
import { jpeg } from './jpeg.ts';
import { png } from './png.ts';
import { tiff } from './tiff.ts';
import { webp } from './webp.ts';

/** Every format, asked in this order which of them a file is. */
export const formats: readonly Format[] = [jpeg, png, webp, gif, avif, heic, tiff, bmp];

/** @param head the first 4,096 bytes of a file, or fewer */
export function formatOf(head: Uint8Array): Format | undefined {
  return formats.find((format) => format.matches(head));
}

/** Files to look at, lower case, without the dot. A file without one of these is left alone. */
export const extensions: ReadonlySet<string> = new Set(formats.flatMap((format) => format.extensions));
