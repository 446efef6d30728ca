import { crop as cropSchema, type Region } from '../../preload/contract/region.ts';
import type { Db } from './open.ts';

/** What the person left of photos. */
export function createCrops({ sql }: Pick<Db, 'sql'>) {
  const get = sql.prepare<[number], string | null>('SELECT own_crop FROM photos WHERE id = ?').pluck();
  const set = sql.prepare<[string | null, number]>('UPDATE photos SET own_crop = ? WHERE id = ?');
  return {
    of: (photoId: number): Region | undefined => readCrop(get.get(photoId)),
    set: (photoId: number, crop: Region | undefined): void => void set.run(crop ? writeCrop(crop) : null, photoId),
  };
}
export type Crops = ReturnType<typeof createCrops>;

/** @param text as its column has it. @returns undefined for none, and for what is none */
export function readCrop(text: string | null | undefined): Region | undefined {
  if (text === null || text === undefined) return undefined;
  const [x, y, w, h] = text.split(',').map(Number);
  return cropSchema.safeParse({ x, y, w, h }).data;
}

/** To a hundred-thousandth: less than a pixel of what cameras take. */
function writeCrop({ x, y, w, h }: Region): string {
  return [x, y, w, h].map((one) => Math.round(one * 100_000) / 100_000).join(',');
}
