import { expect, test } from 'vitest';
import { loadSharp, sharpEnvironment } from '../../../main/util/load-sharp.ts';

test('sharp is loaded once, with one thread a picture and no cache', async () => {
  const [first, second] = await Promise.all([loadSharp(), loadSharp()]);
  expect(second).toBe(first);
  expect(first.note).toBeUndefined();
  expect(first.sharp.concurrency()).toBe(1);
  expect(first.sharp.cache()).toMatchObject({ memory: { max: 0 }, items: { max: 0 } });
});

test('decoders that no format asks for are not there', async () => {
  const { sharp } = await loadSharp();
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
  await expect(sharp(svg).metadata()).rejects.toThrow('unsupported image format');
});

test('outside Electron nothing is added to the environment', () => {
  expect(sharpEnvironment()).toEqual({});
});
