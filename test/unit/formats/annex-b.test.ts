import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { decodeInWorker } from '../../../main/formats/heic-pool.ts';
import { outOfAnnexB } from '../../../main/formats/video/annex-b.ts';
import { containerOf } from '../../../main/formats/video/containers.ts';
import { keyAsHeic } from '../../../main/formats/video/key-as-heic.ts';
import { openFilm } from '../../../main/formats/video/open-film.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';
import { muxFilm } from '../../fixtures/mux-films.ts';

const heic = fs.readFileSync(path.join(import.meta.dirname, '../../fixtures/heic/cheers-1440x960.heic'));
const size = { width: 1440, height: 960, rotation: 0 } as const;

/** The picture's frame and its configuration, where that file has them. */
function pictureOf(): { frame: Buffer; configuration: Buffer } {
  const at = heic.indexOf('hvcC');
  const configuration = heic.subarray(at + 4, at - 4 + heic.readUInt32BE(at - 4));
  const data = heic.indexOf('mdat') + 4;
  // The first of two pictures in it: the other one is small.
  return { frame: heic.subarray(data, data + 0x94_25), configuration };
}

function setsOf(configuration: Uint8Array): Buffer[] {
  const bytes = Buffer.from(configuration);
  const sets: Buffer[] = [];
  for (let at = 23; at < bytes.length;) {
    const length = bytes.readUInt16BE(at + 3);
    sets.push(bytes.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return sets;
}

function inAnnexB(): Buffer {
  const { frame, configuration } = pictureOf();
  const start = Buffer.of(0, 0, 0, 1);
  const units: Buffer[] = setsOf(configuration);
  for (let at = 0; at < frame.length;) {
    const length = frame.readUInt32BE(at);
    units.push(frame.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return Buffer.concat(units.flatMap((unit) => [start, unit]));
}

test('a key frame with start codes becomes one with lengths, and its parameter sets a configuration', () => {
  const { frame, configuration } = pictureOf();
  const found = outOfAnnexB(inAnnexB());
  expect(Buffer.from(found?.frame ?? []).equals(frame)).toBe(true);
  expect(setsOf(found?.configuration ?? Buffer.alloc(0))).toEqual(setsOf(configuration));
  // Colours at half size, eight bits, lengths of four bytes.
  const head = Buffer.from(found?.configuration ?? []).subarray(13, 23);
  expect(head).toEqual(Buffer.from(configuration).subarray(13, 23));
});

test('libheif reads it as the picture that it was', async () => {
  const { frame, configuration } = outOfAnnexB(inAnnexB()) ?? pictureOf();
  const decode = (bytes: Buffer) => decodeInWorker({ bytes, maxPixels: 10_000_000, exifOrientation: 1 });
  const answer = await decode(keyAsHeic(frame, configuration, size));
  const before = pictureOf();
  expect(answer).toMatchObject({ is: 'decoded' });
  expect(answer).toEqual(await decode(keyAsHeic(before.frame, before.configuration, size)));
});

test('a transport stream of HEVC gives such frames', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'a.ts');
  const frames = [0, 1, 2].map((atS) => ({ data: inAnnexB(), isKey: true, atS, seconds: 1 }));
  await muxFilm(file, 'hevc', { codec: 'hev1.1.6.L186.00', codedWidth: 1440, codedHeight: 960 }, frames);
  const container = containerOf(fs.readFileSync(file).subarray(0, 4_096));
  if (container === undefined) throw new Error('it is no film');
  const film = await openFilm(file, container);
  try {
    expect(film).toMatchObject({ codecName: 'HEVC', codedWidth: 1440, codedHeight: 960 });
    const key = await film.keyAt(1);
    expect(outOfAnnexB((await key?.data()) ?? Buffer.alloc(0))?.frame).toEqual(pictureOf().frame);
  } finally {
    await film.close();
  }
});

test.each([
  ['nothing', Buffer.alloc(0)],
  ['zeros', Buffer.alloc(10_000)],
  ['start codes alone', Buffer.from('000001'.repeat(1_000), 'hex')],
  ['a frame without its parameter sets', Buffer.from('00000001260100ff00000001', 'hex')],
])('%s brings none', (_, bytes) => {
  expect(outOfAnnexB(bytes)).toBeUndefined();
});

test('parameter sets that are cut off, or all ones, are read to their end', () => {
  for (const rest of [Buffer.alloc(3, 0xff), Buffer.alloc(40, 0xff), Buffer.of(1)])
    expect(
      outOfAnnexB(Buffer.concat([64, 66, 68, 38].flatMap((type) => [Buffer.of(0, 0, 1, type, 1), rest])))?.configuration
        .length,
    ).toBeGreaterThan(23);
});
