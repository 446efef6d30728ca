import { expect, test } from 'vitest';
import { appleNotes, identifierOfFilm } from '../../../main/formats/live/apple-notes.ts';
import { filmIn } from '../../../main/formats/live/motion.ts';
import { sourceOf } from '../../../main/formats/raw/source.ts';
import { below, bytes, makeNotes, makeTiff, text } from '../../fixtures/raw/make-tiff.ts';

const latin = (words: string) => Buffer.from(words, 'latin1');

function uint32(value: number, isLittle = false): Buffer {
  const made = Buffer.alloc(4);
  if (isLittle) made.writeUInt32LE(value);
  else made.writeUInt32BE(value);
  return made;
}

function box(type: string, ...content: Buffer[]): Buffer {
  const whole = Buffer.concat(content);
  return Buffer.concat([uint32(whole.length + 8), latin(type), whole]);
}

const film = Buffer.concat([
  box('ftyp', latin('mp42\0\0\0\0mp42')),
  box('moov', Buffer.alloc(60)),
  box('mdat', Buffer.alloc(500, 7)),
]);

/** A JPEG of one XMP packet and nothing to see: no reader here looks at its pixels. */
function jpegWith(xmp: string): Buffer {
  const packet = latin(`http://ns.adobe.com/xap/1.0/\0${xmp}`);
  const head = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(packet.length + 2, 10);
  return Buffer.concat([head, packet, Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9])]);
}

const described = (
  inside: string,
  attributes = '',
) => `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" xmlns:Container="http://ns.google.com/photos/1.0/container/"
 xmlns:Item="http://ns.google.com/photos/1.0/container/item/" ${attributes}>${inside}</rdf:Description></rdf:RDF></x:xmpmeta>`;

const item = (semantic: string, mime: string, length: number) =>
  `<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="${mime}" Item:Semantic="${semantic}" Item:Length="${length}" Item:Padding="0"/></rdf:li>`;

const directory = (...items: string[]) =>
  described(
    `<Container:Directory><rdf:Seq>${items.join('')}</rdf:Seq></Container:Directory>`,
    'GCamera:MotionPhoto="1"',
  );

/** What Samsung writes behind a picture: named blocks, and a directory that counts backwards. */
function samsungTrailer(blocks: readonly (readonly [type: number, name: string, content: Buffer])[]): Buffer {
  const parts = blocks.map(([type, name, content]) => {
    const head = Buffer.alloc(8);
    head.writeUInt16LE(type, 2);
    head.writeUInt32LE(name.length, 4);
    return Buffer.concat([head, latin(name), content]);
  });
  let left = parts.reduce((sum, part) => sum + part.length, 0);
  const entries = parts.map((part, i) => {
    const entry = Buffer.alloc(12);
    entry.writeUInt16LE(blocks[i]?.[0] ?? 0, 2);
    entry.writeUInt32LE(left, 4);
    entry.writeUInt32LE(part.length, 8);
    left -= part.length;
    return entry;
  });
  const made = Buffer.concat([latin('SEFH'), uint32(106, true), uint32(parts.length, true), ...entries]);
  return Buffer.concat([...parts, made, uint32(made.length, true), latin('SEFT')]);
}

async function found(file: Buffer, xmp?: Buffer) {
  const place = await filmIn(sourceOf(file), xmp);
  return place && { by: place.by, bytes: file.subarray(place.at, place.at + place.length) };
}

test("Google's motion photo: the film behind the picture, and behind its gain map", async () => {
  const gainMap = Buffer.alloc(300, 9);
  const xmp = directory(
    item('Primary', 'image/jpeg', 0),
    item('GainMap', 'image/jpeg', gainMap.length),
    item('MotionPhoto', 'video/mp4', film.length),
  );
  expect(await found(Buffer.concat([jpegWith(xmp), gainMap, film]))).toEqual({ by: 'google', bytes: film });
});

test('what lies behind the film is not the film', async () => {
  const more = Buffer.alloc(123, 4);
  const xmp = directory(
    item('Primary', 'image/jpeg', 0),
    item('MotionPhoto', 'video/mp4', film.length),
    item('Depth', 'image/jpeg', more.length),
  );
  expect(await found(Buffer.concat([jpegWith(xmp), film, more]))).toEqual({ by: 'google', bytes: film });
});

test("Google's older MicroVideo", async () => {
  const xmp = described('', `GCamera:MicroVideo="1" GCamera:MicroVideoOffset="${film.length}"`);
  expect(await found(Buffer.concat([jpegWith(xmp), film]))).toEqual({ by: 'google-micro-video', bytes: film });
});

