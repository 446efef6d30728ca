import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { containerOf } from '../../../main/formats/video/containers.ts';
import { readClosedHead } from '../../../main/formats/video/closed-head.ts';
import { readMatroskaHead } from '../../../main/formats/video/matroska-head.ts';
import { nameOfFourcc } from '../../../main/formats/video/codec-names.ts';
import { filmMetadata, readIso6709 } from '../../../main/formats/video/film-metadata.ts';
import { keyAsHeic } from '../../../main/formats/video/key-as-heic.ts';
import { openFilm } from '../../../main/formats/video/open-film.ts';
import { boxesIn, brandsOf } from '../../../main/formats/iso-boxes.ts';
import { identifyFilm } from '../../../main/pipeline/identify-film.ts';
import { makeFilm } from '../../fixtures/make-films.ts';
import { muxFilm } from '../../fixtures/mux-films.ts';
import { temporaryFolder } from '../../fixtures/make-photos.ts';

const film = path.join(import.meta.dirname, '../../fixtures/films/castle-dog-kitchen.mov');
const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');
const packets = (first: number, size: number) => {
  const made = Buffer.alloc(4_096);
  for (let at = first; at < made.length; at += size) made[at] = 0x47;
  return made;
};

test.each([
  ['a phone’s film', bytes('\0\0\0\x18ftypmp42\0\0\0\0isommp42'), 'mp4'],
  ['a QuickTime film', bytes('\0\0\0\x14ftypqt  \0\0\0\0qt  '), 'mov'],
  ['a film of 1998', bytes('\0\0\0\x08wide\0\0\x10\0mdat'), 'mov'],
  ['an old phone’s', bytes('\0\0\0\x14ftyp3gp4\0\0\0\0isom'), '3gp'],
  ['a WebM', bytes('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm'), 'webm'],
  ['a Matroska', bytes('\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska'), 'mkv'],
  ['an AVI', bytes('RIFF\0\0\0\0AVI LIST'), 'avi'],
  ['a transport stream', packets(0, 188), 'ts'],
  ['a camcorder’s', packets(4, 192), 'ts'],
  ['Windows Media', bytes('\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9'), 'wmv'],
  ['music', bytes('\0\0\0\x18ftypM4A \0\0\0\0M4A '), undefined],
  ['source code', bytes('Grand export const x = 1;\n'.repeat(200)), undefined],
])('%s is told by its bytes', (_, head, id) => {
  expect(containerOf(head)?.id).toBe(id);
});

test('a position is read in each notation of ISO 6709', () => {
  expect(readIso6709('+32.0929+034.8620+028.516/')).toEqual({
    latitude: 32.0929,
    longitude: 34.862,
    altitudeM: 28.516,
  });
  const minutes = readIso6709('+3205.574-03451.720/');
  expect([minutes?.latitude, minutes?.longitude]).toEqual([expect.closeTo(32.0929, 4), expect.closeTo(-34.862, 4)]);
  const seconds = readIso6709('-320534.4+0345143.2/');
  expect([seconds?.latitude, seconds?.longitude]).toEqual([expect.closeTo(-32.0929, 4), expect.closeTo(34.862, 4)]);
  for (const wrong of ['', 'nowhere', '+0+0/', '+95.0+000.0/', '+00.0000+000.0000/'])
    expect(readIso6709(wrong)).toBeUndefined();
});

test('a QuickTime film tells its length, its frames, its camera, its place, and its date with the zone before the one in UTC', async () => {
  const container = containerOf(fs.readFileSync(film).subarray(0, 4_096));
  if (container === undefined) throw new Error('no container');
  const opened = await openFilm(film, container);
  try {
    expect(opened).toMatchObject({
      codecName: 'H.264',
      width: 320,
      height: 240,
      rotation: 0,
      durationMs: 12_000,
      frameRate: 12,
    });
    expect((await opened.keyAt(5))?.atS).toBe(4);
    const key = await opened.keyAt(0);
    expect(key?.isKey).toBe(true);
    expect((await opened.nextKey(key!))?.atS).toBe(2);
    expect((await opened.next(key!))?.isKey).toBe(false);
    expect(await filmMetadata({ path: film, modifiedAtMs: 0 }, container, opened.tags)).toMatchObject({
      takenWallMs: Date.UTC(2019, 6, 24, 11, 25, 40),
      takenOffsetMin: 180,
      takenFrom: 'created',
      cameraMake: 'Apple',
      cameraModel: 'iPhone 6',
      latitude: 38.71,
      longitude: -9.14,
      altitudeM: 10,
    });
  } finally {
    await opened.close();
  }
});

