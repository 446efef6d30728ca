import type { WantedSize } from './format.ts';

/** More than this is never handed on, however narrow the picture: 16 megapixels are 48 MB of RGB. */
const maxDecodedPixels = 16 * 2 ** 20;

/**
 * The size to decode an upright picture to: as small as {@link WantedSize} allows, never enlarged, at least one pixel.
 * Only a strip longer than 256:1 comes out smaller than was asked for.
 */
export function targetSize(width: number, height: number, wanted: WantedSize): { width: number; height: number } {
  const long = Math.max(width, height);
  const short = Math.min(width, height);
  const asked = Math.min(1, Math.max(wanted.longEdge / long, wanted.shortEdge / short));
  const scale = Math.min(asked, Math.sqrt(maxDecodedPixels / (width * height)));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}
