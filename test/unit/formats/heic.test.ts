import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { decodeFile } from '../../../main/pipeline/decode.ts';
import { Failure } from '../../../main/util/failure.ts';
import { decodeInWorker } from '../../../main/formats/heic-pool.ts';
import { large, open } from './pictures.ts';

const file = new URL('../../fixtures/heic/cheers-1440x960.heic', import.meta.url);
const read = () => readFile(file);

test('HEIC is decoded in a worker, and several at once', async () => {
  const bytes = await read();
  const all = await Promise.all(Array.from({ length: 5 }, () => decodeFile(open(bytes, 'a.heic'), large)));
  for (const { format, decoded } of all) {
    expect(format.id).toBe('heic');
    expect([decoded.width, decoded.height]).toEqual([1440, 960]);
    expect([decoded.pixels.width, decoded.pixels.height]).toEqual([640, 427]);
    expect(Buffer.from(decoded.pixels.data)).toEqual(Buffer.from(all[0]?.decoded.pixels.data ?? []));
  }
  const levels = all[0]?.decoded.pixels.data ?? new Uint8Array();
  const [darkest, brightest] = levels.reduce<[number, number]>(
    ([low, high], level) => [Math.min(low, level), Math.max(high, level)],
    [255, 0],
  );
  expect(brightest - darkest).toBeGreaterThan(200);
});

test('irot in the file turns the picture', async () => {
  const bytes = await read();
  const upright = await decodeFile(open(bytes, 'a.heic'), large);
  const turned = withRotation(bytes, 1);
  const { decoded } = await decodeFile(open(turned, 'a.heic'), large);
  expect([decoded.width, decoded.height]).toEqual([960, 1440]);
  // A quarter turn against the clock: what was at the right is at the top.
  const at = (x: number, y: number) => (y * decoded.pixels.width + x) * 3;
  const { pixels } = upright.decoded;
  const there = (pixels.width - 1 - 20 + 100 * pixels.width) * 3;
  for (let channel = 0; channel < 3; channel++)
    expect(
      Math.abs((decoded.pixels.data[at(100, 20) + channel] ?? 0) - (pixels.data[there + channel] ?? 0)),
    ).toBeLessThan(40);
});

test('an Exif orientation counts only where the file does not turn the picture', async () => {
  const bytes = await read();
  const sizeOf = async (file: Buffer) => {
    const answer = await decodeInWorker({ bytes: file, maxPixels: 1e9, exifOrientation: 6 });
    return answer.is === 'decoded' ? [answer.width, answer.height] : answer.is;
  };
  expect(await sizeOf(bytes)).toEqual([960, 1440]);
  expect(await sizeOf(withRotation(bytes, 2))).toEqual([1440, 960]);
});

test('a HEIC of which little is there is refused, and how much is said', async () => {
  const bytes = await read();
  await expect(decodeFile(open(bytes.subarray(0, bytes.length * 0.02), 'a.heic'), large)).rejects.toMatchObject({
    kind: 'truncated',
    details: { percent: 2 },
  });
  await expect(decodeFile(open(bytes.subarray(0, bytes.length * 0.5), 'a.heic'), large)).rejects.toMatchObject({
    kind: 'truncated',
  });
});

test('a HEIC that lacks only its end is shown', async () => {
  const bytes = await read();
  expect((await decodeFile(open(bytes.subarray(0, bytes.length * 0.99), 'a.heic'), large)).decoded.width).toBe(1440);
});

test('damage never gives anything but a picture or a Failure, and the next file is decoded', async () => {
  const bytes = await read();
  let state = 7;
  for (let round = 0; round < 30; round++) {
    const damaged = Buffer.from(bytes);
    for (let i = 0; i < 12; i++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      damaged[(state >>> 8) % (round % 2 === 0 ? 600 : bytes.length)] = state & 255;
    }
    await decodeFile(open(damaged, 'a.heic'), large).catch((error: unknown) => {
      expect(error).toBeInstanceOf(Failure);
    });
  }
  expect((await decodeFile(open(bytes, 'a.heic'), large)).decoded.width).toBe(1440);
});

test('a decode can be called off', async () => {
  const bytes = await read();
  const stop = new AbortController();
  const decoding = decodeInWorker({ bytes, maxPixels: 1e9, exifOrientation: 1 }, stop.signal);
  stop.abort(new Error('called off'));
  await expect(decoding).rejects.toThrow('called off');
});

test('too many pixels are refused before they are decoded', async () => {
  expect(await decodeInWorker({ bytes: await read(), maxPixels: 1_000_000, exifOrientation: 1 })).toEqual({
    is: 'too-large',
    width: 1440,
    height: 960,
  });
});

/**
 * The fixture holds a picture and its thumbnail. The thumbnail's size box becomes an `irot` box, and the table of which
 * item has which properties (`ipma`) gives it to the picture; nothing changes its length.
 */
function withRotation(original: Buffer, quarterTurns: number): Buffer {
  const bytes = Buffer.from(original);
  const box = bytes.lastIndexOf('ispe');
  bytes.write('irot', box);
  bytes[box + 4] = quarterTurns;
  // item 1002: properties 1, 2, 4; item 1003: property 3. The high bit says that a reader must understand it.
  bytes.set([0x03, 0xea, 3, 0x81, 0x02, 0x84, 0x03, 0xed, 1, 0x83], bytes.indexOf('ipma') + 12);
  return bytes;
}