test('a tag that is changed leaves a film the film that it is, a frame that is changed does not', async () => {
  using folder = temporaryFolder();
  const container = containerOf(fs.readFileSync(film).subarray(0, 4_096))!;
  const id = async (name: string, change: (bytes: Buffer) => Buffer) => {
    const file = path.join(folder.path, name);
    fs.writeFileSync(file, change(fs.readFileSync(film)));
    return Buffer.from(await identifyFilm(file, container)).toString('hex');
  };
  const same = await id('same.mov', (it) => it);
  const tagged = await id('tagged.mov', (it) =>
    Buffer.from(it.toString('latin1').replace('iPhone 6', 'iPhone 7'), 'latin1'),
  );
  const longer = await id('longer.mov', (it) => Buffer.concat([it, bytes('\0\0\0\x10free12345678')]));
  const other = await id('other.mov', (it) => {
    const at = it.indexOf('mdat') + 1_000;
    it[at] = (it[at] ?? 0) ^ 1;
    return it;
  });
  expect(tagged).toBe(same);
  expect(longer).toBe(same);
  expect(other).not.toBe(same);
});

test.each([
  ['of nothing but zeros', (it: Buffer) => Buffer.concat([it.subarray(0, 64), Buffer.alloc(5_000)])],
  ['whose index is gone', (it: Buffer) => it.subarray(0, Math.round(it.length / 2))],
  ['whose boxes claim to be endless', (it: Buffer) => (it.writeUInt32BE(0xffffffff, it.indexOf('moov') - 4), it)],
])('a film %s is refused with a reason, in little time', async (_, damage) => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'film.mov');
  fs.writeFileSync(file, damage(fs.readFileSync(film)));
  const container = containerOf(fs.readFileSync(film).subarray(0, 4_096))!;
  const outcome = await openFilm(file, container).then(
    async (it) => (await it.close(), 'opened'),
    (error: unknown) => (error as { kind?: string }).kind,
  );
  expect(['opened', 'truncated', 'corrupt']).toContain(outcome);
});

