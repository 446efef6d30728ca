import fs from 'node:fs';
import path from 'node:path';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import type { Scale } from './scale.ts';
import { seededRandom } from './statistics.ts';

/** The JPEGs that everything is measured with. @returns full paths, sorted */
export async function benchPhotos(scale: Scale): Promise<string[]> {
  const folder = scale.photos ?? path.join(scale.folder, `photos-12mp-${photoCount(scale)}`);
  if (scale.photos === undefined) await makePhotos(folder, photoCount(scale), scale.say);
  const files = fs
    .readdirSync(folder)
    .filter((name) => /\.jpe?g$/i.test(name))
    .sort()
    .map((name) => path.join(folder, name));
  if (files.length === 0) throw new Error(`there is no JPEG in ${folder}`);
  return files;
}

/**
 * Copies that are other photos to a library: a JFIF header with another density is put before the rest (it is part of what
 * makes a photo the photo it is), everything that is decoded is the same. Another run makes others again.
 */
export function copyAsOthers(files: readonly string[], folder: string, count: number): void {
  fs.mkdirSync(folder, { recursive: true });
  const random = seededRandom(Date.now());
  for (let at = 0; at < count; at++) {
    const bytes = fs.readFileSync(files[at % files.length]!);
    const header = Buffer.from('ffe000104a46494600010101000100010000', 'hex');
    for (const place of [12, 14]) header.writeUInt16BE(1 + Math.floor(random() * 0xfffe), place);
    const copy = Buffer.concat([bytes.subarray(0, 2), header, bytes.subarray(2)]);
    fs.writeFileSync(path.join(folder, `photo-${String(at).padStart(5, '0')}.jpg`), copy);
  }
}

function photoCount({ isQuick }: Scale): number {
  return isQuick ? 8 : 60;
}

const size = { width: 4000, height: 3000 };
/** Photos that share one ground: turned, mirrored and recoloured, so that no two are alike. */
const photosPerGround = 10;

async function makePhotos(folder: string, count: number, say: (line: string) => void): Promise<void> {
  const done = path.join(folder, 'complete');
  if (fs.existsSync(done)) return;
  say(`making ${count} photos of 12 megapixels`);
  fs.mkdirSync(folder, { recursive: true });
  const { sharp } = await loadSharp();
  for (let first = 0; first < count; first += photosPerGround) {
    const ground = await makeGround(first + 1);
    for (let at = first; at < Math.min(count, first + photosPerGround); at++) {
      const random = seededRandom(1000 + at);
      const picture = sharp(ground, { raw: { ...size, channels: 3 } })
        .flip(random() < 0.5)
        .flop(random() < 0.5)
        .modulate({ hue: Math.floor(random() * 360), saturation: 0.5 + random(), brightness: 0.8 + 0.4 * random() });
      // Every fourth is turned by its EXIF, as of a camera that was held upright.
      await picture
        .withExif({
          IFD0: { Make: 'Lumisift', Model: `Bench ${at % 3}`, ...(at % 4 === 3 && { Orientation: '6' }) },
          IFD2: { DateTimeOriginal: `2021:0${1 + (at % 9)}:1${at % 9} 12:00:00`, FocalLength: '35/1' },
        })
        .jpeg({ quality: 85 })
        .toFile(path.join(folder, `photo-${String(at).padStart(3, '0')}.jpg`));
    }
  }
  fs.writeFileSync(done, '');
}

/** Hills of several sizes with grain on them: about 3 MB as a JPEG, like a photo with leaves and sky in it. */
async function makeGround(seed: number): Promise<Buffer> {
  const octaves = [
    { cells: 5, height: 70 },
    { cells: 40, height: 40 },
    { cells: 300, height: 26 },
    { cells: 1500, height: 22 },
  ];
  const sum = new Float32Array(size.width * size.height * 3).fill(128);
  for (const [at, { cells, height }] of octaves.entries()) {
    const hills = await noise(cells, seed * 10 + at);
    for (let i = 0; i < sum.length; i++) sum[i] = sum[i]! + (hills[i]! / 127.5 - 1) * height;
  }
  return Buffer.from(Uint8ClampedArray.from(sum).buffer);
}

/** Random colours at the corners of `cells` cells, smooth in between. */
async function noise(cells: number, seed: number): Promise<Buffer> {
  const { sharp } = await loadSharp();
  const random = seededRandom(seed);
  const small = { width: cells, height: Math.ceil((cells * size.height) / size.width) };
  const values = Buffer.alloc(small.width * small.height * 3);
  for (let i = 0; i < values.length; i++) values[i] = Math.floor(256 * random());
  return sharp(values, { raw: { ...small, channels: 3 } })
    .resize({ ...size, fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
}
