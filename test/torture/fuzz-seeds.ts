import fs from 'node:fs';
import path from 'node:path';
import { loadSharp } from '../../main/util/load-sharp.ts';
import { encodeJxl } from '../fixtures/encode-jxl.ts';
import { makeMkv, makeMp4 } from '../fixtures/hostile-films.ts';
import { makeFilm } from '../fixtures/make-films.ts';
import { remuxFilm } from '../fixtures/mux-films.ts';
import { makers } from '../fixtures/raw/make-raw.ts';

const pictures = ['jpeg', 'png', 'webp', 'gif', 'avif', 'tiff', 'bmp', 'heic', 'jxl'] as const;
const raws = Object.keys(makers);
/** H.264 in QuickTime and MPEG-TS, Motion JPEG in the others. */
const films = ['mov', 'mkv', 'mp4', 'avi', 'ts'] as const;
const sidecars = ['xmp', 'json'] as const;
/** All that is fuzzed. */
export const formats: readonly string[] = [...pictures, ...raws, ...films, ...sidecars];

export function isSidecar(format: string): format is 'xmp' | 'json' {
  return format === 'xmp' || format === 'json';
}

/** A file of this format with bytes changed, cut, doubled or exchanged. @param shared where {@link makeSeeds} wrote */
export function fuzzed(shared: string, format: string, random: () => number): Buffer {
  return mutated(fs.readFileSync(path.join(shared, `seed.${format}`)), random);
}

function mutated(seed: Buffer, random: () => number): Buffer {
  let bytes = Buffer.from(seed);
  const at = () => Math.floor(random() * bytes.length);
  const changes = 1 + Math.floor(random() * 6);
  for (let change = 0; change < changes && bytes.length > 8; change++) {
    const kind = Math.floor(random() * 6);
    // Heads are where sizes and offsets are.
    const place = random() < 0.5 ? Math.floor(random() * Math.min(bytes.length, 400)) : at();
    if (kind === 0) bytes[place] = Math.floor(random() * 256);
    else if (kind === 1) bytes.fill(random() < 0.5 ? 0xff : 0, place, Math.min(bytes.length, place + 4));
    else if (kind === 2) bytes = bytes.subarray(0, Math.max(8, place));
    else if (kind === 3) bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(at()), bytes.subarray(place)]);
    else if (kind === 4) bytes.copy(bytes, place, at(), at() + 64);
    else bytes = Buffer.concat([bytes.subarray(0, place), bytes.subarray(Math.min(bytes.length, place + 16))]);
  }
  return bytes;
}

const fixtures = path.join(import.meta.dirname, '../fixtures');

/** A good file of every format, `seed.<format>`. */
export async function makeSeeds(shared: string): Promise<void> {
  const { sharp } = await loadSharp();
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description
    rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"><dc:subject><rdf:Bag>
    <rdf:li>grandma</rdf:li><rdf:li>cake</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>`;
  const pixels = Buffer.from(Uint8Array.from({ length: 160 * 120 * 3 }, (_, i) => (i * 7 + (i >> 5)) % 256));
  const picture = () =>
    sharp(pixels, { raw: { width: 160, height: 120, channels: 3 } })
      .withExif({
        IFD0: { ImageDescription: 'a cake', Make: 'Fuji' },
        IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' },
      })
      .withXmp(xmp)
      .withIccProfile('p3');
  const write = (format: string, bytes: Buffer) => fs.writeFileSync(path.join(shared, `seed.${format}`), bytes);
  for (const format of ['jpeg', 'png', 'webp', 'avif', 'tiff'] as const)
    write(format, await picture().toFormat(format).toBuffer());
  write(
    'gif',
    await sharp(pixels, { raw: { width: 160, height: 120, channels: 3 } })
      .gif()
      .toBuffer(),
  );
  write('bmp', bmpOf(pixels, 160, 120));
  write('heic', fs.readFileSync(path.join(fixtures, 'heic/cheers-1440x960.heic')));
  const rgba = await sharp(pixels, { raw: { width: 160, height: 120, channels: 3 } })
    .ensureAlpha()
    .raw()
    .toBuffer();
  write('jxl', await encodeJxl(rgba, 160, 120));
  const preview = { jpeg: await picture().jpeg().toBuffer(), width: 160, height: 120 };
  const thumbnail = await picture().resize(40, 30).jpeg().toBuffer();
  for (const [ending, make] of Object.entries(makers)) write(ending, make({ ...preview, thumbnail }));
  const frames = Array<Buffer>(30).fill(preview.jpeg);
  write('mp4', makeMp4(frames));
  write('mkv', makeMkv(frames));
  const mov = path.join(fixtures, 'films/castle-dog-kitchen.mov');
  write('mov', fs.readFileSync(mov));
  await remuxFilm(mov, path.join(shared, 'seed.ts'));
  await makeFilm(path.join(shared, 'seed.avi'), [{ picture: { r: 200, g: 90, b: 30 }, seconds: 3 }]);
  write('xmp', Buffer.from(xmp));
  write(
    'json',
    Buffer.from(
      JSON.stringify({
        title: 'a.jpg',
        description: 'cake',
        photoTakenTime: { timestamp: '1400000000' },
        geoData: { latitude: 51.5, longitude: 0.1, altitude: 3 },
        people: [{ name: 'grandma' }],
        url: 'u',
      }),
    ),
  );
}

function bmpOf(rgb: Buffer, width: number, height: number): Buffer {
  const head = Buffer.alloc(54);
  head.write('BM', 0, 'latin1');
  head.writeUInt32LE(54 + rgb.length, 2);
  head.writeUInt32LE(54, 10);
  head.writeUInt32LE(40, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(24, 28);
  head.writeUInt32LE(rgb.length, 34);
  return Buffer.concat([head, rgb]);
}