test('an AVI is read by its index, and without one by its chunks', async () => {
  using folder = temporaryFolder();
  const container = containerOf(bytes('RIFF\0\0\0\0AVI LIST'))!;
  for (const hasIndex of [true, false]) {
    const file = path.join(folder.path, `${hasIndex}.avi`);
    await makeFilm(file, [{ picture: { r: 200, g: 0, b: 0 }, seconds: 3 }], { hasIndex, rate: 10 });
    const opened = await openFilm(file, container);
    expect(opened).toMatchObject({
      codecName: 'Motion JPEG',
      width: 320,
      height: 240,
      durationMs: 3_000,
      frameRate: 10,
    });
    const key = await opened.keyAt(1.55);
    expect(key?.atS).toBeCloseTo(1.5, 5);
    expect((await key?.data())?.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
    await opened.close();
  }
});

test('H.264 that was copied into an AVI out of an MP4 has its parameter sets beside it, and what ends early is told', async () => {
  using folder = temporaryFolder();
  const container = containerOf(bytes('RIFF\0\0\0\0AVI LIST'))!;
  const file = path.join(folder.path, 'copied.avi');
  const extra = Buffer.from('0164001effe1000467640001', 'hex');
  await makeFilm(file, [{ picture: { r: 200, g: 0, b: 0 }, seconds: 3 }], { fourcc: 'H264', extra });
  const opened = await openFilm(file, container);
  await opened.close();
  expect(opened).toMatchObject({ codecName: 'H.264', isCutShort: false });
  expect(opened.codec).toEqual({ is: 'window', codec: 'avc1.640033', description: extra });
  fs.truncateSync(file, fs.statSync(file).size - 1_000);
  const cut = await openFilm(file, container);
  await cut.close();
  expect(cut.isCutShort).toBe(true);
});

test('an AVI of more than a gigabyte goes on in further lists of frames', async () => {
  using folder = temporaryFolder();
  const container = containerOf(bytes('RIFF\0\0\0\0AVI LIST'))!;
  const [first, second] = ['first.avi', 'second.avi'].map((name) => path.join(folder.path, name)) as [string, string];
  await makeFilm(first, [{ picture: { r: 200, g: 0, b: 0 }, seconds: 3 }], { rate: 10 });
  await makeFilm(second, [{ picture: { r: 0, g: 200, b: 0 }, seconds: 2 }], { rate: 10, hasIndex: false });
  const whole = fs.readFileSync(second);
  const frames = whole.subarray(whole.indexOf('movi') - 8);
  const head = Buffer.alloc(12);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(frames.length + 4, 4);
  head.write('AVIX', 8, 'latin1');
  fs.appendFileSync(first, Buffer.concat([head, frames]));
  const opened = await openFilm(first, container);
  expect(opened).toMatchObject({ durationMs: 5_000, isCutShort: false });
  const [before, after] = [await (await opened.keyAt(2.9))?.data(), await (await opened.keyAt(3.1))?.data()];
  for (const frame of [before, after]) expect(frame?.subarray(0, 2)).toEqual(Buffer.of(0xff, 0xd8));
  expect(after).not.toEqual(before);
  await opened.close();
});

test('pictures of an MP4 that are called mp4v are what they begin with', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'camera.mp4');
  const description = Buffer.from('0164001effe1000467640001010004686800', 'hex');
  for (const [start, name, is] of [
    ['ffd8ffe000104a464946', 'Motion JPEG', 'jpeg'],
    ['000001b31e01e0140000', 'MPEG-2', 'none'],
    ['000001b001000001b509', 'MPEG-4 Part 2', 'none'],
  ] as const) {
    const frame = { data: Buffer.from(start, 'hex'), isKey: true, atS: 0, seconds: 1 };
    const config = { codec: 'avc1.64001e', codedWidth: 320, codedHeight: 240, description };
    await muxFilm(file, 'avc', config, [frame]);
    fs.writeFileSync(file, Buffer.from(fs.readFileSync(file, 'latin1').replaceAll('avc1', 'mp4v'), 'latin1'));
    const opened = await openFilm(file, containerOf(fs.readFileSync(file))!);
    await opened.close();
    expect(opened).toMatchObject({ codecName: name, codec: { is } });
  }
});

test('a Matroska film tells when it was made, its title, and a codec that AVI names', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'film.mkv');
  const element = (id: string, ...content: Buffer[]) => {
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(Buffer.concat(content).length) | (1n << 56n));
    return Buffer.concat([Buffer.from(id, 'hex'), size, ...content]);
  };
  const madeAt = Buffer.alloc(8);
  madeAt.writeBigInt64BE(BigInt(Date.UTC(2018, 6, 14, 10, 20, 30) - Date.UTC(2001, 0, 1)) * 1_000_000n);
  const bitmap = Buffer.concat([Buffer.alloc(16), bytes('XVID'), Buffer.alloc(20)]);
  const pictures = [element('83', Buffer.of(1)), element('86', bytes('V_MS/VFW/FOURCC')), element('63a2', bitmap)];
  const head = [
    element('1a45dfa3', element('4282', bytes('matroska'))),
    element(
      '18538067',
      element('1549a966', element('4461', madeAt), element('7ba9', Buffer.from('Am Hafen'))),
      element('1654ae6b', element('ae', ...pictures)),
    ),
  ];
  fs.writeFileSync(file, Buffer.concat(head));
  const said = await readMatroskaHead(file);
  expect(said).toEqual({
    hasEncryptedPictures: false,
    createdAt: '2018-07-14T10:20:30.000Z',
    title: 'Am Hafen',
    fourcc: 'XVID',
  });
  const tags = new Map([['CREATION_TIME', said.createdAt ?? '']]);
  expect(await filmMetadata({ path: file, modifiedAtMs: 0 }, containerOf(head[0]!)!, tags)).toMatchObject({
    takenWallMs: Date.UTC(2018, 6, 14, 10, 20, 30),
    takenFrom: 'created',
  });
  fs.writeFileSync(file, head[0]!);
  expect(await readMatroskaHead(file)).toEqual({ hasEncryptedPictures: false });
});

