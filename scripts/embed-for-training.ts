/**
 * @file Embeds photos with the starter's image tower, decoded and prepared as the app does it, for training its text tower.
 *
 *   node scripts/embed-for-training.ts LIST OUT.f32 [RESIZE_TO] [mirrored]
 *
 * LIST names one photo a line. OUT gets 512 float32 for each, in that order. RESIZE_TO other than 256 shows more or less
 * of the photo.
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { openFile } from '../main/embedder/embed-file.ts';
import { openImageTower } from '../main/models/open-image-tower.ts';
import { starter } from '../main/models/starter.ts';
import { preprocess, wantedFor } from '../main/pipeline/preprocess.ts';
import { root } from './root.ts';

const [list, out, resizeTo = '256', mirrored] = process.argv.slice(2);
if (list === undefined || out === undefined)
  throw new Error('node scripts/embed-for-training.ts LIST OUT.f32 [RESIZE_TO] [mirrored]');

const spec = { ...starter.image.preprocess, resizeTo: Number(resizeTo) };
const values = spec.size * spec.size * 3;
const folder = path.join(root, 'resources/models', starter.id);
await using tower = await openImageTower(starter, folder, { provider: 'cpu', threads: 1 });

const file = openSync(out, 'w');
const photos = readFileSync(list, 'utf8').split('\n').filter(Boolean);
for (let first = 0; first < photos.length; first += starter.image.batchSize) {
  const some = photos.slice(first, first + starter.image.batchSize);
  const pixels = new Uint8Array(some.length * values);
  for (const [i, photo] of some.entries()) await prepare(photo, pixels.subarray(i * values, (i + 1) * values));
  const vectors = await tower.embedImages(pixels, some.length);
  writeSync(file, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
  if (first % 1000 === 0) console.log(`${first} of ${photos.length}`);
}
closeSync(file);

async function prepare(photo: string, input: Uint8Array): Promise<void> {
  const opened = await openFile(photo);
  const { pixels, width, height } = await opened.format.decode(opened.file, wantedFor(spec));
  await preprocess(pixels, spec, input, { width, height });
  if (mirrored !== undefined) mirror(input);
}

function mirror(rows: Uint8Array): void {
  const width = spec.size * 3;
  for (let start = 0; start < rows.length; start += width) {
    const row = rows.slice(start, start + width);
    for (let x = 0; x < width; x += 3) rows.set(row.subarray(x, x + 3), start + width - 3 - x);
  }
}
