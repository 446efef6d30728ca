import { crc32, deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { movieDates } from '../../../main/formats/metadata/movie-dates.ts';
import { pngBlocks } from '../../../main/formats/metadata/png-blocks.ts';
import { formatFor, fourColours, open, sharpOf } from './pictures.ts';

const now = Date.UTC(2026, 0, 1);
const packet = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4" xmlns:exif="http://ns.adobe.com/exif/1.0/"
  exif:DateTimeOriginal="2017-06-07T08:09:10"/></rdf:RDF></x:xmpmeta>`;
const said = { rating: 4, takenWallMs: Date.UTC(2017, 5, 7, 8, 9, 10), takenFrom: 'xmp' };
const metadataOf = (bytes: Buffer) => formatFor(bytes).metadata(open(bytes, '/photos/a'));
const picture = async (as: 'gif' | 'webp' | 'png') =>
  (await sharpOf(fourColours(32, 32), 32, 32)).toFormat(as).toBuffer();

/** As Adobe writes it: the packet, then bytes that lead a reader of sub-blocks out. */
const trailer = Buffer.from([1, ...Array.from({ length: 256 }, (_, i) => 255 - i), 0]);
const inSubBlocks = (text: string) => {
  const parts = text.match(/[^]{1,255}/g) ?? [];
  return Buffer.concat([...parts.flatMap((part) => [Buffer.of(part.length), Buffer.from(part)]), Buffer.of(0)]);
};
test.each([
  ['Adobe', Buffer.concat([Buffer.from(packet), trailer])],
  ['programs that use sub-blocks', inSubBlocks(packet)],
])('XMP in a GIF is read as %s write it', async (_, content) => {
  const gif = await picture('gif');
  const extension = Buffer.concat([Buffer.from([0x21, 0xff, 11]), Buffer.from('XMP DataXMP'), content]);
  const bytes = Buffer.concat([gif.subarray(0, -1), extension, gif.subarray(-1)]);
  expect(await metadataOf(bytes)).toMatchObject(said);
});

test('what had no room in the XMP packet of a JPEG is read, in parts of any order, and not where one is missing', async () => {
  const jpeg = await (await sharpOf(fourColours(32, 32), 32, 32)).jpeg().toBuffer();
  const id = '0123456789ABCDEF0123456789ABCDEF';
  const segment = (...content: Buffer[]) => {
    const head = Buffer.from([0xff, 0xe1, 0, 0]);
    head.writeUInt16BE(2 + content.reduce((sum, part) => sum + part.length, 0), 2);
    return Buffer.concat([head, ...content]);
  };
  const main = packet.replace(
    'xmp:Rating',
    `xmlns:n="http://ns.adobe.com/xmp/note/" n:HasExtendedXMP="${id}" xmp:Rating`,
  );
  const more = packet
    .replace('xmp:Rating="4"', 'xmp:Rating="1" xmlns:dc="http://purl.org/dc/elements/1.1/"')
    .replace(
      '/></rdf:RDF>',
      '><dc:subject><rdf:Bag><rdf:li>Oma</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF>',
    );
  const part = (from: number, to: number, name = id) => {
    const head = Buffer.alloc(8);
    head.writeUInt32BE(more.length, 0);
    head.writeUInt32BE(from, 4);
    return segment(Buffer.from(`http://ns.adobe.com/xmp/extension/\0${name}`), head, Buffer.from(more.slice(from, to)));
  };
  const block = segment(Buffer.from(`http://ns.adobe.com/xap/1.0/\0${main}`));
  const saying = (...parts: Buffer[]) =>
    metadataOf(Buffer.concat([jpeg.subarray(0, 2), block, ...parts, jpeg.subarray(2)]));
  expect(await saying(part(200, more.length), part(0, 200))).toMatchObject({ ...said, keywords: ['Oma'] });
  expect(await saying(part(0, 200))).toMatchObject({ ...said, keywords: [] });
  expect(await saying(part(0, more.length, id.toLowerCase()))).toMatchObject({ ...said, keywords: [] });
  expect(await saying(part(0, more.length + 9), part(9_000_000, 9_000_100))).toMatchObject({ ...said, keywords: [] });
});

test('a GIF without XMP, and one that breaks off, say nothing', async () => {
  const gif = await picture('gif');
  expect((await metadataOf(gif)).rating).toBeUndefined();
  expect((await metadataOf(gif.subarray(0, 60))).rating).toBeUndefined();
});

test('XMP in a WebP counts though no header announces it', async () => {
  const webp = await picture('webp');
  const content = Buffer.from(packet.length % 2 === 0 ? packet : `${packet} `);
  const head = Buffer.from('XMP \0\0\0\0', 'latin1');
  head.writeUInt32LE(content.length, 4);
  const bytes = Buffer.concat([webp, head, content]);
  bytes.writeUInt32LE(bytes.length - 8, 4);
  expect(await metadataOf(bytes)).toMatchObject(said);
});

function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(content.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, check]);
}
async function pngWith(...chunks: Buffer[]): Promise<Buffer> {
  const png = await picture('png');
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}
const text = (keyword: string, value: string) => chunk('tEXt', Buffer.from(`${keyword}\0${value}`, 'latin1'));

