import { avif } from './avif.ts';
import { bmp } from './bmp.ts';
import type { Format } from './format.ts';
import { gif } from './gif.ts';
import { heic } from './heic.ts';
import { jpeg } from './jpeg.ts';
import { jxl } from './jxl.ts';
import { png } from './png.ts';
import { rawFormats } from './raw/format.ts';
import { rawKindOf } from './raw/kinds.ts';
import type { Source } from './raw/source.ts';
import { tiff } from './tiff.ts';
import { containerById, containers } from './video/containers.ts';
import { webp } from './webp.ts';

/** Every format of pictures, asked in this order which of them a file is; then those of films are (video/containers.ts). */
export const formats: readonly Format[] = [jpeg, png, webp, gif, avif, heic, jxl, ...rawFormats, tiff, bmp];

/** @param head the first 4,096 bytes of a file, or fewer */
export function formatOf(head: Uint8Array): Format | undefined {
  return formats.find((format) => format.matches(head));
}

/** The same of a file: many RAW files begin as any TIFF does, and are told from one by what lies further back. */
export async function formatIn(source: Source): Promise<Format | undefined> {
  const raw = await rawKindOf(source);
  return raw === undefined ? formatOf(await source.read(0, 4096)) : formats.find(({ id }) => id === raw);
}

/** Files to look at, lower case, without the dot. A file without one of these is left alone. */
export const extensions: ReadonlySet<string> = new Set(
  [...formats, ...containers].flatMap((format) => format.extensions),
);

/** Whether the window shows the original of a picture, or plays that of a film, by itself. @param id as stored in the library */
export function isShownAsIs(id: string): boolean {
  const container = containerById(id);
  return container === undefined
    ? (formats.find((format) => format.id === id)?.isShownAsIs ?? false)
    : container.mediaType !== undefined;
}

/** Whether there are animations in this format, which the window plays. @param id as stored in the library */
export function hasAnimations(id: string): boolean {
  return formats.find((format) => format.id === id)?.isAnimated !== undefined;
}

/** As a response is labelled. @param id as stored in the library */
export function mediaTypeOf(id: string): string {
  return containerById(id)?.mediaType ?? `image/${id}`;
}
