import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { benchPhotos } from '../shared/photos.ts';
import type { Scale } from '../shared/scale.ts';

export interface MadeFilm {
  readonly name: string;
  readonly file: string;
  readonly seconds: number;
}

/** How a phone records, and what an encoder's defaults make of a film that is shared. */
const kinds = [
  { name: 'of a camera: a key frame a second, 16 Mbit/s', args: '-preset veryfast -g 30 -bf 0 -b:v 16M -maxrate 20M -bufsize 20M' },
  { name: 'of a screen or an editor: a key frame in 250', args: '-preset medium -crf 23' },
]; // prettier-ignore

export function hasFfmpeg(): boolean {
  return spawnSync('ffmpeg', ['-version']).status === 0;
}

/** Films of photos that the camera goes over, five seconds each, with grain: 1080p, 30 frames a second, H.264 in MP4. */
export async function benchFilms(scale: Scale, seconds = scale.isQuick ? 20 : 120): Promise<readonly MadeFilm[]> {
  const photos = await benchPhotos(scale);
  const folder = path.join(scale.folder, `films-1080p-${seconds}`);
  fs.mkdirSync(folder, { recursive: true });
  return kinds.map(({ name, args }, at) => {
    const file = path.join(folder, `film-${at}.mp4`);
    if (!fs.existsSync(file)) {
      scale.say(`making a film ${name}`);
      const list = path.join(folder, 'photos.txt');
      const shown = Array.from({ length: seconds / 5 }, (_, i) => photos[i % photos.length] ?? '');
      fs.writeFileSync(list, [...shown, shown.at(-1)].map((it) => `file '${it}'\nduration 5`).join('\n'));
      const way =
        "scale=2304:1296:force_original_aspect_ratio=increase,fps=30,crop=1920:1080:'300*mod(t,5)/5':'150*mod(t,5)/5'";
      ffmpeg([
        ...['-f', 'concat', '-safe', '0', '-i', list, '-t', String(seconds)],
        ...['-vf', `${way},noise=alls=6:allf=t,format=yuv420p`, '-c:v', 'libx264', ...args.split(' ')],
        ...['-movflags', '+faststart', `${file}.part.mp4`],
      ]); // prettier-ignore
      fs.renameSync(`${file}.part.mp4`, file);
    }
    return { name, file, seconds };
  });
}

export function ffmpeg(args: readonly string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-y', '-loglevel', 'error', ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ffmpeg: ${stderr}`);
}