test('a film has the keywords and stars that QuickTime’s tags and Windows Explorer say, XMP’s before them', async () => {
  using folder = temporaryFolder();
  const file = path.join(folder.path, 'film.mp4');
  const number = (value: number, bytes: 2 | 4) => {
    const written = Buffer.alloc(bytes);
    written.writeUIntBE(value, 0, bytes);
    return written;
  };
  const sized = (...parts: Buffer[]) => {
    const content = Buffer.concat(parts);
    return Buffer.concat([number(content.length + 4, 4), content]);
  };
  const box = (type: string, ...parts: Buffer[]) => sized(Buffer.from(type, 'latin1'), ...parts);
  const entry = (name: string, ...values: Buffer[]) =>
    sized(number(name.length, 4), Buffer.from(name), number(values.length, 4), ...values);
  const percent = (value: number) => sized(number(19, 2), Buffer.of(value, 0, 0, 0, 0, 0, 0, 0));
  const text = (value: string) => sized(number(8, 2), Buffer.from(`${value}\0`, 'utf16le'));
  const said = async (tags: Record<string, string>, ...inUdta: Buffer[]) => {
    const parts = [box('ftyp', Buffer.from('isom'), number(0, 4)), box('moov', box('udta', ...inUdta))];
    fs.writeFileSync(file, Buffer.concat(parts));
    return filmMetadata({ path: file, modifiedAtMs: 0 }, containerOf(parts[0]!)!, new Map(Object.entries(tags)));
  };
  const windows = box(
    'Xtra',
    entry('WM/Other', text('no')),
    entry('WM/SharedUserRating', percent(75)),
    entry('WM/Category', text('Hafen'), text('Größe')),
  );
  expect(await said({}, windows)).toMatchObject({ rating: 4, keywords: ['Hafen', 'Größe'] });
  const apple = { 'com.apple.quicktime.keywords': 'beach, sea', 'com.apple.quicktime.rating.user': '5.0' };
  expect(await said(apple)).toMatchObject({ rating: 5, keywords: ['beach', 'sea'] });
  const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="2"/></rdf:RDF></x:xmpmeta>`;
  expect(await said(apple, box('XMP_', Buffer.from(xmp)), windows)).toMatchObject({
    rating: 2,
    keywords: ['beach', 'sea', 'Hafen', 'Größe'],
  });
  // Sizes and counts that cannot be.
  for (const at of [8, 12, 16, 30]) {
    const broken = Buffer.from(windows);
    broken.writeUInt32BE(0xffff_fff0, at);
    expect(await said({}, broken)).toBeDefined();
  }
  expect(await said({}, box('Xtra', Buffer.alloc(64)))).toMatchObject({ keywords: [] });
});

test('what nothing here reads tells its codec, its size, its length and when it was made', async () => {
  using folder = temporaryFolder();
  const told = async (content: Buffer, id: string) => {
    const file = path.join(folder.path, `film.${id}`);
    fs.writeFileSync(file, content);
    return readClosedHead(file, { id, name: id });
  };
  const asfObject = (guid: string, bytes: number, fill: (object: Buffer) => void) => {
    const object = Buffer.alloc(bytes);
    object.write(guid, 0, 'hex');
    object.writeBigUInt64LE(BigInt(bytes), 16);
    fill(object);
    return object;
  };
  const madeAtMs = Date.UTC(2009, 6, 14, 10, 20, 30);
  const asf = (whenMs: number) =>
    Buffer.concat([
      Buffer.alloc(30),
      asfObject('a1dcab8c47a9cf118ee400c00c205365', 104, (it) => {
        it.writeBigUInt64LE(BigInt(whenMs + 11_644_473_600_000) * 10_000n, 48);
        it.writeBigUInt64LE(150_000_000n, 64);
        it.writeBigUInt64LE(3_000n, 80);
      }),
      asfObject('9107dcb7b7a9cf118ee600c00c205365', 120, (it) => {
        it.write('c0ef19bc4d5bcf11a8fd00805f5c442b', 24, 'hex');
        it.writeUInt32LE(640, 78);
        it.writeUInt32LE(480, 82);
        it.write('WMV3', 105, 'latin1');
      }),
    ]);
  const size = { width: 640, height: 480 };
  expect(await told(asf(madeAtMs), 'wmv')).toEqual({
    ...{ codecName: 'WMV 9', ...size, durationMs: 12_000 },
    tags: new Map([['CREATION_TIME', '2009-07-14T10:20:30.000Z']]),
  });
  expect((await told(asf(0), 'wmv')).tags.size).toBe(0);
  // A pack at 0 s and one at 12 s, a sequence of 640 x 480 and, of MPEG-2, its extension.
  const sequence = '000001b3' + '2801e0' + '1400000000';
  for (const [packs, extension, codecName] of [
    [['000001ba440004000401' + '000000f8', '000001ba44021060a401' + '000000f8'], '000001b5', 'MPEG-2'],
    [['000001ba2100010001800001', '000001ba210041f701800001'], '', 'MPEG-1'],
  ] as const) {
    const film = Buffer.from(packs[0] + sequence + extension + '00'.repeat(2_000) + packs[1] + '00'.repeat(20), 'hex');
    const { durationMs, tags, ...rest } = await told(film, 'mpg');
    expect(rest).toEqual({ codecName, ...size });
    expect([durationMs > 0, tags.size]).toEqual([true, 0]);
  }
  const number = (name: string, value: number) => {
    const double = Buffer.alloc(8);
    double.writeDoubleBE(value);
    return Buffer.concat([Buffer.of(0, name.length), bytes(name), Buffer.of(0), double]);
  };
  const script = Buffer.concat([number('duration', 12), number('width', 640), number('height', 480)]);
  const flv = Buffer.concat([
    Buffer.concat([bytes('FLV\x01\x05\0\0\0\x09\0\0\0\0\x12\0\0'), Buffer.of(script.length), Buffer.alloc(7)]),
    ...[script, Buffer.alloc(4), bytes('\x09\0\0\x05'), Buffer.alloc(7), Buffer.of(0x14, 0, 0, 0, 0), Buffer.alloc(4)],
  ]);
  expect(await told(flv, 'flv')).toMatchObject({ codecName: 'VP6', ...size, durationMs: 12_000 });
  for (const id of ['wmv', 'mpg', 'flv'])
    for (const content of [Buffer.alloc(0), Buffer.alloc(3_000, 0xff), asf(0).subarray(0, 50), flv.subarray(0, 20)])
      expect(await told(content, id)).toMatchObject({ width: 0, height: 0 });
});

test('a codec is called as people call it, and one of no name by its four letters', () => {
  expect(nameOfFourcc('XVID')).toEqual({ name: 'Xvid', isJpeg: false });
  expect(nameOfFourcc('mjpg')).toEqual({ name: 'Motion JPEG', isJpeg: true });
  expect(nameOfFourcc('Zz9\0').name).toBe('Zz9');
  expect(nameOfFourcc('\0\0\0\0').name).toBe('unknown');
});

test('a key frame in a HEIC has its bytes where the file says', () => {
  const frame = bytes('the frame');
  const made = keyAsHeic(frame, bytes('hvcC of the film'), { width: 1920, height: 1080, rotation: 90 });
  expect(brandsOf(made)).toContain('heic');
  const data = boxesIn(made).find(({ type }) => type === 'mdat');
  expect(data?.content).toEqual(frame);
  expect(made.includes(bytes('irot\x03'))).toBe(true);
});
