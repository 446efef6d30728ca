import fs from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { lookOf } from '../../../main/copies/look.ts';
import { type Direction, overlapOf } from '../../../main/copies/overlap.ts';

const folder = path.join(import.meta.dirname, '../../../resources/sample-photos/outdoors');
const samples = fs
  .readdirSync(folder)
  .filter((name) => name.endsWith('.jpg'))
  .map((name) => path.join(folder, name));

/** A piece of a picture, by shares of its sides. */
async function piece(file: string, from: { left?: number; top?: number }, size: { width?: number; height?: number }) {
  const { width, height } = await sharp(file).metadata();
  const { data } = await sharp(file)
    .extract({
      left: Math.round(width * (from.left ?? 0)),
      top: Math.round(height * (from.top ?? 0)),
      width: Math.round(width * (size.width ?? 1)),
      height: Math.round(height * (size.height ?? 1)),
    })
    .resize(64, 64, { fit: 'fill' })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return lookOf(data).pixels;
}

test('a shot that goes on where the one before ends is told with its direction, or it is not sure', async () => {
  const found: (Direction | undefined)[] = [];
  for (const file of samples) {
    const left = await piece(file, { left: 0 }, { width: 0.6 });
    const right = await piece(file, { left: 0.36 }, { width: 0.6 });
    const above = await piece(file, { top: 0 }, { height: 0.6 });
    const below = await piece(file, { top: 0.36 }, { height: 0.6 });
    const told = [overlapOf(left, right), overlapOf(right, left), overlapOf(above, below), overlapOf(below, above)];
    found.push(...told);
    for (const [at, direction] of told.entries())
      expect([['right', 'left', 'down', 'up'][at], undefined]).toContain(direction);
  }
  expect(found.filter((direction) => direction === undefined).length).toBeLessThanOrEqual(2);
});

test('other motifs, the same picture, a step nearer and a swing of an eighth are no parts of a panorama', async () => {
  const looks = await Promise.all(samples.map((file) => piece(file, {}, {})));
  const pairs = looks.flatMap((one, at) => looks.slice(at).map((other) => overlapOf(one, other)));
  expect(pairs.filter((direction) => direction !== undefined)).toEqual([]);
  for (const [at, file] of samples.entries()) {
    const nearer = await piece(file, { left: 0.1, top: 0.1 }, { width: 0.8, height: 0.8 });
    expect(overlapOf(looks[at] ?? nearer, nearer)).toBeUndefined();
    const swung = [await piece(file, {}, { width: 0.8 }), await piece(file, { left: 0.1 }, { width: 0.8 })];
    expect(overlapOf(swung[0] ?? nearer, swung[1] ?? nearer)).toBeUndefined();
  }
  expect(overlapOf(new Uint8Array(4_608), new Uint8Array(4_608))).toBeUndefined();
});
