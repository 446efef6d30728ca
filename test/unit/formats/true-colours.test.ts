import { crc32, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { cicpOf } from '../../../main/formats/cicp.ts';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import { colourAt, decode, distance, type Rgb } from './pictures.ts';

const red: Rgb = [220, 20, 20];

async function plain([r, g, b]: Rgb) {
  const { sharp } = await loadSharp();
  return sharp({ create: { width: 32, height: 32, channels: 3, background: { r, g, b } } });
}

test.each(['srgb', 'p3'])('16 bits with the profile %s are the colours that 8 bits with it are', async (profile) => {
  const { sharp } = await loadSharp();
  const eight = await (await plain(red)).withIccProfile(profile).png().toBuffer();
  const { icc } = await sharp(eight).metadata();
  // The same numbers in 16 bits.
  const stored = await sharp(eight, { ignoreIcc: true }).toColourspace('rgb16').png().toBuffer();
  if (icc === undefined) throw new Error('no profile');
  const sixteen = withChunk(stored, 'iCCP', Buffer.concat([Buffer.from('p\0\0', 'latin1'), deflateSync(icc)]));
  expect((await sharp(sixteen).metadata()).depth).toBe('ushort');
  for (const bytes of [eight, sixteen])
    expect(distance(colourAt(await decode(bytes), 0.5, 0.5), red)).toBeLessThanOrEqual(2);
});

/** Behind the head, where chunks of colour stand. */
function withChunk(png: Buffer, type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(content.length);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return Buffer.concat([png.subarray(0, 33), chunk, png.subarray(33)]);
}

const hdr = async (colour: Rgb, primaries: number, transfer: number) =>
  colourAt(
    await decode(withChunk(await (await plain(colour)).png().toBuffer(), 'cICP', Buffer.of(primaries, transfer, 0, 1))),
    0.5,
    0.5,
  );

test('PQ is shown by its light: half of white paper is what it is in sRGB, lamps are nearly white', async () => {
  // Of 101.5 cd/m2, half of the 203 of white paper (BT.2408), PQ's number is 0.511.
  expect(distance(await hdr([130, 130, 130], 9, 16), [188, 188, 188])).toBeLessThanOrEqual(3);
  const [paper] = await hdr([148, 148, 148], 9, 16);
  const [lamp] = await hdr([192, 192, 192], 9, 16);
  expect(paper).toBeGreaterThan(220);
  expect(lamp).toBeGreaterThan(paper);
  expect(lamp).toBeLessThanOrEqual(255);
  expect(await hdr([0, 0, 0], 9, 16)).toEqual([0, 0, 0]);
  expect(await hdr([255, 255, 255], 9, 16)).toEqual([255, 255, 255]);
});

test('HLG too: its three quarters are white paper', async () => {
  const [paper] = await hdr([191, 191, 191], 9, 18);
  expect(paper).toBeGreaterThan(220);
  const [grey] = await hdr([128, 128, 128], 9, 18);
  expect(grey).toBeGreaterThan(120);
  expect(grey).toBeLessThan(180);
});

test('wide primaries without a profile become sRGB, sRGB stays as it is', async () => {
  // Display P3's number of sRGB (200, 60, 50).
  expect(distance(await hdr([185, 71, 59], 12, 13), [200, 60, 50])).toBeLessThanOrEqual(4);
  expect(await hdr([200, 60, 50], 1, 13)).toEqual([200, 60, 50]);
});

const box = (type: string, ...content: Buffer[]): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.reduce((sum, part) => sum + part.length, 0));
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...content]);
};
const nclx = (primaries: number, transfer: number) =>
  box('colr', Buffer.from('nclx'), Buffer.from([0, primaries, 0, transfer, 0, 9, 0x80]));

test('of an AVIF or HEIC the code points of its main picture count, not those of another item', () => {
  const ipma = Buffer.from([0, 0, 0, 0, 0, 0, 0, 2, 0, 7, 1, 1, 0, 9, 1, 0x82]);
  const meta = box(
    'meta',
    Buffer.alloc(4),
    box('pitm', Buffer.from([0, 0, 0, 0, 0, 9])),
    box('iprp', box('ipco', nclx(1, 8), nclx(9, 16)), box('ipma', ipma)),
  );
  const file = Buffer.concat([box('ftyp', Buffer.from('avif\0\0\0\0')), meta]);
  expect(cicpOf(file, undefined)).toEqual({ primaries: 9, transfer: 16 });
  for (let end = 0; end < file.length; end++) expect(() => cicpOf(file.subarray(0, end), undefined)).not.toThrow();
});

test('a profile may carry them', () => {
  const icc = Buffer.alloc(160);
  icc.writeUInt32BE(1, 128);
  icc.write('cicp', 132, 'latin1');
  icc.writeUInt32BE(144, 136);
  icc.writeUInt32BE(12, 140);
  icc.set([9, 16, 0, 1], 152);
  expect(cicpOf(Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0]), icc)).toEqual({ primaries: 9, transfer: 16 });
});
