import { expect, test } from 'vitest';
import { formatIn } from '../../../main/formats/index.ts';
import { sourceOf } from '../../../main/formats/raw/source.ts';
import { bareDng, bareSize } from '../../fixtures/raw/bare-dng.ts';
import { colourAt, large } from './pictures.ts';

const { width, height } = bareSize;

async function opened(whole: Buffer) {
  const source = sourceOf(whole);
  const format = await formatIn(source);
  if (format?.take === undefined) throw new Error('not taken for a RAW file');
  return {
    format,
    file: { path: '/a.dng', bytes: whole.subarray(0, 4096), modifiedAtMs: 0, taken: await format.take(source) },
  };
}

test('a RAW file without a preview is developed, says so, and stays the photo that it is', async () => {
  const whole = bareDng();
  const { format, file } = await opened(whole);
  expect(format.id).toBe('dng');
  expect(file.taken.from).toBe('developed');
  expect((await format.metadata(file)).isDeveloped).toBe(true);
  const decoded = await format.decode(file, large);
  expect([decoded.width, decoded.height]).toEqual([width, height]);
  expect(decoded.pixels.width).toBeGreaterThanOrEqual(640);
  const [left, right] = [colourAt(decoded, 0.25, 0.5), colourAt(decoded, 0.75, 0.5)];
  expect(left[0]).toBeGreaterThan(left[2] + 40);
  expect(right[2]).toBeGreaterThan(right[0] + 40);
  expect((await opened(whole)).file.taken.content).toEqual(file.taken.content);
});

test('it stands upright, by what the file says', async () => {
  const { format, file } = await opened(bareDng({ orientation: 6 }));
  const decoded = await format.decode(file, large);
  expect([decoded.width, decoded.height]).toEqual([height, width]);
  const [above, below] = [colourAt(decoded, 0.5, 0.25), colourAt(decoded, 0.5, 0.75)];
  expect(above[0]).toBeGreaterThan(above[2] + 40);
  expect(below[2]).toBeGreaterThan(below[0] + 40);
});

test('one that is cut short is told as such, and not developed', async () => {
  await expect(opened(bareDng({ missing: 100_000 }))).rejects.toMatchObject({ kind: 'truncated' });
});