test.each([
  ['Thu, 04 Mar 2021 09:05:12 GMT', '2021-03-04T09:05:12', 0],
  ['Thu, 04 Mar 2021 09:05:12 +0100', '2021-03-04T09:05:12', 60],
  ['Thu Mar  4 09:05:12 2021', '2021-03-04T09:05:12', undefined],
  ['Thu 04 Mar 2021 09:05:12 PM CET', '2021-03-04T21:05:12', undefined],
  ['2021:03:04 09:05:12', '2021-03-04T09:05:12', undefined],
  ['2021-03-04T09:05:12+02:00', '2021-03-04T09:05:12', 120],
  ['2021年3月4日 9時05分12秒', '2021-03-04T09:05:12', undefined],
  ['4 March 2021', '2021-03-04T00:00:00', undefined],
])('PNG’s Creation Time "%s"', (written, iso, offsetMin) => {
  const bytes = Buffer.concat([Buffer.alloc(8), chunk('iTXt', Buffer.from(`Creation Time\0\0\0\0\0${written}`))]);
  const { created } = pngBlocks(bytes, now);
  expect(created && [new Date(created.wallMs).toISOString().slice(0, 19), created.offsetMin]).toEqual([iso, offsetMin]);
});

test('the time of a PNG’s last change counts where it has nothing else', async () => {
  const time = chunk('tIME', Buffer.from([0x07, 0xe4, 1, 30, 9, 57, 18]));
  const changed = { takenWallMs: Date.UTC(2020, 0, 30, 9, 57, 18), takenFrom: 'modified' };
  expect(await metadataOf(await pngWith(time))).toMatchObject(changed);
  const created = text('Creation Time', '2019:01:02 03:04:05');
  expect(await metadataOf(await pngWith(time, created))).toMatchObject({
    takenWallMs: Date.UTC(2019, 0, 2, 3, 4, 5),
    takenFrom: 'created',
  });
});

test('blocks that were written into a PNG as hexadecimal text are read, packed or not', async () => {
  const digits = Buffer.from(packet).toString('hex').replaceAll(/.{72}/g, '$&\n');
  const profile = `\nxmp\n    ${packet.length}\n${digits}\n`;
  expect(await metadataOf(await pngWith(text('Raw profile type xmp', profile)))).toMatchObject(said);
  const byExiftool = profile.replace('xmp', 'XMP profile');
  expect(await metadataOf(await pngWith(text('Raw profile type xmp', byExiftool)))).toMatchObject(said);
  const packed = Buffer.concat([Buffer.from('Raw profile type xmp\0\0', 'latin1'), deflateSync(profile)]);
  expect(await metadataOf(await pngWith(chunk('zTXt', packed)))).toMatchObject(said);
  const bomb = Buffer.concat([Buffer.from('Creation Time\0\0', 'latin1'), deflateSync(Buffer.alloc(8 * 2 ** 20, 50))]);
  expect(pngBlocks(await pngWith(chunk('zTXt', bomb)), now).created).toBeUndefined();
});

test('title and description of a PNG’s own texts count where no block says anything, in either encoding', async () => {
  const utf8 = chunk('tEXt', Buffer.from('Title\0Größe'));
  const bytes = await pngWith(utf8, text('Description', 'Am Fluß'), text('Comment', 'not this'));
  expect(await metadataOf(bytes)).toMatchObject({ title: 'Größe', caption: 'Am Fluß' });
  const settings = text('Comment', '{"steps": 28}');
  expect((await metadataOf(await pngWith(settings))).caption).toBeUndefined();
  expect((await metadataOf(await pngWith(text('Comment', 'Created with GIMP')))).caption).toBeUndefined();
  const xmp = packet.replace('xmp:Rating="4"', 'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:description="by XMP"');
  const block = chunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`));
  expect((await metadataOf(await pngWith(block, text('Description', 'own')))).caption).toBe('by XMP');
});

const box = (type: string | number, ...content: Buffer[]): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + content.reduce((sum, part) => sum + part.length, 0));
  if (typeof type === 'string') head.write(type, 4, 'latin1');
  else head.writeUInt32BE(type, 4);
  return Buffer.concat([head, ...content]);
};
const header = (seconds: number) => {
  const content = Buffer.alloc(20);
  content.writeUInt32BE(seconds, 4);
  return box('mvhd', content);
};

test('a movie’s header counts seconds from 1904, in UTC; 0 is no date', () => {
  const film = (seconds: number) => movieDates(Buffer.concat([box('ftyp', Buffer.from('avis')), box('moov', header(seconds))]), now);
  const at = Date.UTC(2017, 5, 7, 8, 9, 10);
  expect(film(at / 1000 + 2_082_844_800).created).toEqual({ wallMs: at, offsetMin: 0 });
  expect(film(0).created).toBeUndefined();
  expect(movieDates(Buffer.from('nothing at all'), now)).toEqual({});
}); // prettier-ignore

test('Apple’s creationdate knows its time zone and goes before the header', () => {
  const key = box('mdta', Buffer.from('com.apple.quicktime.creationdate'));
  const data = box('data', Buffer.from([0, 0, 0, 1, 0, 0, 0, 0]), Buffer.from('2017-06-07T08:09:10-0700'));
  const handler = box('hdlr', Buffer.alloc(25));
  const meta = box('meta', handler, box('keys', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]), key), box('ilst', box(1, data)));
  const film = box('moov', header(3_500_000_000), meta);
  expect(movieDates(film, now).created).toEqual({ wallMs: Date.UTC(2017, 5, 7, 8, 9, 10), offsetMin: -420 });
});
