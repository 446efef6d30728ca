import fs from 'node:fs/promises';
import path from 'node:path';
import { readJpegHead } from '../../../main/formats/raw/jpeg-head.ts';
import { sourceOf } from '../../../main/formats/raw/source.ts';
import { makers } from '../../fixtures/raw/make-raw.ts';

const rawBytes = 25_000_000;

/** The same photos as previews of NEF files, each as long as a camera's. @returns their paths */
export async function makeRaws(photos: readonly string[], folder: string): Promise<string[]> {
  const into = path.join(folder, 'raws');
  await fs.mkdir(into, { recursive: true });
  return await Promise.all(
    photos.map(async (photo, i) => {
      const jpeg = await fs.readFile(photo);
      const { width = 4000, height = 3000 } = (await readJpegHead(sourceOf(jpeg), 0)) ?? {};
      const bytes = makers['nef']?.({ jpeg, width, height, thumbnail: jpeg.subarray(0, 100), noise: i }) ?? jpeg;
      const file = path.join(into, `${i}.nef`);
      await fs.writeFile(file, bytes);
      await fs.truncate(file, bytes.length + rawBytes);
      return file;
    }),
  );
}