test("Samsung's trailer", async () => {
  const trailer = samsungTrailer([
    [0x0a01, 'Image_UTC_Data', latin('1667900000000')],
    [0x0a30, 'MotionPhoto_Data', film],
  ]);
  expect(await found(Buffer.concat([jpegWith(described('')), trailer]))).toEqual({ by: 'samsung', bytes: film });
});

test('a HEIC with its film in a box, with and without what Samsung puts behind it', async () => {
  const head = Buffer.concat([
    box('ftyp', latin('heic\0\0\0\0heicmif1')),
    box('meta', Buffer.alloc(40)),
    box('mdat', Buffer.alloc(99)),
  ]);
  expect(await found(Buffer.concat([head, box('mpvd', film)]))).toEqual({ by: 'google', bytes: film });
  expect(await found(Buffer.concat([head, box('mpvd', film, box('sefd', Buffer.alloc(50)))]))).toEqual({
    by: 'google',
    bytes: film,
  });
});

test('a film that was cut off, replaced or never there is none', async () => {
  const xmp = directory(item('Primary', 'image/jpeg', 0), item('MotionPhoto', 'video/mp4', film.length));
  const whole = Buffer.concat([jpegWith(xmp), film]);
  expect(await found(jpegWith(xmp))).toBe(undefined);
  expect(await found(whole.subarray(0, whole.length - 50))).toBe(undefined);
  expect(await found(Buffer.concat([jpegWith(xmp), Buffer.alloc(film.length)]))).toBe(undefined);
  const lying = samsungTrailer([[0x0a30, 'MotionPhoto_Data', film]]);
  lying.writeUInt32LE(0xffff_ffff, lying.length - 16);
  expect(await found(Buffer.concat([jpegWith(described('')), lying]))).toBe(undefined);
  expect(
    await found(jpegWith(directory(item('Primary', 'image/jpeg', 0), item('MotionPhoto', 'video/mp4', 9e14)))),
  ).toBe(undefined);
  expect(await found(Buffer.alloc(0))).toBe(undefined);
});

const uuid = '0A2F3B4C-1111-2222-3333-444455556666';

/** A block of Exif with Apple's notes in it. */
function exifWith(notes: Record<number, ReturnType<typeof text>>): Buffer {
  const made = makeNotes(latin('Apple iOS\0\0\x01MM'), notes, false, 0);
  return makeTiff([{ 0x10f: text('Apple'), 0x8769: below({ 0x927c: bytes(made) }) }], { isLittle: false });
}

test("a Live Photo's picture and its film have one identifier", async () => {
  const notes = await appleNotes(
    exifWith({ 0x0b: text('BBBBBBBB-1111-2222-3333-444455556666'), 0x11: text(uuid.toLowerCase()) }),
  );
  expect(notes).toEqual({ contentIdentifier: uuid, burstIdentifier: 'BBBBBBBB-1111-2222-3333-444455556666' });
  const key = 'com.apple.quicktime.content.identifier';
  const keys = box(
    'keys',
    Buffer.alloc(4),
    uint32(2),
    box('mdta', latin('com.apple.quicktime.make')),
    box('mdta', latin(key)),
  );
  const data = (words: string) => box('data', uint32(1), uint32(0), latin(words));
  const entry = (code: number, words: string) =>
    Buffer.concat([uint32(data(words).length + 8), uint32(code), data(words)]);
  const meta = box('meta', box('hdlr', Buffer.alloc(25)), keys, box('ilst', entry(1, 'Apple'), entry(2, uuid)));
  const movie = Buffer.concat([
    box('ftyp', latin('qt  \0\0\0\0qt  ')),
    box('mdat', Buffer.alloc(3000)),
    box('moov', box('mvhd', Buffer.alloc(100)), meta),
  ]);
  expect(await identifierOfFilm(sourceOf(movie))).toBe(uuid);
  for (const cut of [10, 40, 3050, movie.length - 60])
    expect(await identifierOfFilm(sourceOf(movie.subarray(0, cut)))).toBe(undefined);
});

test("notes that are not Apple's, and identifiers that are none, say nothing", async () => {
  const nothing = { contentIdentifier: undefined, burstIdentifier: undefined };
  expect(await appleNotes(exifWith({ 0x11: text('<script>') }))).toEqual(nothing);
  expect(await appleNotes(exifWith({}))).toEqual(nothing);
  expect(
    await appleNotes(makeTiff([{ 0x8769: below({ 0x927c: bytes(latin('Nikon\0\x02 and so on and on')) }) }])),
  ).toEqual(nothing);
  expect(await appleNotes(Buffer.alloc(3))).toEqual(nothing);
});
