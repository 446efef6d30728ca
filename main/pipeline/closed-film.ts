/** @file Runs in the embedder process. */
import { encodeJpeg, thumbnailLongEdge } from './thumbnail.ts';

const ground = [0x2b, 0x2e, 0x33] as const;
const film = [0x8a, 0x90, 0x99] as const;

/** The picture of a film that nothing here decodes: a piece of film with a triangle in it. JPEG, in the film's own shape. */
export function drawClosedFilm(size: { width: number; height: number }): Promise<Buffer> {
  const scale = thumbnailLongEdge / Math.max(size.width, size.height);
  const width = Math.max(64, Math.round(size.width * scale));
  const height = Math.max(64, Math.round(size.height * scale));
  const data = new Uint8Array(width * height * 3);
  const edge = Math.min(width, height) * 0.36;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [across, down] = [(x - width / 2) / edge, (y - height / 2) / edge];
      data.set(isFilm(across, down) ? film : ground, (y * width + x) * 3);
    }
  return encodeJpeg({ data, width, height }, { longEdge: thumbnailLongEdge, quality: 80 });
}

/** From its middle, in its heights. */
function isFilm(across: number, down: number): boolean {
  if (Math.abs(across) > 0.7 || Math.abs(down) > 0.5) return false;
  const isHole = Math.abs(Math.abs(across) - 0.57) < 0.06 && Math.abs(((down + 0.5) % 0.33) - 0.165) < 0.08;
  const isTriangle = across > -0.16 && across < 0.24 && Math.abs(down) < (0.24 - across) * 0.55;
  return !isHole && !isTriangle;
}
