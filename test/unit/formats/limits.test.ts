import zlib from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { png } from '../../../main/formats/png.ts';
import { readExif } from '../../../main/formats/metadata/exif.ts';
import { readIptc } from '../../../main/formats/metadata/iptc.ts';
import { readSidecar } from '../../../main/formats/metadata/sidecar.ts';
import { readXmp } from '../../../main/formats/metadata/xmp.ts';
import { tamePng } from '../../../main/formats/tame-png.ts';
import { identify } from '../../../main/pipeline/identify.ts';
import { loadSharp } from '../../../main/util/load-sharp.ts';
import { Failure } from '../../../main/util/failure.ts';
import { hostileSidecars, packet } from '../../fixtures/hostile-sidecars.ts';

describe('a sidecar with', () => {
  test.each(Object.entries(hostileSidecars))('%s is read or refused in a time that grows with its size', (_, make) => {
    for (const size of [10, 100, 1_000, 10_000, 100_000]) {
      const { kind, bytes } = make(size);
      const { ms, outcome } = cpuOf(() => readSidecar(kind, bytes));
      if (outcome instanceof Error) {
        expect(outcome).toBeInstanceOf(Failure);
        expect(outcome.message).toMatch(/^This sidecar .*\. It is left as it is\.$/);
      }
      // Ten times what the slowest takes on a slow machine; CPU time, whatever else the machine does.
      expect(ms).toBeLessThan(5_000);
    }
  });
});

test('the sidecar that filled the heap is refused with what is wrong with it', () => {
  const { bytes } = hostileSidecars['a keyword of so many parts']?.(50_000) ?? { bytes: Buffer.alloc(0) };
  expect(() => readSidecar('xmp', bytes)).toThrow(/a keyword has more than 50 parts/);
});

test('of a picture, what is past a limit is left out and the rest is read', () => {
  const said = readXmp(Buffer.from(packet('<xmp:Rating>4</xmp:Rating>' + '<a>'.repeat(5_000))), () => undefined);
  expect(said.get('xmp:Rating')).toEqual(['4']);
});

test('65,535 entries of EXIF that all point at the same 64 kB are read within a limit', () => {
  const count = 65_535;
  const block = Buffer.alloc(8 + 2 + count * 12 + 4 + 65_536, 0x61);
  block.write('II*\0', 0, 'latin1');
  block.writeUInt32LE(8, 4);
  block.writeUInt16LE(count, 8);
  for (let at = 0; at < count; at++) {
    block.writeUInt16LE(at, 10 + at * 12);
    block.writeUInt16LE(2, 12 + at * 12);
    block.writeUInt32LE(65_536, 14 + at * 12);
    block.writeUInt32LE(block.length - 65_536, 18 + at * 12);
  }
  const { ms, outcome } = cpuOf(() => readExif(block));
  expect(outcome).toMatchObject({ image: expect.any(Map) });
  expect(ms).toBeLessThan(2_000);
});

test('IPTC of 3 million data sets is read within a limit', () => {
  const set = Buffer.from([0x1c, 2, 25, 0, 1, 0x61]);
  const { ms, outcome } = cpuOf(() => readIptc(Buffer.concat(Array.from({ length: 3_000_000 }, () => set))));
  expect(outcome).toMatchObject({ keywords: expect.any(Array) });
  expect(ms).toBeLessThan(5_000);
});

describe('a PNG', () => {
  const mega = Buffer.alloc(2 ** 20, 0x20);
  const bomb = (megabytes: number) => zlib.deflateSync(Buffer.concat(Array.from({ length: megabytes }, () => mega)));
  const chunk = (type: string, content: Buffer) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(content.length);
    head.write(type, 4, 'latin1');
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(zlib.crc32(Buffer.concat([head.subarray(4), content])));
    return Buffer.concat([head, content, sum]);
  };
  const text = (keyword: string, rest: Buffer) => Buffer.concat([Buffer.from(`${keyword}\0\0`, 'latin1'), rest]);
  const plain = async () => {
    const { sharp } = await loadSharp();
    return sharp({ create: { width: 40, height: 30, channels: 3, background: '#ff8800' } })
      .png()
      .toBuffer();
  };
  const withChunks = (bytes: Buffer, chunks: readonly Buffer[]) =>
    Buffer.concat([bytes.subarray(0, 33), ...chunks, bytes.subarray(33)]);

  test.each<[string, readonly Buffer[]]>([
    ['a colour profile', [chunk('iCCP', text('p', bomb(64)))]],
    ['a comment', [chunk('zTXt', text('Comment', bomb(64)))]],
    ['XMP', [chunk('iTXt', Buffer.concat([Buffer.from('XML:com.adobe.xmp\0\x01\0\0\0', 'latin1'), bomb(64)]))]],
    ['EXIF of ImageMagick', [chunk('zTXt', text('Raw profile type exif', bomb(64)))]],
    ['2,000 comments', Array.from({ length: 2_000 }, () => chunk('zTXt', text('Comment', bomb(2))))],
  ])('with %s that expands beyond all measure is a picture without it', async (_, chunks) => {
    const bytes = withChunks(await plain(), chunks);
    expect(tamePng(bytes).length).toBeLessThan(100_000);
    const decoded = await png.decode({ path: 'a.png', bytes, modifiedAtMs: 0 }, { longEdge: 40, shortEdge: 30 });
    expect([decoded.width, decoded.height, ...decoded.pixels.data.subarray(0, 3)]).toEqual([40, 30, 255, 136, 0]);
    expect(cpuOf(() => identify(png, { bytes })).ms).toBeLessThan(2_000);
  });

  test('with what programs write is left as it is', async () => {
    const { sharp } = await loadSharp();
    const bytes = await sharp(await plain())
      .withIccProfile('p3')
      .withXmp(packet('<xmp:Rating>3</xmp:Rating>'))
      .png()
      .toBuffer();
    expect(tamePng(bytes)).toBe(bytes);
    expect((await png.metadata({ path: 'a.png', bytes, modifiedAtMs: 0 })).rating).toBe(3);
  });
});

/** CPU time of this thread's process, ms, and what came of it. */
function cpuOf(work: () => unknown): { ms: number; outcome: unknown } {
  const before = process.cpuUsage();
  let outcome: unknown;
  try {
    outcome = work();
  } catch (error) {
    outcome = error;
  }
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1_000, outcome };
}
